// One integration: its masks and settings, the workspaces that may use it, and its models.

import { call } from "../api.js";
import { configurationSchema, schema, secretsByMask } from "../contract.js";
import { acting, badge, button, askFirst, facts, h, mask, openDialog, table, when } from "../dom.js";
import { fields, label } from "../forms.js";
import { only, rates, usage, used } from "../limits.js";
import { rememberWorkspaces, WORKSPACES } from "../workspaces.js";

export async function integration({ slug, signal, refresh }) {
  const path = { slug };
  const [detail, access, models] = await Promise.all([
    call("retrieveIntegration", { path, signal }),
    call("listIntegrationWorkspaces", { path, signal }),
    call("listIntegrationModels", { path, signal }),
  ]);
  rememberWorkspaces(access.workspaces.map(({ id }) => id));
  return [
    h(
      "p",
      { class: "trail" },
      h("a", { href: "#/integrations" }, "Integrations"),
      " / ",
      h("code", {}, detail.slug),
    ),
    head(detail, refresh),
    overview(detail),
    workspaces(detail, access, signal, refresh),
    offered(detail, models, refresh),
  ];
}

function head(detail, refresh) {
  return h(
    "div",
    { class: "head" },
    h("h1", {}, detail.name),
    h(
      "div",
      { class: "actions" },
      button("Rotate secrets", () => rotate(detail, refresh), "primary"),
      button("Edit", () => edit(detail, refresh)),
      button("Delete", () => remove(detail), "danger"),
    ),
  );
}

function overview(detail) {
  const configurations = Object.entries(detail.configurations ?? {}).filter(([, value]) => value !== null);
  const secrets = secretsByMask();
  const masks = configurations.filter(([name]) => secrets.has(name));
  const settings = configurations.filter(([name]) => !secrets.has(name));
  const mapped = (detail.secret_mappings ?? []).map((one) => [one.target_field, one.secret_reference_id]);
  return h(
    "div",
    { class: "columns" },
    section(
      "About",
      facts([
        ["AI provider", badge(detail.ai_provider_id)],
        ["Status", badge(detail.status, detail.status === "active" ? "good" : "plain")],
        ["Belongs to", detail.type === "workspace" ? "one workspace" : "the organisation"],
        ["Description", detail.description],
        ["Created", when(detail.created_at)],
        ["Changed", when(detail.last_updated_at)],
        ["ID", h("code", {}, detail.id)],
        [
          "History",
          h("a", { href: `#/audit?${new URLSearchParams({ resource: detail.id })}` }, "what was done to it"),
        ],
      ]),
    ),
    section(
      "Secrets",
      h("p", { class: "hint" }, "Secrets can be replaced and not read: these are their masks."),
      facts([
        ["Key", mask(detail.masked_key)],
        ...masks.map(([name, value]) => [label(secrets.get(name)), shown(value, mask, String)]),
      ]),
      mapped.length > 0 && h("div", {}, h("h3", {}, "From a vault"), facts(mapped)),
    ),
    settings.length > 0 &&
      section("Settings", facts(settings.map(([name, value]) => [label(name), shown(value)]))),
  );
}

/** A value of a configuration, however deep. */
function shown(value, leaf = String, title = label) {
  if (Array.isArray(value))
    return h(
      "ul",
      {},
      value.map((one) => h("li", {}, shown(one, leaf, title))),
    );
  if (value && typeof value === "object")
    return facts(Object.entries(value).map(([name, one]) => [title(name), shown(one, leaf, title)]));
  return leaf(value);
}

const section = (title, ...content) =>
  h("section", { class: "card", "aria-label": title }, h("h2", {}, title), ...content);

function edit(detail, refresh) {
  const form = fields(schema("UpdateIntegrationRequest"), {
    shown: ["name", "description"],
    left: ["key", "configurations", "secret_mappings", "pricing_adjustments"],
    values: detail,
  });
  openDialog({
    title: `Edit ${detail.name}`,
    content: form.elements,
    action: "Save",
    async submit() {
      const { name, description = null } = form.read() ?? {};
      await call("updateIntegration", { path: detail, body: { name, description } });
      refresh();
      return "Saved.";
    },
  });
}

