import type { MarkedField, SubgraphQuestion, SubgraphReply, SubgraphSilence } from "./subgraphs-port.js";
import { listOf, objectOf, orNull, type Read, text, wordOf } from "./wire-readers.js";

// What SubgraphsPort says over HTTP.

/** Where a gateway answers the rooms of its installation, below its URL. */
export const SUBGRAPHS_PATHS = {
  marked: "/port/marked-fields",
  ask: "/port/subgraph-answer",
} as const;

/** Shows that it is a room of the same installation that asks: a call token alone is what every subgraph is given. */
export const ROOM_HEADER = "x-tunet-room";

const record: Read<Readonly<Record<string, unknown>>> = (value, at) => {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>;
  throw new Error(`${at} is not an object`);
};

const markedField = objectOf<MarkedField>({
  subgraph: text,
  field: text,
  directive: record,
  arguments: listOf(text),
});

/** @throws Error that says what is not as the contract has it */
export const readMarkedFields = (value: unknown): readonly MarkedField[] =>
  objectOf<{ fields: readonly MarkedField[] }>({ fields: listOf(markedField) })(value, "answer").fields;

/** @throws Error that says what is not as the contract has it */
export const readDirective = (value: unknown): string =>
  objectOf<{ directive: string }>({ directive: text })(value, "question").directive;

/** @throws Error that says what is not as the contract has it */
export const readSubgraphQuestion = (value: unknown): SubgraphQuestion =>
  objectOf<SubgraphQuestion>({ subgraph: text, query: text, variables: record })(value, "question");

const reply = objectOf<SubgraphReply>({
  data: orNull(record),
  errors: listOf(objectOf<SubgraphReply["errors"][number]>({ message: text, code: orNull(text) })),
});

const silence = wordOf<SubgraphSilence>(["TIMEOUT", "UNREACHABLE", "OVERLOADED", "UNKNOWN_SUBGRAPH"]);

/** What came of a question: one of the two is `null`. */
export interface SubgraphOutcome {
  readonly reply: SubgraphReply | null;
  readonly silence: { readonly reason: SubgraphSilence; readonly message: string } | null;
}

/** @throws Error that says what is not as the contract has it */
export const readSubgraphOutcome = (value: unknown): SubgraphOutcome =>
  objectOf<SubgraphOutcome>({
    reply: orNull(reply),
    silence: orNull(objectOf<NonNullable<SubgraphOutcome["silence"]>>({ reason: silence, message: text })),
  })(value, "answer");
