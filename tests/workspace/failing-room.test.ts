import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Room } from "../../schema/room.js";
import { type Answer, type Graph, startGraph } from "../kit/graph.js";

const QUERY = `{ workspace {
  viewer { name }
  history(first: 5) { edges { node { id title serviceResource { title } party { name } access { reason } } } }
  drafts(first: 5) { totalCount }
  services(first: 1) { totalCount }
} }`;

const never = new Promise<never>(() => undefined);

/** What goes wrong in which room; the graph below asks it at each fetch. */
let trouble: { readonly room: string; readonly contextFor: (real: () => object) => object } | null = null;

const troubled = (room: Room): Room => ({
  ...room,
  contextFor: (headers) => {
    const real = () => room.contextFor(headers);
    return trouble?.room === room.name ? trouble.contextFor(real) : real();
  },
});

/** The errors as far as they can be foretold: which room, where, and with which code. */
const problemsOf = ({ errors = [] }: Answer) =>
  errors.map(({ path, extensions }) => ({
    path,
    ...(({ code, service }) => ({ code, service }))(extensions),
  }));

describe("when a room is in trouble", () => {
  let graph: Graph;
  let healthy: Answer;
  beforeAll(async () => {
    graph = await startGraph({
      dialect: "sqlite",
      dialogs: 1_000,
      subgraphTimeoutMillis: 400,
      replaceRoom: troubled,
    });
    healthy = await graph.query("kari", QUERY);
  }, 120_000);
  afterAll(() => graph.close());

  const ask = async (what: typeof trouble): Promise<Answer> => {
    trouble = what;
    try {
      return await graph.query("kari", QUERY);
    } finally {
      trouble = null;
    }
  };

  it("answers all but what a failing room would have brought, names the room, and tells nothing of why", async () => {
    const answer = await ask({
      room: "catalogue",
      contextFor: () => {
        throw new Error("secret: the disk at /var/lib/catalogue is full");
      },
    });
    const { workspace } = healthy.data;
    const edges = workspace.history.edges.map((edge: { node: object }) => ({
      node: { ...edge.node, serviceResource: { title: null } },
    }));
    expect(answer.data).toEqual({ workspace: { ...workspace, services: null, history: { edges } } });
    expect(new Set(problemsOf(answer).map(({ code, service }) => `${service} ${code}`))).toEqual(
      new Set(["catalogue INTERNAL_SERVER_ERROR"]),
    );
    expect(JSON.stringify(answer)).not.toMatch(/secret|disk|\/var/);
  });

  it("answers the rest within the timeout when a room hangs, and names it", async () => {
    const answer = await ask({
      room: "forms",
      contextFor: (real) => ({
        ...real(),
        authorization: { scope: () => never },
        loaders: { scope: () => never },
      }),
    });
    expect(answer.data).toEqual({ workspace: { ...healthy.data.workspace, drafts: null } });
    expect(problemsOf(answer)).toEqual([
      { path: ["workspace", "drafts"], code: "SUBGRAPH_TIMEOUT", service: "forms" },
    ]);
  });

  it("says by an error that nobody could be authorised, and never shows an empty workspace instead", async () => {
    const answer = await ask({
      room: "authorization",
      contextFor: () => {
        throw new Error("the database is away");
      },
    });
    expect(answer.data).toBeNull();
    expect(problemsOf(answer)).toEqual([
      { path: ["workspace"], code: "INTERNAL_SERVER_ERROR", service: "authorization" },
    ]);
  });

  it("answers in full again as soon as the room does", async () => {
    expect(await ask(null)).toEqual(healthy);
  });
});
