import type { DialogThere, DialogWrite, DialogWriteOutcome } from "./dialogs-port.js";
import { bool, listOf, objectOf, orNull, type Read, text, wordOf } from "./wire-readers.js";

// What DialogsPort says over HTTP.

/** Where the dialogs' process answers the other rooms, below its URL. */
export const DIALOGS_PATHS = { look: "/port/dialogs/look", write: "/port/dialogs/write" } as const;

const there = objectOf<DialogThere>({
  revision: text,
  isDeleted: bool,
  transmissionIds: listOf(text),
  activityIds: listOf(text),
});

/** The body is checked by whoever writes it. */
const anyObject: Read<object> = (value, at) => {
  if (typeof value === "object" && value !== null) return value;
  throw new Error(`${at} is not an object`);
};

const KINDS = ["CREATE", "REPLACE", "DEADLINES", "REMOVE", "PURGE", "RESTORE"] as const;
const kindOf = objectOf<{ kind: DialogWrite["kind"] }>({ kind: wordOf(KINDS) });
const dialogId = text;
const revision = text;
const outcomeOf = objectOf<{ outcome: DialogWriteOutcome["outcome"] }>({
  outcome: wordOf(["WRITTEN", "CHANGED", "REFUSED"]),
});

/** @throws Error that says what is not as the contract has it */
export const readDialogId = (value: unknown): string =>
  objectOf<{ dialogId: string }>({ dialogId })(value, "question").dialogId;

/** @throws Error that says what is not as the contract has it */
export const readDialogThere = (value: unknown): DialogThere | null =>
  objectOf<{ dialog: DialogThere | null }>({ dialog: orNull(there) })(value, "answer").dialog;

/** @throws Error that says what is not as the contract has it */
export const readDialogWrite = (value: unknown): DialogWrite => {
  const { kind } = kindOf(value, "question");
  switch (kind) {
    case "CREATE":
      return {
        kind,
        ...objectOf<{ dialogId: string; body: object }>({ dialogId, body: anyObject })(value, "question"),
      };
    case "REPLACE":
    case "DEADLINES": {
      const fields = { dialogId, revision, body: anyObject };
      return {
        kind,
        ...objectOf<{ dialogId: string; revision: string; body: object }>(fields)(value, "question"),
      };
    }
    default:
      return {
        kind,
        ...objectOf<{ dialogId: string; revision: string }>({ dialogId, revision })(value, "question"),
      };
  }
};

/** @throws Error that says what is not as the contract has it */
export const readDialogWriteOutcome = (value: unknown): DialogWriteOutcome => {
  const { outcome } = outcomeOf(value, "answer");
  return outcome === "REFUSED"
    ? { outcome, ...objectOf<{ reason: string }>({ reason: text })(value, "answer") }
    : { outcome };
};
