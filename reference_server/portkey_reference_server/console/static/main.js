// Signing in and out, and which view is shown. The address after `#` names the view and its filters.

import { call, isSignedIn, onRefusal, signIn, signOut } from "./api.js";
import { loadContract } from "./contract.js";
import { trouble, forget, h } from "./dom.js";
import { labelled } from "./forms.js";
import { audit } from "./views/audit.js";
import { conformance } from "./views/conformance.js";
import { integration } from "./views/integration.js";
import { integrations } from "./views/integrations.js";
import { providers } from "./views/providers.js";
import { forgetWorkspaces } from "./workspaces.js";

const main = document.getElementById("main");
const navigation = document.querySelector("header nav");
const signOutButton = document.getElementById("sign-out");
const FIRST_VIEW = "#/integrations";

let underWay = new AbortController();

/** What the address asks for: a view, the name of the thing that it shows, and filters. */
function asked() {
  const [path, query] = location.hash.slice(2).split("?");
  const [name, slug] = path.split("/");
  const views = { integrations: slug ? integration : integrations, providers, audit, conformance };
  return {
    view: views[name],
    name,
    slug: slug && decoded(slug),
    query: new URLSearchParams(query),
  };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Shows the view of the address. What was under way for an earlier one is given up. */
async function show() {
  underWay.abort();
  underWay = new AbortController();
  const { signal } = underWay;
  if (!isSignedIn()) return showSignIn();
  const { view, name, slug, query } = asked();
  if (!view) return location.replace(FIRST_VIEW);
  for (const link of navigation.querySelectorAll("a")) {
    if (link.getAttribute("href") === `#/${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  main.setAttribute("aria-busy", "true");
  let nodes;
  try {
    const change = (changes) => search(name, query, changes);
    nodes = await view({ slug, query, signal, refresh: show, search: change });
  } catch (error) {
    nodes = [h("h1", {}, "This cannot be shown"), trouble(error)];
  }
  if (signal.aborted) return;
  place(nodes);
  main.removeAttribute("aria-busy");
}

/** Changes filters in the address, which shows the view again. */
function search(name, query, changes) {
  const sent = Object.entries({ ...Object.fromEntries(query), ...changes }).filter(([, value]) => value);
  location.hash = `#/${name}${sent.length ? `?${new URLSearchParams(sent)}` : ""}`;
}

/** Puts a view in place. The focus goes to its heading unless it is somewhere that stays. */
function place(nodes) {
  main.replaceChildren(...nodes.filter(Boolean));
  const heading = main.querySelector("h1");
  heading.tabIndex = -1;
  document.title = `${heading.textContent} · Portkey console`;
  if (document.activeElement === document.body || navigation.contains(document.activeElement))
    heading.focus();
}

function showSignIn(reason = null) {
  navigation.hidden = signOutButton.hidden = true;
  main.removeAttribute("aria-busy");
  const errors = h("div", {}, reason && trouble(reason));
  const input = h("input", {
    type: "password",
    name: "key",
    required: true,
    autocomplete: "off",
    spellcheck: "false",
  });
  const act = h("button", { type: "submit", class: "primary" }, "Sign in");
  const hint =
    "An organisation's key or a workspace's. It stays in this page's memory and is gone when you leave.";
  const form = h(
    "form",
    { class: "card", autocomplete: "off" },
    labelled("API_key", input, { description: hint }),
    errors,
    act,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    act.disabled = true;
    try {
      const entered = input.value.trim();
      forget(form);
      signIn(entered);
      await tried();
      navigation.hidden = signOutButton.hidden = false;
      await show();
    } catch (error) {
      signOut();
      errors.replaceChildren(trouble(error));
      input.focus();
    } finally {
      act.disabled = false;
    }
  });
  place([h("div", { class: "sign-in" }, h("h1", {}, "Sign in"), form)]);
  input.focus();
}

/** Throws where the server does not know the key. One that may not list integrations may do other things. */
async function tried() {
  try {
    await call("listIntegrations", { query: { page_size: 1 } });
  } catch (error) {
    if (error.status !== 403) throw error;
  }
}

function leave(reason = null) {
  underWay.abort();
  signOut();
  forgetWorkspaces();
  document.getElementById("notice").replaceChildren();
  for (const dialog of document.querySelectorAll("dialog")) dialog.close();
  showSignIn(reason);
}

onRefusal((error) => navigation.hidden || leave(error));
signOutButton.addEventListener("click", () => leave());
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
addEventListener("hashchange", show);
// A page that is left may be kept by the browser as it is, to come back to.
addEventListener("pagehide", () => leave());

try {
  await loadContract();
  await show();
} catch (error) {
  place([h("h1", {}, "The console cannot start"), trouble(error)]);
}
