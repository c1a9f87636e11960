// The last conformance report that was written where the server was told to look.

import { ApiError, internal } from "../api.js";
import { badge, facts, h, table, when } from "../dom.js";
import { labelled, select } from "../forms.js";

const KINDS = { pass: "good", fail: "bad" };
const GRADES = { L: "live API", S: "stated", C: "a client", D: "decided here" };

export async function conformance({ query, signal, search }) {
  let report;
  try {
    report = await (await internal("report", {}, signal)).json();
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
    return [
      h("div", { class: "head" }, h("h1", {}, "Conformance")),
      h("p", { class: "empty" }, error.message),
    ];
  }
  const verdict = query.get("verdict") ?? "";
  const shown = report.requirements.filter((one) => !verdict || one.verdict === verdict);
  const columns = [
    { title: "Requirement", cell: (one) => h("code", {}, one.id) },
    { title: "Verdict", cell: (one) => badge(one.verdict, KINDS[one.verdict]) },
    { title: "Level", cell: (one) => one.level },
    { title: "Statement", kind: "wide", cell: statement },
    { title: "Known from", cell: (one) => GRADES[one.evidence] ?? one.evidence },
  ];
  return [
    h(
      "div",
      { class: "head" },
      h("h1", {}, "Conformance"),
      h("button", { type: "button", onclick: save }, "Save report.html"),
    ),
    h(
      "div",
      { class: "tiles" },
      Object.entries(report.summary).map(([name, count]) => tile(name, count)),
    ),
    facts([
      ["Server", h("code", {}, report.base_url)],
      ["Judged", when(report.started)],
      ["Profile", report.profile],
      ["Requests", String(report.requests)],
      ["Seed", String(report.seed)],
    ]),
    report.notes.length > 0 &&
      h(
        "ul",
        {},
        report.notes.map((note) => h("li", {}, note)),
      ),
    filter(verdict, report, search),
    table("Requirements", columns, shown, "No requirement has this verdict."),
  ];
}

const tile = (name, count) =>
  h(
    "div",
    { class: `tile ${count ? (KINDS[name] ?? "") : ""}` },
    h("strong", {}, String(count)),
    h("span", {}, name),
  );

function statement({ statement: text, reason, findings }) {
  return [
    h("div", {}, text),
    reason && h("div", { class: "faint" }, reason),
    findings.length > 0 &&
      h(
        "details",
        {},
        h("summary", {}, findings.length === 1 ? "1 finding" : `${findings.length} findings`),
        findings.map((one) =>
          h(
            "div",
            {},
            h("p", {}, `Expected: ${one.expected}`),
            h("p", {}, `Was: ${one.actual}`),
            h("pre", {}, one.steps.join("\n")),
          ),
        ),
      ),
  ];
}

function filter(verdict, report, search) {
  const choices = select(["all", ...Object.keys(report.summary)], verdict || "all");
  choices.addEventListener("change", () => search({ verdict: choices.value === "all" ? "" : choices.value }));
  return h("div", { class: "filters" }, labelled("verdict", choices));
}

/** The report as a file: a link could not carry the key, and its page is not to run inside this one. */
async function save() {
  const url = URL.createObjectURL(await (await internal("report.html")).blob());
  const link = h("a", { href: url, download: "conformance-report.html" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
