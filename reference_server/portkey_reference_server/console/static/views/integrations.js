// The list of integrations, and the form that makes one.

import { call } from "../api.js";
import {
  choicesOf,
  configurationSchema,
  defaultOf,
  knownProviders,
  schema,
  secretsByMask,
} from "../contract.js";
import { badge, button, h, mask, openDialog, pager, table, when } from "../dom.js";
import { fields, filters, label, select } from "../forms.js";
import { rememberWorkspaces, workspaceInput, WORKSPACES } from "../workspaces.js";

export const PAGE_SIZES = [20, 50, 100];

export async function integrations({ query, signal, search, refresh }) {
  const page = Number(query.get("page") ?? 0);
  const size = Number(query.get("size") ?? PAGE_SIZES[0]);
  const type = query.get("type") ?? "";
  const workspace_id = query.get("workspace") ?? "";
  const list = await call("listIntegrations", {
    query: { current_page: page, page_size: size, type, workspace_id },
    signal,
  });
  const rows = list.data.map((item) => ({
    item,
    key: h("span", { class: "faint" }, "…"),
    open: h("span", { class: "faint" }, "…"),
  }));
  const columns = [
    { title: "Name", cell: ({ item }) => named(item) },
    { title: "Provider", cell: ({ item }) => badge(item.ai_provider_id) },
    { title: "Status", cell: ({ item }) => badge(item.status, item.status === "active" ? "good" : "plain") },
    { title: "Granted to", cell: ({ open }) => open },
    { title: "Secrets", cell: ({ key }) => key },
    { title: "Changed", cell: ({ item }) => when(item.last_updated_at ?? item.created_at) },
  ];
  fill(rows, signal);
  const nothing = list.total ? "There is nothing on this page." : "There are no integrations here yet.";
  return [
    h(
      "div",
      { class: "head" },
      h("h1", {}, "Integrations"),
      button("New integration", () => create(refresh), "primary"),
    ),
    filters(
      {
        type: [
          "belonging to",
          select(choicesOf("listIntegrations", "type"), type || defaultOf("listIntegrations", "type")),
        ],
        workspace: ["workspace", workspaceInput(workspace_id)],
        size: ["on a page", select(PAGE_SIZES, size)],
      },
      search,
    ),
    table("Integrations", columns, rows, nothing),
    pager(page, size, list.total, (to) => search({ page: to })),
  ];
}

function named(item) {
  return h(
    "span",
    { class: "named" },
    h("a", { href: `#/integrations/${encodeURIComponent(item.slug)}` }, item.name),
    h("code", {}, item.slug),
  );
}

/** A list tells neither masks nor grants: each row asks for its own. */
async function fill(rows, signal) {
  await Promise.all(
    rows.map(async ({ item, key, open }) => {
      try {
        const path = { slug: item.slug };
        const isOwned = item.type === "workspace";
        const [detail, access] = await Promise.all([
          call("retrieveIntegration", { path, signal }),
          isOwned && call("listIntegrationWorkspaces", { path, signal }),
        ]);
        key.replaceWith(h("span", { class: "named" }, masks(detail)));
        const names = access ? access.workspaces.map(({ id }) => id) : [];
        rememberWorkspaces(names);
        open.replaceWith(isOwned ? h("code", {}, names.join(", ") || item.workspace_id) : counted(detail));
      } catch (error) {
        if (error.name !== "AbortError") key.textContent = open.textContent = "not readable";
      }
    }),
  );
}

/** The masks of a key and of a configuration's secrets; one that stands for many is named. */
function masks({ masked_key: key, configurations }) {
  const secrets = secretsByMask();
  const others = Object.entries(configurations ?? {}).filter(([name, value]) => secrets.has(name) && value);
  const told = ([name, value]) => (typeof value === "string" ? value : label(secrets.get(name)));
  const found = [...(key ? [key] : []), ...others.map(told)];
  return found.length ? found.map(mask) : mask(null);
}

function counted({ workspace_count: count, global_workspace_access_settings: all }) {
  const text = count === 1 ? "1 workspace" : `${count ?? 0} workspaces`;
  return h("span", {}, all?.enabled ? `${text}, open to all` : text);
}

function create(refresh) {
  const request = schema("CreateIntegrationRequest");
  const providers = h(
    "datalist",
    { id: "ai-providers" },
    knownProviders().map((name) => h("option", { value: name })),
  );
  const base = fields(request, {
    shown: ["name", "ai_provider_id", "key", "slug", "description", "workspace_id"],
    left: ["configurations", "pricing_adjustments"],
    lists: { ai_provider_id: providers.id, workspace_id: WORKSPACES },
  });
  const place = h("div", { class: "fields" });
  let configuration;
  const choose = () => {
    configuration = fields(configurationSchema(base.input("ai_provider_id").value));
    place.replaceChildren(...configuration.elements.filter(Boolean));
  };
  base.input("ai_provider_id").addEventListener("change", choose);
  choose();
  const settings = h("fieldset", {}, h("legend", {}, "Configuration of the AI provider"), place);
  openDialog({
    title: "New integration",
    content: [providers, base.elements, settings],
    action: "Create",
    async submit() {
      const configurations = configuration.read();
      const made = await call("createIntegration", {
        body: { ...base.read(), ...(configurations && { configurations }) },
      });
      refresh();
      return `Created ${made.slug}.`;
    },
  });
}
