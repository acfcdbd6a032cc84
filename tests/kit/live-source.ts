import { buildSchema, graphql } from "graphql";
import type { Candidate, ProbeCaller } from "../../schema/history-source/conformance/probe.js";
import { HISTORY_SOURCE_SDL, readLiveSources } from "../../schema/history-source/directive.js";
import { buildPresence } from "../../schema/history-source/presence.js";
import type { LiveSource } from "../../schema/history-source/source.js";
import { SOURCE_SDL } from "./history-source.js";

/** The party that the source has items of, and the only one that may see them is itself. */
export const TEST_PARTY = "urn:altinn:organization:identifier-no:313000028";

export interface ToldItem {
  readonly id: string;
  readonly updatedAt: string;
  readonly [name: string]: unknown;
}

/** Forty items over eleven moments: ties straddle every edge of a page. */
export const ITEMS: readonly ToldItem[] = Array.from({ length: 40 }, (_, index) => ({
  id: `i${String((index * 17) % 40).padStart(2, "0")}`,
  party: TEST_PARTY,
  service: "urn:altinn:resource:fiks-svarut",
  owner: "fiks",
  status: index % 4 === 0 ? "LEST" : "IN_PROGRESS",
  sourceStatus: "Lest av mottaker",
  title: { nb: `Vedtaksbrev nummer ${index}`, nn: null, en: null },
  createdAt: "2025-01-01T00:00:00.000Z",
  updatedAt: new Date(Date.UTC(2025, 4, 1 + (index % 11))).toISOString(),
  isSeen: false,
  isRedacted: false,
  requiredLevel: 3,
  attachmentCount: 0,
  deadlines: [],
  sameAs: index % 3 === 0 ? [`urn:fiks:svarut:forsendelse:${index}`] : [],
  actions: [],
}));

export interface Asked {
  readonly parties: readonly string[];
  readonly first: number;
  readonly afterUpdatedAt?: string | null;
  readonly afterId?: string | null;
  readonly updatedAfter?: string | null;
  readonly updatedBefore?: string | null;
  readonly identifiers?: readonly string[] | null;
  readonly search?: string | null;
}

const newestFirst = (a: ToldItem, b: ToldItem): number =>
  a.updatedAt === b.updatedAt ? (a.id < b.id ? 1 : -1) : a.updatedAt < b.updatedAt ? 1 : -1;

/** What an honest source answers. */
export const honestPage = (asked: Asked, as: ProbeCaller, items: readonly ToldItem[] = ITEMS) => {
  const { parties, first, afterUpdatedAt, afterId, updatedAfter, updatedBefore, identifiers, search } = asked;
  const mine = items
    .filter((item) => as.kind === "PARTY" && parties.includes(as.party) && item["party"] === as.party)
    .filter(({ updatedAt }) => updatedAfter == null || updatedAt >= updatedAfter)
    .filter(({ updatedAt }) => updatedBefore == null || updatedAt <= updatedBefore)
    .filter(
      ({ id, sameAs }) =>
        identifiers == null || [id, ...(sameAs as string[])].some((name) => identifiers.includes(name)),
    )
    .filter(({ title }) => search == null || (title as { nb: string }).nb.includes(search))
    .toSorted(newestFirst);
  const left = mine.filter(
    ({ updatedAt, id }) =>
      afterUpdatedAt == null ||
      updatedAt < afterUpdatedAt ||
      (updatedAt === afterUpdatedAt && id < (afterId ?? "")),
  );
  return {
    items: left.slice(0, first),
    hasMore: left.length > first,
    totalCount: mine.length,
    asOf: "2025-06-01T12:00:00.000Z",
  };
};

/** What may be otherwise than at an honest source. */
export interface Changes {
  page?(asked: Asked, as: ProbeCaller): unknown;
  presence?(): unknown;
  /** Whether a call is answered at all, by who makes it. */
  answers?(as: ProbeCaller): boolean;
}

const [SOURCE] = readLiveSources([
  {
    subgraph: "fiks",
    field: "fiksHistory",
    directive: { id: "fiks", nb: "Fiks", presence: "fiksPresence", action: "fiksAct" },
    arguments: [
      "parties",
      "first",
      "afterUpdatedAt",
      "afterId",
      "updatedAfter",
      "updatedBefore",
      "identifiers",
      "search",
    ],
  },
]).sources;

export const liveSource = (): LiveSource => {
  if (SOURCE === undefined) throw new Error("The kit's source is none.");
  return SOURCE;
};

/** A source in this process, honest but for what is changed. */
export const candidateWith = (changes: Changes = {}): Candidate => {
  const schema = buildSchema(`${SOURCE_SDL}\n${HISTORY_SOURCE_SDL}`, { assumeValidSDL: true });
  const { page = honestPage, answers = (as) => as.kind === "PARTY" || as.kind === "STRANGER" } = changes;
  const presence = {
    asOf: "2025-06-01T12:00:00.000Z",
    validForSeconds: 600,
    ...buildPresence([TEST_PARTY], "salt", 64, 3),
  };
  return {
    async ask({ query, variables }, as) {
      if (!answers(as)) return { data: null, errors: [{ message: "Refused.", code: "CALL_NOT_SIGNED" }] };
      const { data = null, errors = [] } = await graphql({
        schema,
        source: query,
        variableValues: variables,
        rootValue: {
          fiksHistory: (asked: Asked) => page(asked, as),
          fiksPresence: () => changes.presence?.() ?? presence,
        },
      });
      return { data, errors: errors.map(({ message }) => ({ message, code: null })) };
    },
  };
};
