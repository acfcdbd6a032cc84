import { buildSubgraphSchema } from "@apollo/subgraph";
import { type GraphQLSchema, graphql, parse } from "graphql";
import type { LiveSource } from "../../../../schema/history-source/source.js";
import {
  type MarkedField,
  type SubgraphQuestion,
  type SubgraphReply,
  SubgraphSilent,
  type SubgraphsPort,
} from "../../../../schema/subgraphs-port.js";
import {
  answerOfPage,
  type HistoryArguments,
  type HistoryItem,
  type HistoryPage,
  presenceOf,
  readHistoryQuestion,
} from "../../../../subgraphs/agencies/kit/history-source.js";
import { historySourceSdl } from "../../../../subgraphs/agencies/kit/history-source-sdl.js";
import { NOW, partyOf, serviceOf } from "../dialogs.js";

/** What becomes of a question, instead of a plain answer. */
export type Behaviour = (
  answer: () => Promise<SubgraphReply>,
  question: SubgraphQuestion,
  signal: AbortSignal,
) => Promise<SubgraphReply>;

const BASE = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible", "@composeDirective"])
scalar DateTime
type Query { _own: Boolean }
`;

/** A plain item; what is given replaces what it would have. */
export const aLiveItem = (id: string, options: Partial<HistoryItem> = {}): HistoryItem => ({
  id,
  party: partyOf(0).urn,
  service: serviceOf(0),
  owner: "liv",
  status: "NOT_APPLICABLE",
  sourceStatus: null,
  title: { nb: id },
  summary: null,
  senderName: null,
  createdAt: options.updatedAt ?? NOW,
  updatedAt: NOW,
  dueAt: null,
  isSeen: false,
  isRedacted: false,
  requiredLevel: 0,
  url: null,
  process: null,
  externalReference: null,
  attachmentCount: 0,
  deadlines: [],
  sameAs: [],
  actions: [],
  ...options,
});

const newestFirst = (a: HistoryItem, b: HistoryItem): number =>
  b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1);

/** A live source: an executable schema that keeps to the contract, over items in memory, and what may go wrong with it. */
export class TestSource {
  readonly id: string;
  readonly searches: boolean;
  readonly hasPresence: boolean;
  /** How old a copy of its answers may be. */
  lastGoodSeconds = 0;
  items: HistoryItem[];
  /** Of the platform as a whole. */
  page: Partial<HistoryPage> = {};
  behave: Behaviour = (answer) => answer();
  /** Variables of the questions that came, presence apart. */
  readonly asked: Readonly<Record<string, unknown>>[] = [];
  presenceAsked = 0;
  readonly #schema: GraphQLSchema;

  constructor(
    id: string,
    items: readonly HistoryItem[] = [],
    options: { readonly searches?: boolean; readonly hasPresence?: boolean } = {},
  ) {
    this.id = id;
    this.items = [...items];
    this.searches = options.searches ?? false;
    this.hasPresence = options.hasPresence ?? false;
    const declared = {
      id,
      field: "ownHistory",
      name: { nb: `Kilden ${id}`, nn: `Kjelda ${id}`, en: `Source ${id}` },
      lastGoodSeconds: 0,
      searches: this.searches,
      presence: this.hasPresence ? "ownPresence" : null,
      action: null,
    };
    this.#schema = buildSubgraphSchema({
      typeDefs: parse(BASE + historySourceSdl("Own", [declared])),
      resolvers: {
        Query: {
          ownHistory: (_: unknown, given: HistoryArguments) => this.#answer(given),
          ownPresence: () =>
            presenceOf([...new Set(this.items.map(({ party }) => party))], {
              salt: "salt",
              now: NOW,
              validForSeconds: 3_600,
            }),
        },
      },
    });
  }

  get marked(): MarkedField {
    const names = [
      "parties",
      "first",
      "afterUpdatedAt",
      "afterId",
      "updatedAfter",
      "updatedBefore",
      "identifiers",
    ];
    return {
      subgraph: this.id,
      field: "ownHistory",
      directive: {
        id: this.id,
        nb: `Kilden ${this.id}`,
        nn: `Kjelda ${this.id}`,
        en: `Source ${this.id}`,
        lastGoodSeconds: this.lastGoodSeconds,
        presence: this.hasPresence ? "ownPresence" : null,
        action: null,
      },
      arguments: this.searches ? [...names, "search"] : names,
    };
  }

  /** As the room sees it. */
  get declared(): LiveSource {
    return {
      id: this.id,
      subgraph: this.id,
      field: "ownHistory",
      name: { nb: `Kilden ${this.id}` },
      lastGoodMillis: 0,
      presenceField: this.hasPresence ? "ownPresence" : null,
      actionField: null,
      searches: this.searches,
    };
  }

  async reply(question: SubgraphQuestion): Promise<SubgraphReply> {
    const { query: source, variables: variableValues } = question;
    const { data = null, errors = [] } = await graphql({ schema: this.#schema, source, variableValues });
    const plain = JSON.parse(JSON.stringify(data)) as SubgraphReply["data"];
    return { data: plain, errors: errors.map(({ message }) => ({ message, code: null })) };
  }

  #answer(given: HistoryArguments): object {
    const { parties, first, after, updatedAfter, updatedBefore, identifiers, search } =
      readHistoryQuestion(given);
    const found = this.items
      .filter(
        (item) =>
          parties.includes(item.party) &&
          (updatedAfter === null || item.updatedAt >= updatedAfter) &&
          (updatedBefore === null || item.updatedAt <= updatedBefore) &&
          (identifiers === null || [item.id, ...item.sameAs].some((name) => identifiers.includes(name))) &&
          (search === null || (item.title.nb ?? "").toLowerCase().includes(search.toLowerCase())),
      )
      .sort(newestFirst);
    const rest = found.filter(
      ({ updatedAt, id }) =>
        after === null || updatedAt < after.updatedAt || (updatedAt === after.updatedAt && id < after.id),
    );
    return answerOfPage({
      items: rest.slice(0, first),
      hasMore: rest.length > first,
      totalCount: found.length,
      asOf: NOW,
      coverage: null,
      hiddenByLogin: null,
      ...this.page,
    });
  }
}

/** The way to these sources, as the gateway gives it. */
export const portTo = (sources: readonly TestSource[]): SubgraphsPort => {
  const marked = sources.map((source) => source.marked);
  return {
    marked: async () => marked,
    async ask(_, question, signal) {
      const source = sources.find(({ id }) => id === question.subgraph);
      if (source === undefined) throw new SubgraphSilent("UNKNOWN_SUBGRAPH", `No ${question.subgraph}.`);
      if (question.query.includes("ownPresence")) source.presenceAsked += 1;
      else source.asked.push(question.variables);
      return source.behave(() => source.reply(question), question, signal);
    },
  };
};

/** Ways to fail. */
export const away: Behaviour = async () => {
  throw new SubgraphSilent("UNREACHABLE", "connect ECONNREFUSED 10.1.2.3:443");
};
export const hanging: Behaviour = () => new Promise(() => undefined);
/** An answer that was changed on its way. */
export const altered =
  // biome-ignore lint/suspicious/noExplicitAny: it may be made into anything
    (change: (page: any) => unknown): Behaviour =>
    async (answer) => {
      const reply = await answer();
      const page = structuredClone(reply.data?.["answer"]);
      return { ...reply, data: { answer: change(page) } };
    };
