import type { FastifyBaseLogger } from "fastify";
import { requestHasEnded } from "../datasource/deadline.js";
import type { RequestEnd } from "../datasource/request-end.js";
import { RequestLife } from "../datasource/request-life.js";
import type { SubgraphAnswer, SubgraphHeaders, SubgraphSource } from "../datasource/subgraph-source.js";
import { refusal } from "../errors.js";
import { askSubgraph } from "../execution/ask-subgraph.js";
import type { FetchEvent } from "../execution/request-scope.js";
import type { GatewayMetrics } from "../observability/metrics.js";
import { createRequestObserver } from "../observability/request-observer.js";
import type { BeginAskTrace } from "../observability/tracing.js";
import type { Generations } from "../supergraph/generations.js";
import type { Snapshot } from "../supergraph/snapshot.js";
import { createDocumentReader, type MarkedDocument } from "./marked-document.js";
import { type MarkedFields, type MarkedRootField, readMarkedFields } from "./marked-fields.js";

/** A question to one subgraph, beside any client's operation. */
export interface MarkedQuestion {
  readonly subgraph: string;
  /** One query or mutation; at its root, fields only that are marked, or that a mark names. */
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** All that the subgraph is told of who asks; lower-case names. */
  readonly headers: SubgraphHeaders;
  /** Who asks, as far as the answer depends on it: questions of the same audience may share one. `null`: none may. */
  readonly audience: string | null;
  /** Ends the question. */
  readonly signal: AbortSignal;
}

/** What the subgraph answered. */
export type MarkedAnswer = Pick<SubgraphAnswer, "data" | "errors">;

/** Asks subgraphs for what they have marked. */
export interface MarkedAsking {
  /** @param directive without `@` */
  marked(directive: string): readonly MarkedRootField[];
  /**
   * @throws SubgraphError where there is no answer at all
   * @throws GatewayError `NOT_FOUND` where there is no such subgraph, `BAD_REQUEST` where the question is none
   */
  ask(question: MarkedQuestion): Promise<MarkedAnswer>;
}

interface AskingOptions {
  readonly generations: Pick<Generations, "current" | "lease">;
  readonly metrics: GatewayMetrics | null;
  /** `null`: nothing is traced. */
  readonly beginTrace: BeginAskTrace | null;
  readonly log: FastifyBaseLogger;
  /** Told of every fetch as it begins. */
  onFetch?(fetch: FetchEvent): void;
}

const givenUp: RequestEnd = {
  code: "REQUEST_TIMEOUT",
  words: "Nobody waits for the subgraph's answer any more.",
};

/** What ends with a signal, as a request does. */
const asRequestLife = (signal: AbortSignal): { readonly life: RequestLife; end(): void } => {
  const life = new RequestLife();
  const onAbort = (): void => life.finish(givenUp);
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  return { life, end: () => signal.removeEventListener("abort", onAbort) };
};

const newSummary = () => ({
  name: null,
  client: null,
  hash: null,
  kind: null,
  fetches: 0,
  errorCodes: new Set<string>(),
  isDocumentRefused: false,
});

const send = (
  source: SubgraphSource,
  { query, variables, audience }: MarkedQuestion,
  { isQuery }: MarkedDocument,
) => {
  const { fetchJson } = source;
  if (fetchJson === undefined) {
    return (headers: SubgraphHeaders, life: RequestLife) => source.fetch({ query, variables }, headers, life);
  }
  const question = { body: JSON.stringify({ query, variables }), isQuery, audience: audience ?? undefined };
  return (headers: SubgraphHeaders, life: RequestLife) => fetchJson(question, headers, life);
};

/**
 * Asks over the snapshot now served, with the limits, circuits and deadlines of any fetch. Nothing can be asked for but
 * what is marked: the fields that clients may ask for are asked for through /graphql.
 */
export const createMarkedAsking = (options: AskingOptions): MarkedAsking => {
  const { generations, metrics, beginTrace, log, onFetch } = options;
  const read = createDocumentReader();
  const known = new WeakMap<Snapshot, MarkedFields>();
  const marksOf = (snapshot: Snapshot): MarkedFields => {
    const marks = known.get(snapshot) ?? readMarkedFields(snapshot.supergraphSdl);
    known.set(snapshot, marks);
    return marks;
  };

  const askOf = async (snapshot: Snapshot, question: MarkedQuestion): Promise<MarkedAnswer> => {
    const { subgraph, query, headers } = question;
    const source = snapshot.subgraphs.find(({ name }) => name === subgraph);
    if (source === undefined) throw refusal("NOT_FOUND", `There is no subgraph "${subgraph}" now.`);
    const document = read(query);
    const unmarked = document.fields.find((field) => !marksOf(snapshot).mayAsk(subgraph, field));
    if (unmarked !== undefined) throw refusal("BAD_REQUEST", `${unmarked} is not marked: ask at /graphql.`);

    const arrivedAt = performance.now();
    const sinceArrival = (): number => performance.now() - arrivedAt;
    const { life, end } = asRequestLife(question.signal);
    const sending = send(source, question, document);
    const trace = beginTrace?.(subgraph) ?? null;
    const codes = new Set<string>();
    let failure: unknown = null;
    try {
      if (life.end !== null) throw requestHasEnded(subgraph, life.end);
      const answer = await askSubgraph(
        {
          source,
          query,
          entities: null,
          places: [],
          send: (sent, until) =>
            sending(sent, until).catch((error: unknown) => {
              failure = error;
              throw error;
            }),
        },
        {
          log,
          life,
          headers: () => headers,
          onFetch: (fetch) => onFetch?.(fetch),
          observer: createRequestObserver({ metrics, trace, plan: null, sinceArrival }),
          summary: newSummary(),
        },
      );
      for (const { code } of answer.errors) codes.add(code);
      if (failure !== null) throw failure;
      return answer;
    } finally {
      trace?.end([...codes]);
      end();
    }
  };

  return {
    marked: (directive) => marksOf(generations.current).of(directive),
    async ask(question) {
      const lease = generations.lease();
      try {
        return await askOf(lease.settle(generations.current.apiSchema), question);
      } finally {
        lease.release();
      }
    },
  };
};
