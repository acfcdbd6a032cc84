import { afterEach, expect, it } from "vitest";
import type { Room } from "../../schema/room.js";
import { type Graph, startGraph } from "../kit/graph.js";

const QUERY = `{ workspace {
  viewer { name }
  history(first: 5) { edges { node { title serviceResource { title } } } }
  drafts(first: 5) { totalCount }
} }`;

let graph: Graph;
afterEach(() => graph.close());

const withRoom = async (name: string, contextFor: Room["contextFor"]): Promise<Graph> => {
  graph = await startGraph({
    dialect: "sqlite",
    dialogs: 1_000,
    subgraphTimeoutMillis: 500,
    replaceRoom: (room) => (room.name === name ? { ...room, contextFor } : room),
  });
  return graph;
};

it("answers the rest when a room fails, and names it", async () => {
  await withRoom("catalogue", () => {
    throw new Error("secret: the disk at /var/lib/catalogue is full");
  });
  const { data, errors } = await graph.query("kari", QUERY);
  expect(data).toBeNull(); // HistoryItem.serviceResource.title is never null: see the next tests for what can be missing
  expect(errors?.map(({ extensions }) => extensions)).toContainEqual(
    expect.objectContaining({ service: "catalogue" }),
  );
  expect(JSON.stringify(errors)).not.toContain("secret");
});

it("answers the rest within the timeout when a room hangs, and names it", async () => {
  const never = new Proxy({}, { get: () => new Promise(() => undefined) });
  await withRoom("forms", () => ({
    call: never,
    authorization: { scope: () => new Promise(() => undefined) },
  }));
  const { data, errors } = await graph.query("kari", QUERY);
  expect(data).toBeTruthy();
  expect(errors?.[0]?.extensions).toMatchObject({ code: "SUBGRAPH_TIMEOUT", service: "forms" });
});
