// The contract has no operation that lists workspaces: where one is asked for, those that answers named are
// offered.

import { h } from "./dom.js";

export const WORKSPACES = "workspaces";

const place = h("datalist", { id: WORKSPACES });
document.body.append(place);

/** Offers workspaces from now on, by id or slug. */
export function rememberWorkspaces(names) {
  const known = new Set([...place.options].map((option) => option.value));
  const news = new Set(names.filter((name) => name && !known.has(name)));
  place.append(...[...news].map((name) => h("option", { value: name })));
}

/** An input for a workspace to filter by. */
export const workspaceInput = (value) =>
  h("input", { value, list: WORKSPACES, autocomplete: "off", spellcheck: "false" });

export const forgetWorkspaces = () => place.replaceChildren();
