import { applyPatch, type Operation } from "rfc6902";
import { messageOf } from "../../../lib/errors.js";
import { camelCased } from "./body-names.js";
import { invalid } from "./refusals.js";

const MAX_OPERATIONS = 1_000;
/** What `copy` may add in all: each could double what is there. */
const MAX_COPIED_LETTERS = 20 * 1_024 * 1_024;

const NAMES = ["add", "remove", "replace", "move", "copy", "test"];
const FROM = ["move", "copy"];
/** Places that an object has without having been given them. */
const FORBIDDEN: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

const problemOf = (pointer: unknown): string | null => {
  if (typeof pointer !== "string") return "must be a JSON pointer (RFC 6901), as a text";
  if (pointer !== "" && !pointer.startsWith("/")) return `must begin with a slash; it is "${pointer}"`;
  const tokens = pointer.split("/").map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
  return tokens.some((token) => FORBIDDEN.has(token)) ? "names a place that no dialog has" : null;
};

/** A pointer to the names as they are kept. */
const named = (pointer: string): string => pointer.split("/").map(camelCased).join("/");

type Problem = { path: string; message: string };

const problemsOf = (operation: unknown, index: number): Problem[] => {
  const at = `[${index}]`;
  if (typeof operation !== "object" || operation === null || Array.isArray(operation)) {
    return [{ path: at, message: "It must be an object with op and path." }];
  }
  const { op, path, from } = operation as Partial<Record<string, unknown>>;
  const problems: Problem[] = [];
  if (typeof op !== "string" || !NAMES.includes(op)) {
    problems.push({ path: `${at}.op`, message: `It must be one of ${NAMES.join(", ")}.` });
  }
  const wrongPath = problemOf(path);
  if (wrongPath !== null) problems.push({ path: `${at}.path`, message: `It ${wrongPath}.` });
  const wrongFrom = FROM.includes(String(op)) ? problemOf(from) : null;
  if (wrongFrom !== null) problems.push({ path: `${at}.from`, message: `It ${wrongFrom}.` });
  return problems;
};

/** @throws RestRefusal 400 with everything that is wrong with the patch itself */
const readPatch = (patch: unknown): readonly Operation[] => {
  if (!Array.isArray(patch)) {
    throw invalid([{ path: "", message: "Send a JSON patch (RFC 6902): a list of operations." }]);
  }
  if (patch.length > MAX_OPERATIONS) {
    const message = `The patch has ${patch.length} operations; at most ${MAX_OPERATIONS} are read.`;
    throw invalid([{ path: "", message }]);
  }
  const problems = patch.flatMap(problemsOf);
  if (problems.length > 0) throw invalid(problems);
  return patch.map((operation) => ({
    ...operation,
    path: named(operation.path),
    ...("from" in operation ? { from: named(operation.from) } : {}),
  }));
};

const valueAt = (document: unknown, pointer: string): unknown =>
  pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>((value, token) => (value as Partial<Record<string, unknown>> | null)?.[token], document);

/**
 * A document as a JSON patch (RFC 6902) makes it; all operations, or none.
 * @param document is not changed
 * @throws RestRefusal 400 naming the operation that can't be done, or a `test` that does not hold
 */
export const patched = (document: Readonly<Record<string, unknown>>, patch: unknown): unknown => {
  const operations = readPatch(patch);
  const result = structuredClone(document);
  let copied = 0;
  operations.forEach((operation, index) => {
    if (operation.op === "copy") {
      copied += JSON.stringify(valueAt(result, operation.from) ?? null).length;
      if (copied > MAX_COPIED_LETTERS) {
        throw invalid([{ path: `[${index}]`, message: "The patch copies more than a dialog can hold." }]);
      }
    }
    const message = failureOf(result, operation);
    if (message !== null) throw invalid([{ path: `[${index}]`, message }]);
  });
  return result;
};

const failureOf = (document: object, operation: Operation): string | null => {
  const { op, path } = operation;
  try {
    const [failure] = applyPatch(document, [operation]);
    if (failure == null) return null;
    if (op === "test") return `The value at "${path}" is not the one that the test expects.`;
    return `It can't ${op} at "${path}": there is no such place.`;
  } catch (error) {
    return `It can't ${op} at "${path}": ${messageOf(error)}.`;
  }
};
