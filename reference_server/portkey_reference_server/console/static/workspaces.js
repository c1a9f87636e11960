// The contract has no operation that lists workspaces: those that answers name are offered where one is asked for.

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

export const forgetWorkspaces = () => place.replaceChildren();
