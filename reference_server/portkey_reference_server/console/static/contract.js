// The contract as this server serves it. Paths, fields, enums and defaults come from here.

let document_;

/** Reads the contract; to be awaited once, before anything else of this module is used. */
export async function loadContract() {
  const response = await fetch("openapi.json");
  if (!response.ok) throw new Error("The contract could not be read.");
  document_ = await response.json();
}

/** Method and path of an operation, and the names of its query parameters. */
export function operation(id) {
  for (const [path, item] of Object.entries(document_.paths)) {
    for (const [method, found] of Object.entries(item)) {
      if (found.operationId === id) {
        const parameters = [...(item.parameters ?? []), ...(found.parameters ?? [])].map(resolved);
        const query = parameters.filter((parameter) => parameter.in === "query");
        return { method: method.toUpperCase(), path, query: new Map(query.map((one) => [one.name, one])) };
      }
    }
  }
  throw new Error(`The contract has no operation ${id}.`);
}

/** The value that a list takes where a query parameter is left out. */
export const defaultOf = (id, parameter) => resolved(operation(id).query.get(parameter).schema).default;

/** The values that a query parameter may have. */
export const choicesOf = (id, parameter) => resolved(operation(id).query.get(parameter).schema).enum;

/** A schema by its name. */
export const schema = (name) => document_.components.schemas[name];

/** A schema with its references followed and `null` left out; what stands beside a reference counts. */
export function resolved(item) {
  let found = item;
  while (true) {
    if (found.$ref) {
      const { $ref, ...beside } = found;
      const target = $ref
        .slice(2)
        .split("/")
        .reduce((place, part) => place[part], document_);
      found = { ...target, ...beside };
    } else if (found.anyOf?.length === 2 && found.anyOf[1].type === "null") {
      const { anyOf, ...beside } = found;
      found = { ...anyOf[0], ...beside };
    } else {
      break;
    }
  }
  const type = Array.isArray(found.type) ? found.type.find((one) => one !== "null") : found.type;
  return { ...found, type };
}

/** The AI providers whose configurations the contract describes; others may be named, too. */
export const knownProviders = () => [...configurationSchemas().keys()];

/** The schema of a provider's configuration. */
export function configurationSchema(aiProviderId) {
  return resolved(
    configurationSchemas().get(aiProviderId) ?? { $ref: "#/components/schemas/OtherConfigurations" },
  );
}

/** By AI provider, from the chain of conditions that chooses among them. */
function configurationSchemas() {
  const found = new Map();
  let link = schema("CreateIntegrationRequest");
  while (link?.if) {
    const name = link.if.properties.ai_provider_id.const;
    found.set(name, link.then.properties.configurations);
    link = link.else;
  }
  return found;
}

/** The names of secrets by those of the masks that answers have in their place. */
export function secretsByMask(item = document_.components, found = new Map()) {
  for (const [name, inner] of Object.entries(item ?? {})) {
    if (inner === null || typeof inner !== "object") continue;
    if (inner["x-masked-as"]) found.set(inner["x-masked-as"], name);
    secretsByMask(inner, found);
  }
  return found;
}
