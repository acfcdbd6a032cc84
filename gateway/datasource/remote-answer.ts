import { MASKED_MESSAGE } from "../errors.js";
import { type ErrorPath, SubgraphError } from "./subgraph-error.js";
import type { SubgraphAnswer } from "./subgraph-source.js";

/** What servers add to an error for those who develop them. */
const PRIVATE_EXTENSIONS = new Set([
  "stacktrace",
  "stack",
  "exception",
  "debug",
  "trace",
  "http",
  "response",
  "request",
  "url",
  "serviceName",
  "service",
  "code",
]);
const NO_ERRORS: readonly SubgraphError[] = [];
const STACK = /\n\s+at /;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const pathOf = (path: unknown): ErrorPath | undefined =>
  Array.isArray(path) && path.every((step) => typeof step === "string" || typeof step === "number")
    ? path
    : undefined;

/**
 * An error as a remote subgraph gave it. One with a code was written to be shown; one without is whatever was thrown
 * there, and may hold anything.
 */
const readError = (service: string, address: RegExp, error: Record<string, unknown>): SubgraphError => {
  const { message, extensions } = error;
  const path = pathOf(error["path"]);
  const details = isRecord(extensions) ? extensions : {};
  const { code } = details;
  const isPrivate = (text: string): boolean => STACK.test(text) || address.test(text);

  const isDeliberate = typeof code === "string" && code !== "" && code !== "INTERNAL_SERVER_ERROR";
  if (!isDeliberate || typeof message !== "string" || isPrivate(message)) {
    const shown = typeof code === "string" && code !== "" ? code : "DOWNSTREAM_SERVICE_ERROR";
    return new SubgraphError(shown, service, MASKED_MESSAGE, { path, cause: { remote: message, code } });
  }
  const safe = Object.entries(details).filter(
    ([name, value]) => !PRIVATE_EXTENSIONS.has(name) && !isPrivate(JSON.stringify(value) ?? ""),
  );
  return new SubgraphError(code, service, message, { path, extensions: Object.fromEntries(safe) });
};

const invalid = (service: string): SubgraphError =>
  new SubgraphError(
    "SUBGRAPH_RESPONSE_INVALID",
    service,
    `The subgraph "${service}" answered with something that is no GraphQL answer.`,
  );

/** Whatever JSON escapes, it escapes with a backslash: without one there is nothing to escape in any string. */
const isPlain = (json: string): boolean => !json.includes("\\");

/**
 * A GraphQL answer from its JSON.
 * @param address finds where the subgraph is; text that holds it is not shown
 * @param bytes of the text
 * @param isAscii whether that is all that it is
 * @throws SubgraphError `SUBGRAPH_RESPONSE_INVALID`
 */
export const readAnswer = (
  service: string,
  address: RegExp,
  text: string,
  bytes: number,
  isAscii = false,
): SubgraphAnswer => {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw invalid(service); // without the parser's message: it quotes the text
  }
  if (!isRecord(answer)) throw invalid(service);
  const { data = null, errors = NO_ERRORS } = answer;
  if (data !== null && !isRecord(data)) throw invalid(service);
  if (errors === NO_ERRORS && data !== null)
    return { data, errors: NO_ERRORS, bytes, isPlain: isPlain(text), isAscii };
  if (!Array.isArray(errors) || !errors.every(isRecord)) throw invalid(service);
  if (data === null && errors.length === 0) throw invalid(service);
  const read = errors.map((error) => readError(service, address, error));
  return { data, errors: read, bytes, isPlain: isPlain(text), isAscii };
};