function rotate(detail, refresh) {
  const secrets = Object.entries(configurationSchema(detail.ai_provider_id).properties ?? {}).filter(
    ([, property]) => property.writeOnly,
  );
  const { key } = schema("UpdateIntegrationRequest").properties;
  const form = fields(
    { properties: { key, ...Object.fromEntries(secrets) } },
    { shown: ["key", ...secrets.map(([name]) => name)] },
  );
  openDialog({
    title: `Rotate secrets of ${detail.name}`,
    content: [
      h("p", {}, "What is left empty stays as it is. Calls use the new secret at once."),
      form.elements,
    ],
    action: "Replace",
    async submit() {
      const { key: newKey, ...configurations } = form.read() ?? {};
      const isChanged = Object.keys(configurations).length > 0;
      if (!newKey && !isChanged) throw new Error("Enter at least one new secret.");
      await call("updateIntegration", {
        path: detail,
        body: { key: newKey, configurations: isChanged ? configurations : undefined },
      });
      const after = await call("retrieveIntegration", { path: detail });
      refresh();
      return newKey
        ? `The key was replaced: ${detail.masked_key || "none"} is now ${after.masked_key}.`
        : "The secrets were replaced.";
    },
  });
}

function remove(detail) {
  askFirst({
    title: `Delete ${detail.name}?`,
    text: "Its grants, models and providers go with it, and calls through them fail from now on.",
    action: "Delete",
    async submit() {
      await call("deleteIntegration", { path: detail });
      location.hash = "#/integrations";
      return `Deleted ${detail.slug}.`;
    },
  });
}

function workspaces(detail, access, signal, refresh) {
  const change = (body) => call("updateIntegrationWorkspaces", { path: detail, body });
  const rows = access.workspaces.map((grant) => ({
    grant,
    providers: h("span", { class: "faint" }, "…"),
    budget: h("span", {}, usage(grant.usage_limits)),
  }));
  const columns = [
    { title: "Workspace", cell: ({ grant }) => h("code", {}, grant.id) },
    {
      title: "Access",
      cell: ({ grant }) => (grant.enabled ? badge("granted", "good") : badge("revoked", "bad")),
    },
    { title: "Budget", cell: ({ budget }) => budget },
    { title: "Rate", cell: ({ grant }) => rates(grant.rate_limits) },
    { title: "Providers", cell: ({ providers }) => providers },
    {
      title: "Actions",
      kind: "acts",
      cell: ({ grant }) => [
        button(
          grant.enabled ? "Limits" : "Grant",
          () => allow(change, refresh, grant),
          "",
          `${grant.enabled ? "Limits of" : "Grant to"} ${grant.id}`,
        ),
        grant.enabled &&
          button("Revoke", () => revoke(change, refresh, grant), "danger", `Revoke from ${grant.id}`),
      ],
    },
  ];
  fill(detail, rows, signal);
  const all = access.global_workspace_access;
  const rest = all?.enabled ? ["open: ", usage(all.usage_limits), "; ", rates(all.rate_limits)] : ["closed"];
  return section(
    "Workspaces",
    h(
      "div",
      { class: "actions" },
      button("Grant access", () => allow(change, refresh), "primary"),
      button("Default for all", () => openToAll(change, refresh, all)),
    ),
    table("Workspaces with access of their own", columns, rows, "No workspace has access of its own."),
    h("p", {}, "All other workspaces: ", ...rest),
  );
}

/** The providers through which each workspace uses the integration, and how much of its budget is used. */
async function fill(detail, rows, signal) {
  const asked = used([detail.slug], signal).catch(() => () => null);
  await Promise.all(
    rows.map(async ({ grant, providers, budget }) => {
      try {
        const query = { workspace_id: grant.id, page_size: 100 };
        const found = (await call("listProviders", { query, signal })).data.filter(
          (one) => one.integration_id === detail.slug,
        );
        providers.replaceWith(h("span", { class: "chips" }, found.length ? found.map(chip) : "–"));
        const usedOf = await asked;
        const own = only(grant.usage_limits);
        const exhausted = found.find((one) => one.status === "exhausted");
        const usedUp = usedOf(detail.slug, "providers", exhausted?.slug);
        const usedByIt = usedOf(detail.slug, "workspaces", grant.id);
        if (own) budget.replaceChildren(usage(own, exhausted?.status, usedByIt));
        else if (exhausted) budget.replaceChildren(usage(exhausted.usage_limits, exhausted.status, usedUp));
      } catch (error) {
        if (error.name !== "AbortError") providers.textContent = "not readable";
      }
    }),
  );
}

const chip = (provider) =>
  h("span", {}, h("code", {}, provider.slug), provider.status !== "active" && badge(provider.status, "bad"));

