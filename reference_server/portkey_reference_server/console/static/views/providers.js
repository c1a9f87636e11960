// Providers: integrations as workspaces use them. The API has two views of them, of which the older one,
// virtual keys, also lists those of all workspaces.

import { call } from "../api.js";
import { schema } from "../contract.js";
import { acting, badge, button, askFirst, h, mask, openDialog, pager, table, when } from "../dom.js";
import { fields, filters, select } from "../forms.js";
import { rates, usage, used } from "../limits.js";
import { rememberWorkspaces, workspaceInput, WORKSPACES } from "../workspaces.js";
import { PAGE_SIZES } from "./integrations.js";

const VIEWS = { "virtual keys": "listVirtualKeys", providers: "listProviders" };

export async function providers({ query, signal, search, refresh }) {
  const page = Number(query.get("page") ?? 0);
  const size = Number(query.get("size") ?? PAGE_SIZES[0]);
  const view = query.get("view") in VIEWS ? query.get("view") : "virtual keys";
  const workspace_id = query.get("workspace") ?? "";
  const head = h(
    "div",
    { class: "head" },
    h("h1", {}, "Providers"),
    h(
      "div",
      { class: "actions" },
      button(
        "New provider",
        () => create("New provider", "createProvider", "CreateProviderRequest", refresh),
        "primary",
      ),
      button("New virtual key", () =>
        create("New virtual key", "createVirtualKey", "CreateVirtualKeyRequest", refresh),
      ),
    ),
  );
  const form = filters(
    {
      view: ["seen as", select(Object.keys(VIEWS), view)],
      workspace: ["workspace", workspaceInput(workspace_id)],
      size: ["on a page", select(PAGE_SIZES, size)],
    },
    search,
  );
  if (view === "providers" && !workspace_id) {
    return [head, form, h("p", { class: "empty" }, "Name a workspace: this view lists one at a time.")];
  }
  const list = await call(VIEWS[view], {
    query: { current_page: page, page_size: size, workspace_id },
    signal,
  });
  const usedOf = await used(
    list.data.map((one) => one.integration_id),
    signal,
  );
  rememberWorkspaces(list.data.map((one) => one.workspace_name));
  const columns = [
    { title: "Name", cell: (one) => h("span", { class: "named" }, one.name, h("code", {}, one.slug)) },
    {
      title: "Integration",
      cell: (one) =>
        h("a", { href: `#/integrations/${encodeURIComponent(one.integration_id)}` }, one.integration_id),
    },
    { title: "Workspace", cell: (one) => h("code", {}, one.workspace_name ?? one.workspace_id) },
    { title: "Status", cell: (one) => badge(one.status, one.status === "active" ? "good" : "bad") },
    { title: "Budget", cell: (one) => budgetOf(one, usedOf) },
    { title: "Rate", cell: (one) => rates(one.rate_limits) },
    ...(view === "providers" ? [] : [{ title: "Key", cell: (one) => mask(one.masked_api_key) }]),
    { title: "Expires", cell: (one) => (one.expires_at ? when(one.expires_at) : "never") },
    { title: "Actions", kind: "acts", cell: (one) => actions(one, refresh) },
  ];
  return [
    head,
    form,
    table("Providers", columns, list.data, "There are no providers here."),
    pager(page, size, list.total, (to) => search({ page: to })),
  ];
}

const budgetOf = (one, usedOf) =>
  usage(one.usage_limits, one.status, usedOf(one.integration_id, "providers", one.slug));

function actions(one, refresh) {
  const path = { slug: one.slug };
  const query = { workspace_id: one.workspace_id };
  return [
    one.status === "exhausted" &&
      acting("Reset use", `Reset use of ${one.slug}`, async () => {
        await call("updateProvider", { path, query, body: { reset_usage: true } });
        refresh();
        return `${one.slug} starts again.`;
      }),
    button("Delete", () => remove(one, path, query, refresh), "danger", `Delete ${one.slug}`),
  ];
}

function remove(one, path, query, refresh) {
  askFirst({
    title: `Delete ${one.name}?`,
    text: "Calls through it fail from now on. The integration stays.",
    action: "Delete",
    async submit() {
      await call("deleteProvider", { path, query });
      refresh();
      return `Deleted ${one.slug}.`;
    },
  });
}

function create(title, operationId, schemaName, refresh) {
  const form = fields(schema(schemaName), {
    shown: ["name", "provider", "integration_id", "key", "workspace_id"],
    lists: { workspace_id: WORKSPACES },
  });
  openDialog({
    title,
    content: form.elements,
    action: "Create",
    async submit() {
      const made = await call(operationId, { body: form.read() });
      refresh();
      return `Created ${made.slug ?? made.data.slug}.`;
    },
  });
}
