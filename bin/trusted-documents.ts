import { readFileSync } from "node:fs";
import { messageOf } from "../lib/errors.js";
import { CommandError } from "./command-error.js";

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Apollo's manifest: `{format, version, operations: [{id, body, name, type}]}`. */
const fromManifest = (operations: readonly unknown[]): [string, unknown][] =>
  operations.map((operation, index) => {
    if (!isRecord(operation) || typeof operation["id"] !== "string") {
      throw new Error(`operations[${index}] has no id`);
    }
    return [operation["id"], operation["body"]];
  });

/**
 * Reads the documents that clients may name by id: a JSON object of texts by id (as Relay and GraphQL Code Generator
 * write it), or Apollo's persisted query manifest.
 * @throws CommandError which says what is wrong with the file
 */
export const readTrustedDocuments = (path: string): ReadonlyMap<string, string> => {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (!isRecord(parsed)) throw new Error("it is no JSON object");
    const { operations } = parsed;
    const entries = Array.isArray(operations) ? fromManifest(operations) : Object.entries(parsed);
    return new Map(
      entries.map(([id, text]) => {
        if (typeof text !== "string") throw new Error(`the document "${id}" is no text`);
        return [id, text];
      }),
    );
  } catch (cause) {
    throw new CommandError(`The trusted documents in ${path} can't be read: ${messageOf(cause)}.`, { cause });
  }
};
