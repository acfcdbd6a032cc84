import type { SubgraphQuestion } from "../subgraphs-port.js";
import {
  ACTED,
  ACTION_ARGUMENTS,
  type Arguments,
  HISTORY_ARGUMENTS,
  PAGE,
  PRESENCE,
  SEARCH_ARGUMENT,
  type Shape,
} from "./contract.js";
import type { LiveAction, LiveQuestion, LiveSource } from "./source.js";

/** What the asked field is called in the answer, whatever its name is. */
export const ANSWER_NAME = "answer";

const selectionOf = (shape: Shape): string => {
  const fields = Object.entries(shape).map(([name, { fields: own }]) =>
    own === undefined ? name : `${name} ${selectionOf(own)}`,
  );
  return `{ ${fields.join(" ")} }`;
};

const documentOf = (
  operation: "query" | "mutation",
  field: string,
  args: Arguments,
  answer: Shape,
): string => {
  const names = Object.keys(args);
  const variables = names.map((name) => `$${name}: ${args[name]}`).join(", ");
  const given = names.map((name) => `${name}: $${name}`).join(", ");
  const [declared, passed] = names.length === 0 ? ["", ""] : [`(${variables})`, `(${given})`];
  return `${operation} Tunet${declared} { ${ANSWER_NAME}: ${field}${passed} ${selectionOf(answer)} }`;
};

/** The document that a source is asked for its history with: the same one always. */
export const historyDocument = ({ field, searches }: Pick<LiveSource, "field" | "searches">): string =>
  documentOf(
    "query",
    field,
    searches ? { ...HISTORY_ARGUMENTS, ...SEARCH_ARGUMENT } : HISTORY_ARGUMENTS,
    PAGE,
  );

const momentOf = (millis: number | null | undefined): string | null =>
  millis == null ? null : new Date(millis).toISOString();

/** Asks a source for a page. Where it doesn't look for words itself, it is not told them. */
export const historyQuestion = (source: LiveSource, question: LiveQuestion): SubgraphQuestion => ({
  subgraph: source.subgraph,
  query: historyDocument(source),
  variables: {
    parties: question.parties,
    first: question.first,
    afterUpdatedAt: momentOf(question.after?.updatedAt),
    afterId: question.after?.id ?? null,
    updatedAfter: momentOf(question.updatedAfter),
    updatedBefore: momentOf(question.updatedBefore),
    identifiers: question.identifiers,
    ...(source.searches ? { search: question.search } : {}),
  },
});

/** Asks a source whom it knows; `null` where it doesn't tell. */
export const presenceQuestion = ({ subgraph, presenceField }: LiveSource): SubgraphQuestion | null =>
  presenceField === null
    ? null
    : { subgraph, query: documentOf("query", presenceField, {}, PRESENCE), variables: {} };

/** What is to be done to an item. */
export interface LiveAct {
  /** The source's own id of the item. */
  readonly item: string;
  readonly party: string;
  readonly action: LiveAction;
  /** What is sent with it; `null`: nothing. */
  readonly text: string | null;
  /** The same again does nothing more. */
  readonly idempotencyKey: string;
}

/** Asks a source to do something to an item; `null` where nothing can be done. */
export const actionQuestion = (
  { subgraph, actionField }: LiveSource,
  { item, party, action, text, idempotencyKey }: LiveAct,
): SubgraphQuestion | null =>
  actionField === null
    ? null
    : {
        subgraph,
        query: documentOf("mutation", actionField, ACTION_ARGUMENTS, ACTED),
        variables: { item, party, action, text, idempotencyKey },
      };
