import { createHash } from "node:crypto";
import type { FormDefinitionRow, FormInstanceRow } from "../../../drizzle/forms/tables.js";
import { canonicalJson, type JsonObject } from "../../../lib/json.js";
import { relevantAnswers } from "./relevance.js";

/** What is signed and receipted: everything that is sent, in one text. */
export interface Snapshot {
  /** Canonical JSON (RFC 8785). */
  readonly text: string;
  /** SHA-256 of the text in UTF-8, hexadecimal. */
  readonly hash: string;
}

/** An instance as whoever changes it sees it. */
export interface Held {
  readonly row: FormInstanceRow;
  readonly definition: FormDefinitionRow;
  readonly answers: JsonObject;
  /** How often it was sent before. */
  readonly submissionCount: number;
}

/** SHA-256 in hexadecimal. */
export const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

/**
 * What would be sent now. Depends on the answers that are asked for, the attachments and the form's version alone, so
 * that it is the same before and after the process moves on. Holds no person's number: the instance names its party.
 */
export const snapshotOf = ({
  row,
  definition,
  answers,
}: Pick<Held, "row" | "definition" | "answers">): Snapshot => {
  const text = canonicalJson({
    instance: row.id,
    form: { id: definition.id, version: definition.version, hash: definition.hash },
    answers: definition.content === null ? answers : relevantAnswers(definition.content, answers),
    attachments: row.dataElements
      .filter(({ contentHash }) => contentHash !== null)
      .map(({ id, dataType, filename, contentType, sizeBytes, contentHash }) => ({
        id,
        dataType,
        filename,
        contentType,
        sizeBytes,
        sha256: contentHash,
      })),
  });
  return { text, hash: sha256(text) };
};
