// The audit log: who did what to which resource, when and from where. The server keeps it beside the API.

import { internal } from "../api.js";
import { h, pager, table, when } from "../dom.js";
import { filters } from "../forms.js";

const PAGE_SIZE = 50;

export async function audit({ query, signal, search }) {
  const page = Number(query.get("page") ?? 0);
  const about = query.get("resource") ?? "";
  const asked = { current_page: page, page_size: PAGE_SIZE, resource: about };
  const list = await (await internal("audit", asked, signal)).json();
  const columns = [
    { title: "When", cell: (entry) => when(entry.at) },
    { title: "Who", cell: (entry) => h("code", { class: "mask" }, entry.actor) },
    { title: "What", cell: (entry) => entry.operation },
    { title: "Resource", cell: resource },
    { title: "From, in request", cell: ({ address, request_id: id }) => named(address ?? "–", id) },
  ];
  return [
    h("div", { class: "head" }, h("h1", {}, "Audit log")),
    h("p", { class: "hint" }, "Changes to this organisation, newest first. No entry holds a secret."),
    filters(
      { resource: ["resource, by slug or ID", h("input", { value: about, autocomplete: "off" })] },
      search,
    ),
    table("Audit log", columns, list.data, "Nothing was done yet."),
    pager(page, PAGE_SIZE, list.total, (to) => search({ page: to })),
  ];
}

/** What it was done to; a thing that is there no more is named all the same. */
const resource = ({ resource_type: type, resource_slug: slug, resource_id: id }) =>
  named(type ?? "–", slug ?? id);

const named = (text, name) => h("span", { class: "named" }, text, name && h("code", {}, name));
