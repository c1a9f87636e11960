// Forms made of the contract's schemas. A field is an element and a way to read what was entered: undefined
// where nothing was.

import { resolved } from "./contract.js";
import { button, h } from "./dom.js";

const SPELLED = {
  ai: "AI",
  api: "API",
  arn: "ARN",
  aws: "AWS",
  id: "ID",
  json: "JSON",
  openai: "OpenAI",
  ptu: "PTU",
  url: "URL",
};
let count = 0;

/** The name of a field as a person reads it, e.g. `aws_role_arn` as "AWS role ARN". */
export function label(name) {
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split("_");
  const text = words.map((word) => SPELLED[word] ?? word).join(" ");
  return text[0].toUpperCase() + text.slice(1);
}

/**
 * The fields of an object: those that are required first, the others under "More". `shown` names further ones
 * that are not to be hidden, in their order; `left` those that are not asked for; `values` what is filled in,
 * which for a secret is nothing; `lists` the datalists that offer values; `titles` other names to show.
 */
export function fields(objectSchema, { shown = [], left = [], values = {}, lists = {}, titles = {} } = {}) {
  const required = new Set(objectSchema.required ?? []);
  const made = Object.entries(objectSchema.properties ?? {})
    .filter(([name, property]) => !left.includes(name) && !property.deprecated)
    .map(([name, property]) => [
      name,
      field(titles[name] ?? name, property, required.has(name), values[name], lists[name]),
    ]);
  const isFirst = ([name]) => required.has(name) || shown.includes(name);
  const more = made.filter((one) => !isFirst(one)).map(([, one]) => one.element);
  const order = ([one], [other]) => rank(one, required, shown) - rank(other, required, shown);
  return {
    elements: [
      ...made
        .filter(isFirst)
        .sort(order)
        .map(([, one]) => one.element),
      more.length > 0 &&
        h("details", {}, h("summary", {}, "More settings"), h("div", { class: "fields" }, more)),
    ],
    read() {
      const read = made.map(([name, one]) => [name, one.read()]).filter(([, value]) => value !== undefined);
      return read.length ? Object.fromEntries(read) : undefined;
    },
    input: (name) => made.find(([one]) => one === name)[1].element.querySelector("input, select"),
  };
}

const rank = (name, required, shown) =>
  shown.includes(name) ? shown.indexOf(name) : required.has(name) ? -1 : shown.length;

/** One field by its schema. */
function field(name, property, required, value, list) {
  const schema = resolved(property);
  if (schema.writeOnly) return secret(name, schema, required);
  if (schema.enum)
    return choice(
      name,
      schema.enum.map((one) => [one, one]),
      schema,
      required,
      value,
    );
  if (schema.type === "boolean") {
    const field = choice(
      name,
      [
        ["true", "yes"],
        ["false", "no"],
      ],
      schema,
      required,
      value === undefined ? value : String(value),
    );
    return { ...field, read: () => ({ true: true, false: false })[field.read()] };
  }
  if (schema.type === "array") return array(name, resolved(schema.items), schema, value ?? []);
  if (schema.type === "object") return group(name, schema, value ?? {});
  return text(name, schema, required, value, list);
}

function text(name, schema, required, value, list) {
  const isNumber = schema.type === "integer" || schema.type === "number";
  const isDate = schema.format === "date-time";
  const input = h("input", {
    type: isNumber ? "number" : isDate ? "datetime-local" : "text",
    name,
    required,
    value: value ?? null,
    list,
    min: schema.minimum,
    max: schema.maximum,
    step: schema.type === "number" ? "any" : null,
    maxlength: schema.maxLength,
    autocomplete: "off",
    spellcheck: "false",
  });
  if (schema.pattern) {
    // The attribute `pattern` is read with the flag v, with which expressions of JSON Schema may be errors.
    const pattern = new RegExp(schema.pattern, "u");
    const check = () =>
      input.setCustomValidity(
        input.value && !pattern.test(input.value) ? `This must match ${schema.pattern}` : "",
      );
    input.addEventListener("input", check);
  }
  const read = () =>
    isNumber ? Number(input.value) : isDate ? new Date(input.value).toISOString() : input.value;
  return {
    element: labelled(name, input, schema, required),
    read: () => (input.value === "" ? undefined : read()),
  };
}