/** Grants access, or changes its limits; a limit that is emptied is taken away. */
function allow(change, refresh, grant = null) {
  const isNew = !grant?.enabled;
  const budgetAndRate = Object.fromEntries(
    ["usage_limits", "rate_limits"].map((name) => [name, grant?.[name] ?? []]),
  );
  const form = fields(schema("WorkspaceAccessUpdate"), {
    shown: ["id", "usage_limits", "rate_limits"],
    left: ["enabled", ...(isNew ? ["reset_usage"] : ["create_default_provider", "default_provider_slug"])],
    values: { id: grant?.id, ...budgetAndRate },
    lists: { id: WORKSPACES },
    titles: { id: "workspace" },
  });
  if (grant) form.input("id").readOnly = true;
  openDialog({
    title: isNew ? "Grant access" : `Limits of ${grant.id}`,
    content: form.elements,
    action: isNew ? "Grant" : "Save",
    async submit() {
      const sent = { usage_limits: null, rate_limits: null, ...form.read(), enabled: true };
      await change({ workspaces: [sent] });
      refresh();
      return isNew ? `Granted to ${sent.id}.` : `Changed the limits of ${sent.id}.`;
    },
  });
}

function revoke(change, refresh, grant) {
  askFirst({
    title: `Revoke access of ${grant.id}?`,
    text: "The providers through which it uses this integration are removed.",
    action: "Revoke",
    async submit() {
      await change({ workspaces: [{ id: grant.id, enabled: false }] });
      refresh();
      return `Revoked from ${grant.id}.`;
    },
  });
}

function openToAll(change, refresh, all) {
  const form = fields(schema("GlobalWorkspaceAccess"), {
    shown: ["enabled", "usage_limits", "rate_limits"],
    values: all ?? {},
  });
  const flag = fields(schema("UpdateIntegrationWorkspacesRequest"), {
    shown: ["override_existing_workspace_access"],
    left: ["workspaces", "global_workspace_access", "default_provider_slug"],
  });
  openDialog({
    title: "Default for all workspaces",
    content: [
      h("p", {}, "Counts for each workspace that has no access of its own."),
      form.elements,
      flag.elements,
    ],
    action: "Save",
    async submit() {
      await change({ global_workspace_access: form.read(), ...flag.read() });
      refresh();
      return "Changed the default.";
    },
  });
}

function offered(detail, { models, allow_all_models: all }, refresh) {
  const change = async (body, told) => {
    await call("updateIntegrationModels", { path: detail, body });
    refresh();
    return told;
  };
  const others = all === false ? "Allow others" : "Refuse others";
  // A provider has many models: those that somebody said something of come first.
  const isWritten = (model) => model.is_custom || !model.enabled || Boolean(model.pricing_config);
  const ordered = [...models.filter(isWritten), ...models.filter((model) => !isWritten(model))];
  const columns = [
    {
      title: "Model",
      cell: (model) =>
        h(
          "span",
          { class: "named" },
          model.name ?? model.slug,
          (model.name ?? model.slug) !== model.slug && h("code", {}, model.slug),
        ),
    },
    {
      title: "Kind",
      cell: (model) => (model.is_custom ? "custom" : model.is_finetune ? "fine-tuned" : "built in"),
    },
    { title: "Based on", cell: (model) => model.base_model_slug ?? "–" },
    {
      title: "State",
      cell: (model) => (model.enabled ? badge("enabled", "good") : badge("disabled", "bad")),
    },
    { title: "Actions", kind: "acts", cell: (model) => switches(model, detail, change, refresh) },
  ];
  return section(
    "Models",
    h(
      "div",
      { class: "actions" },
      button("Add a model", () => add(change)),
      acting(others, `${others}: models that are not listed`, () =>
        change({ models: [], allow_all_models: all === false }, "Changed which models are allowed."),
      ),
      h("span", {}, `Models that are not listed are ${all === false ? "refused" : "allowed"}.`),
    ),
    table("Models", columns, ordered, "No model is known of this AI provider."),
  );
}

/** Models are switched on and off; a custom one can be taken away, too. */
function switches({ slug, enabled, is_custom: isCustom }, detail, change, refresh) {
  const act = enabled ? "Disable" : "Enable";
  return [
    acting(act, `${act} ${slug}`, () =>
      change({ models: [{ slug, enabled: !enabled }] }, `${act}d ${slug}.`),
    ),
    isCustom &&
      acting("Remove", `Remove ${slug}`, async () => {
        await call("deleteIntegrationModels", { path: detail, query: { slugs: slug } });
        refresh();
        return `Removed ${slug}.`;
      }),
  ];
}

function add(change) {
  const form = fields(schema("IntegrationModelUpdate"), {
    shown: ["slug", "name", "base_model_slug"],
    left: ["enabled"],
    values: { is_custom: true },
  });
  openDialog({
    title: "Add a model",
    content: form.elements,
    action: "Add",
    submit() {
      const model = { ...form.read(), enabled: true };
      return change({ models: [model] }, `Added ${model.slug}.`);
    },
  });
}
