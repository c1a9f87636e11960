// Budgets and rates in words, and how much of a budget is used, where an answer tells that.

import { ApiError, internal } from "./api.js";
import { h } from "./dom.js";

const money = new Intl.NumberFormat(undefined, {
  style: "currency",
  currency: "USD",
  currencyDisplay: "narrowSymbol",
});
const number = new Intl.NumberFormat();
const UNITS = { rpd: "a day", rph: "an hour", rpm: "a minute" };
const RESETS = { monthly: "a month", weekly: "a week" };

/** One limit, whether an answer has it alone or in a list. */
export const only = (limits) => (Array.isArray(limits) ? limits[0] : limits) ?? null;

/** A budget, with a bar of what is used of it where that is known: of what is exhausted at least, all of it. */
export function usage(limits, status = null, used = null) {
  const limit = only(limits);
  if (!limit?.credit_limit) return h("span", { class: "faint" }, "no limit");
  const amount = (value) =>
    limit.type === "tokens" ? `${number.format(value)} tokens` : money.format(value / 100);
  const period =
    RESETS[limit.periodic_reset] ??
    (limit.periodic_reset_days ? `every ${limit.periodic_reset_days} days` : "");
  const words = [
    `${amount(limit.credit_limit)} ${period}`.trim(),
    limit.alert_threshold && `alert at ${amount(limit.alert_threshold)}`,
  ];
  const text = words.filter(Boolean).join(", ");
  const counted = used && (limit.type === "tokens" ? used.tokens : used.cost);
  const value = counted ?? (status === "exhausted" ? limit.credit_limit : null);
  if (value === null) return h("span", {}, text);
  const high = limit.alert_threshold ?? limit.credit_limit;
  const bar = h("meter", {
    min: 0,
    max: limit.credit_limit,
    high,
    optimum: 0,
    value: Math.min(value, limit.credit_limit),
    "aria-label": `Used of ${text}`,
  });
  const part = value >= limit.credit_limit ? "all" : amount(value);
  return h("span", { class: "usage" }, bar, h("span", {}, `${part} used of ${text}`));
}

const NOTHING = { cost: 0, tokens: 0 };

/** What is used of the budgets of some integrations. Gives a function that tells it of one integration's
 * workspace or provider; null where the key may not read it.
 */
export async function used(integrations, signal) {
  const asked = [...new Set(integrations)];
  if (!asked.length) return () => null;
  try {
    const told = await (await internal("usage", asked.map((slug) => ["integration", slug]), signal)).json();
    return (integration, kind, name) => told[integration] && (told[integration][kind][name] ?? NOTHING);
  } catch (error) {
    if (error instanceof ApiError) return () => null;
    throw error;
  }
}

export function rates(limits) {
  if (!limits?.length) return h("span", { class: "faint" }, "no limit");
  return h(
    "span",
    {},
    limits
      .map(({ type, unit, value }) => `${number.format(value)} ${type} ${UNITS[unit] ?? unit}`)
      .join(", "),
  );
}
