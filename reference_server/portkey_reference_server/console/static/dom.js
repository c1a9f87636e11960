// Making elements. Text from the server only ever becomes the text of a node, never markup.

/** An element. Properties are attributes, or listeners if they begin with `on`; false and null are left. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

const dates = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** A moment in the reader's own time, or a dash. */
export function when(text) {
  const moment = text ? new Date(text) : null;
  if (!moment || Number.isNaN(moment.valueOf())) return "–";
  return h("time", { datetime: text, title: text }, dates.format(moment));
}

/** A word in a coloured shape; the word itself says all that the colour does. */
export const badge = (text, kind = "plain") => h("span", { class: `badge ${kind}` }, text);

/** A mask, or that there is none. */
export const mask = (text) =>
  text ? h("code", { class: "mask" }, text) : h("span", { class: "faint" }, "none");

export function button(text, onclick, kind = "", label = null) {
  return h("button", { type: "button", class: kind, "aria-label": label, onclick }, text);
}

/** A button that does something at once; `work` gives the text of the result to tell. */
export function acting(text, title, work) {
  const act = button(
    text,
    async () => {
      act.disabled = true;
      try {
        notify(await work());
      } catch (error) {
        document.getElementById("notice").replaceChildren(trouble(error));
      } finally {
        act.disabled = false;
      }
    },
    "",
    title,
  );
  return act;
}

/**
 * A table that becomes a list of cards where the window is narrow. Roles are written out, since a browser
 * drops them from a table that is laid out in another way.
 */
export function table(caption, columns, rows, empty) {
  if (!rows.length) return h("p", { class: "empty" }, empty);
  return h(
    "table",
    { role: "table" },
    h("caption", { class: "hidden" }, caption),
    h(
      "thead",
      { role: "rowgroup" },
      h(
        "tr",
        { role: "row" },
        columns.map(({ title }) => h("th", { role: "columnheader", scope: "col" }, title)),
      ),
    ),
    h(
      "tbody",
      { role: "rowgroup" },
      rows.map((row) =>
        h(
          "tr",
          { role: "row" },
          columns.map(({ title, cell, kind }, place) =>
            h(
              place ? "td" : "th",
              {
                role: place ? "cell" : "rowheader",
                scope: place ? null : "row",
                "data-title": title,
                class: kind,
              },
              h("div", {}, cell(row)),
            ),
          ),
        ),
      ),
    ),
  );
}

/** Terms and what they stand for; entries without a value are left out. */
export function facts(entries) {
  const told = entries.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return h(
    "dl",
    { class: "facts" },
    told.map(([term, value]) => h("div", {}, h("dt", {}, term), h("dd", {}, value))),
  );
}

/** Where in a list one is, and the ways on. `go(page)` shows another page; the first is 0. */
export function pager(page, size, total, go) {
  const last = Math.max(0, Math.ceil(total / size) - 1);
  const first = total && page <= last ? page * size + 1 : 0;
  const shown = first ? `${first}–${Math.min(total, (page + 1) * size)} of ${total}` : `0 of ${total}`;
  return h(
    "nav",
    { class: "pager", "aria-label": "Pages" },
    h(
      "button",
      { type: "button", disabled: page <= 0, onclick: () => go(Math.min(page - 1, last)) },
      "Previous",
    ),
    h("span", {}, shown),
    h("button", { type: "button", disabled: page >= last, onclick: () => go(page + 1) }, "Next"),
  );
}

/** Tells a result; a screen reader reads it when it has come to the end of what it says. */
export function notify(text) {
  const place = document.getElementById("notice");
  place.replaceChildren(
    h(
      "p",
      {},
      h("span", {}, text),
      button("Dismiss", () => place.replaceChildren(), "quiet"),
    ),
  );
}

/** An error as it is told in the page, at once; with what one needs to find it in the server's log. */
export function trouble(error) {
  const trail = [error.status, error.code, error.requestId && `request ${error.requestId}`]
    .filter(Boolean)
    .join(" · ");
  return h(
    "div",
    { class: "alert", role: "alert" },
    h("p", {}, error.message),
    trail && h("p", { class: "faint" }, trail),
  );
}

/**
 * A dialog with a form. `submit()` reads it before it waits for anything, does the work and gives the text of
 * the result to tell; what it throws is shown and leaves the dialog open. Secrets are emptied as soon as they
 * are read. The browser keeps the focus inside and gives it back at the end.
 */
export function openDialog({ title, content, action, danger = false, submit }) {
  const errors = h("div");
  const act = h("button", { type: "submit", class: danger ? "danger" : "primary" }, action);
  const form = h(
    "form",
    { autocomplete: "off" },
    h("h2", { id: "dialog-title" }, title),
    h("div", { class: "fields" }, content),
    errors,
    h(
      "div",
      { class: "actions" },
      button("Cancel", () => dialog.close()),
      act,
    ),
  );
  const dialog = h("dialog", { "aria-labelledby": "dialog-title" }, form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    errors.replaceChildren();
    act.disabled = true;
    try {
      const work = (async () => submit())();
      forget(form);
      const told = await work;
      dialog.close();
      if (told) notify(told);
    } catch (error) {
      errors.replaceChildren(trouble(error));
      errors.scrollIntoView({ block: "nearest" });
    } finally {
      act.disabled = false;
    }
  });
  dialog.addEventListener("close", () => {
    forget(form);
    dialog.remove();
    if (document.activeElement === document.body) document.querySelector("#main h1")?.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
}

/** Asks before something that cannot be undone. */
export function askFirst({ title, text, action, submit }) {
  openDialog({ title, content: h("p", {}, text), action, danger: true, submit });
}

/** Empties every input that holds a secret. */
export function forget(form) {
  for (const input of form.querySelectorAll("input[type=password]")) input.value = "";
}