/** A secret is written and never shown; one that is an object is pasted as JSON. */
function secret(name, schema, required) {
  const input = h("input", {
    type: "password",
    name,
    required,
    autocomplete: "new-password",
    spellcheck: "false",
  });
  const isObject = schema.type === "object";
  const hint = isObject ? { description: `${schema.description ?? ""} Paste a JSON object.`.trim() } : schema;
  const read = () => (isObject ? object(name, input.value) : input.value);
  return {
    element: labelled(name, input, hint, required),
    read: () => (input.value === "" ? undefined : read()),
  };
}

function object(name, json) {
  try {
    const value = JSON.parse(json);
    if (value && typeof value === "object" && !Array.isArray(value)) return value;
  } catch {
    // What could not be read is a secret, so the parser's message, which quotes it, is not told.
  }
  throw new Error(`${label(name)} must be a JSON object.`);
}

function choice(name, options, schema, required, value) {
  const select = h(
    "select",
    { name, required },
    h("option", { value: "" }, "–"),
    options.map(([one, shown]) => h("option", { value: one, selected: one === value }, shown)),
  );
  return { element: labelled(name, select, schema, required), read: () => select.value || undefined };
}

/** An object inside another; it is sent when one of its fields is filled in. */
function group(name, schema, values) {
  // What an object requires is required where the object is sent at all, which the server judges.
  const inner = fields(
    { ...schema, required: [] },
    { shown: Object.keys(schema.properties ?? {}), left: ["next_usage_reset_at"], values },
  );
  return {
    element: h("fieldset", {}, h("legend", {}, label(name)), h("div", { class: "pairs" }, inner.elements)),
    read: inner.read,
  };
}

/** A list of objects; one that has room for a single item is shown as that item. */
function array(name, items, schema, values) {
  if (schema.maxItems === 1) {
    const only = group(name, items, values[0] ?? {});
    return {
      ...only,
      read: () => {
        const value = only.read();
        return value && [value];
      },
    };
  }
  const entries = [];
  const place = h("div", { class: "fields" });
  const add = (value = {}) => {
    const entry = group(name, items, value);
    const remove = button(
      "Remove",
      () => {
        entries.splice(entries.indexOf(entry), 1);
        entry.element.remove();
      },
      "quiet",
    );
    entry.element.append(remove);
    entries.push(entry);
    place.append(entry.element);
    return entry;
  };
  values.forEach(add);
  if (schema.minItems && !entries.length) add();
  const more = button(`Add to ${label(name).toLowerCase()}`, () =>
    add().element.querySelector("input, select")?.focus(),
  );
  const read = () => entries.map((entry) => entry.read()).filter((value) => value !== undefined);
  return {
    element: h("div", { class: "list" }, place, more),
    read: () => {
      const found = read();
      return found.length ? found : undefined;
    },
  };
}

/** A choice outside a form of the contract. */
export function select(choices, chosen) {
  return h(
    "select",
    {},
    choices.map((one) => h("option", { value: one, selected: one === chosen }, String(one))),
  );
}

/** Filters of a list, each with its title and input; `search` takes what was entered, and the first page. */
export function filters(inputs, search) {
  const submit = h("button", { type: "submit" }, "Filter");
  const form = h(
    "form",
    { class: "filters", role: "search" },
    Object.values(inputs).map(([title, input]) => labelled(title, input)),
    submit,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const entered = Object.entries(inputs).map(([name, [, input]]) => [name, input.value.trim()]);
    search({ ...Object.fromEntries(entered), page: "" });
  });
  return form;
}

/** An input with its label and, where the contract says something of the field, that. */
export function labelled(name, input, schema = {}, required = false) {
  const id = `field-${++count}`;
  input.id = id;
  const hint = schema.description
    ? h("p", { class: "hint", id: `${id}-hint` }, schema.description.replaceAll("`", ""))
    : null;
  if (hint) input.setAttribute("aria-describedby", hint.id);
  const mark = required ? h("span", { class: "faint" }, " (required)") : null;
  return h("div", { class: "field" }, h("label", { for: id }, label(name), mark), input, hint);
}
