// Calls of the API. The key lives in this module, in memory, and goes nowhere but into the header of a call:
// not into storage, a cookie, a URL or the page.

import { operation } from "./contract.js";

const HEADER = "x-portkey-api-key";
const REQUEST_ID = "x-portkey-trace-id";

let key = null;
let whenRefused = () => {};

export const isSignedIn = () => key !== null;

/** Uses a key from now on. Throws where no header could carry it. */
export function signIn(newKey) {
  if (!/^[\x21-\x7e]+$/.test(newKey)) throw new Error("A key has letters, digits and signs, and no blanks.");
  key = newKey;
}

export function signOut() {
  key = null;
}

/** Says what is to happen when the server does not know the key any more. */
export function onRefusal(work) {
  whenRefused = work;
}

/** An answer other than success; its message is the server's own. */
export class ApiError extends Error {
  constructor(status, body, requestId) {
    const told = body?.data ?? body ?? {};
    super(typeof told.message === "string" && told.message ? told.message : `The server answered ${status}.`);
    this.status = status;
    this.code = told.errorCode ?? null;
    this.requestId = requestId;
  }
}

/** One operation of the contract; gives the decoded answer. Empty query parameters are left out. */
export async function call(operationId, { path = {}, query = {}, body, signal } = {}) {
  const { method, path: template } = operation(operationId);
  const filled = template.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(path[name]));
  const response = await send(`v1${filled}${queryString(query)}`, method, body, signal);
  return response.json();
}

/** What the server keeps for the console beside the API; gives the response. `query` is an object, or a list of
 * names and values where a name stands twice.
 */
export const internal = (name, query = {}, signal) =>
  send(`_console/${name}${queryString(query)}`, "GET", undefined, signal);

function queryString(query) {
  const sent = (Array.isArray(query) ? query : Object.entries(query)).filter(
    ([, value]) => value !== undefined && value !== null && value !== "",
  );
  return sent.length ? `?${new URLSearchParams(sent)}` : "";
}

async function send(url, method, body, signal) {
  let response;
  try {
    response = await fetch(url, {
      method,
      signal,
      headers: { [HEADER]: key, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error("The server cannot be reached.");
  }
  if (response.ok) return response;
  const told = await response.json().catch(() => null);
  const error = new ApiError(response.status, told, response.headers.get(REQUEST_ID));
  if (response.status === 401) whenRefused(error);
  throw error;
}
