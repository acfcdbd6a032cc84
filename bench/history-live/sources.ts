import { buildSubgraphSchema } from "@apollo/subgraph";
import { parse } from "graphql";
import { createCallReader } from "../../subgraphs/agencies/kit/call.js";
import {
  answerOfPage,
  type HistoryArguments,
  type HistoryItem,
  readHistoryQuestion,
} from "../../subgraphs/agencies/kit/history-source.js";
import { historySourceSdl } from "../../subgraphs/agencies/kit/history-source-sdl.js";
import { serveSubgraph } from "../../subgraphs/agencies/kit/serve.js";

const BASE = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@inaccessible", "@composeDirective"])
scalar DateTime
type Query { _bench: Boolean @inaccessible }
`;
const ITEMS = 200;
const HOUR_MILLIS = 3_600_000;

/** A live source behind a URL, that answers some time after it was asked. */
export interface BenchSource {
  readonly id: string;
  readonly sdl: string;
  readonly url: string;
  close(): Promise<void>;
}

const itemsOf = (party: string, service: string, offset: number, now: number): HistoryItem[] =>
  Array.from({ length: ITEMS }, (_, index) => ({
    id: `item-${String(index).padStart(4, "0")}`,
    party,
    service,
    owner: "ben",
    status: "COMPLETED",
    sourceStatus: "Ferdig",
    title: { nb: `Brev ${index} om byggesaken`, en: `Letter ${index} about the building case` },
    summary: { nb: "Svar på henvendelsen din." },
    senderName: { nb: "Byggetilsynet" },
    createdAt: now - index * HOUR_MILLIS - offset,
    updatedAt: now - index * HOUR_MILLIS - offset,
    dueAt: null,
    isSeen: index > 3,
    isRedacted: false,
    requiredLevel: 0,
    url: `https://platform.example/${index}`,
    process: null,
    externalReference: `2026/${index}`,
    attachmentCount: 1,
    deadlines: [],
    sameAs: [],
    actions: [],
  }));

/**
 * Opens a source that has 200 items of the first party that it is asked about.
 * @param answersAfterMillis what its own platform takes; infinity: it never answers
 */
export const openSource = async (
  index: number,
  options: { readonly tunetUrl: string; readonly service: string; readonly answersAfterMillis: number },
): Promise<BenchSource> => {
  const { tunetUrl, service, answersAfterMillis } = options;
  const id = `bench${index}`;
  const prefix = `Bench${index}`;
  const field = `bench${index}History`;
  const name = { nb: `Kilde ${index}`, nn: `Kjelde ${index}`, en: `Source ${index}` };
  const declared = { id, field, name, lastGoodSeconds: 0, searches: false, presence: null, action: null };
  const sdl = BASE.replace("_bench", `${id}`) + historySourceSdl(prefix, [declared]);
  const began = Math.floor(Date.now() / HOUR_MILLIS) * HOUR_MILLIS;
  const answer = (given: HistoryArguments): object => {
    const { parties, first, after } = readHistoryQuestion(given);
    const [party] = parties;
    const all = party === undefined ? [] : itemsOf(party, service, index * 1_000, began);
    const rest = all.filter(({ updatedAt }) => after === null || updatedAt < after.updatedAt);
    return answerOfPage({
      items: rest.slice(0, first),
      hasMore: rest.length > first,
      totalCount: all.length,
      asOf: Date.now(),
      coverage: null,
      hiddenByLogin: null,
    });
  };
  const schema = buildSubgraphSchema({
    typeDefs: parse(sdl),
    resolvers: {
      Query: {
        [field]: (_: unknown, given: HistoryArguments) =>
          new Promise<object>((resolve) => {
            if (Number.isFinite(answersAfterMillis))
              setTimeout(() => resolve(answer(given)), answersAfterMillis);
          }),
      },
    },
  });
  const served = await serveSubgraph(
    {
      schema,
      readCall: createCallReader(`${tunetUrl}/.well-known/call-keys.json`, id),
      contextFor: () => ({}),
      onError: (error) => console.error(error),
    },
    0,
  );
  return { id, sdl, ...served };
};
