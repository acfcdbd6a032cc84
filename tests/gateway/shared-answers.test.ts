import { request as ask, type ClientRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "./kit.js";
import { bothLocal, type Resolvers } from "./subgraphs.js";
import { gate } from "./versions.js";

const QUERY = "{ me { name reviews { text } } }";
const RIGHT = '{"data":{"me":{"name":"Ada","reviews":[{"text":"Sturdy"}]}}}\n';

/** Reviews wait at gates, one for each time that they are asked for. */
const listen = async (changes: Parameters<typeof startTestGateway>[0] & { users?: Resolvers } = {}) => {
  const gates = [gate(), gate(), gate()];
  let asked = 0;
  const reviews: Resolvers = {
    User: {
      reviews: async () => {
        asked += 1;
        await gates[asked - 2]?.pass(); // the first is for learning the operation
        return [{ text: "Sturdy" }];
      },
    },
  };
  const { users = {}, ...others } = changes;
  const started = await startTestGateway({ localSubgraphs: bothLocal({ users, reviews }), ...others });
  await started.gateway.listen(0, "127.0.0.1");
  await post(started, { query: QUERY }).answer;
  return { ...started, gates, timesAsked: () => asked - 1 };
};

type Headers = Readonly<Record<string, string>>;

const post = (started: Pick<TestGateway, "gateway">, body: object, headers: Headers = {}) => {
  let sent: ClientRequest | null = null;
  const answer = new Promise<{ id: unknown; text: string }>((resolve, reject) => {
    const { port } = started.gateway.app.server.address() as AddressInfo;
    sent = ask(
      { port, path: "/graphql", method: "POST", headers: { "content-type": "application/json", ...headers } },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => {
          text += part;
        });
        response.on("end", () => resolve({ id: response.headers["x-request-id"], text }));
      },
    );
    sent.on("error", reject).end(JSON.stringify(body));
  });
  return { answer, leave: () => (sent as ClientRequest | null)?.destroy() };
};

/** Until so many operations were logged, or requests have come; a turn of the event loop at a time. */
const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
};

const arrivalsOf = ({ gateway }: Pick<TestGateway, "gateway">): { count: number } => {
  const arrivals = { count: 0 };
  gateway.app.server.prependListener("request", (request) =>
    request.once("end", () => {
      arrivals.count += 1;
    }),
  );
  return arrivals;
};

/** Waits until two are under way, each for itself, and lets them go on. */
const bothReach = async (gates: readonly ReturnType<typeof gate>[]): Promise<void> => {
  await Promise.all(gates.slice(0, 2).map(({ reached }) => reached));
  for (const hop of gates) hop.open();
};

describe("requests that are the same, of the same viewer and under way at the same time", () => {
  it("are answered once, each under its own id, and logged each", async () => {
    const started = await listen();
    const [hop] = started.gates;
    const arrivals = arrivalsOf(started);
    const asked = ["a", "b", "c"].map((id) =>
      post(started, { query: QUERY }, { "x-request-id": `request-of-${id}` }),
    );
    await hop?.reached;
    await until(() => arrivals.count === 3);
    hop?.open();
    const answers = await Promise.all(asked.map(({ answer }) => answer));
    expect(answers).toEqual(["a", "b", "c"].map((id) => ({ id: `request-of-${id}`, text: RIGHT })));
    expect(started.timesAsked()).toBe(1);
    const lines = started.log.filter(({ msg }) => msg === "A GraphQL operation was answered.");
    expect(lines.map(({ status, fetches }) => [status, fetches])).toEqual([2, 2, 0, 0].map((n) => [200, n]));
  });

  it("do not fail with the one that asked for all: another asks in its place", async () => {
    const started = await listen();
    const [first, second] = started.gates;
    const arrivals = arrivalsOf(started);
    const leader = post(started, { query: QUERY });
    leader.answer.catch(() => undefined);
    await first?.reached;
    const others = [post(started, { query: QUERY }), post(started, { query: QUERY })];
    await until(() => arrivals.count === 3);
    leader.leave();
    second?.open();
    started.gates[2]?.open();
    const answers = await Promise.all(others.map(({ answer }) => answer));
    expect(answers.map(({ text }) => text)).toEqual([RIGHT, RIGHT]);
  });

  it.each<[string, object, Headers]>([
    ["another header that goes on", { query: QUERY }, { "accept-language": "nn" }],
    ["other variables", { query: QUERY, variables: { a: 1 } }, {}],
  ])("are not those with %s", async (_, body, headers) => {
    const started = await listen();
    const both = [post(started, { query: QUERY }), post(started, body, headers)];
    await bothReach(started.gates);
    expect((await Promise.all(both.map(({ answer }) => answer))).map(({ text }) => text)).toEqual([
      RIGHT,
      RIGHT,
    ]);
    expect(started.timesAsked()).toBe(2);
  });

  it("are not mutations, and none that came after one was done", async () => {
    let renamed = 0;
    const users: Resolvers = {
      Mutation: {
        rename: (_: unknown, { id }: { id: string }) => {
          renamed += 1;
          return { id, name: "Eve" };
        },
      },
    };
    const started = await listen({ users });
    const [first, second] = started.gates;
    const rename = { query: 'mutation { rename(id: "1", name: "Eve") { name } }' };
    const before = post(started, { query: QUERY });
    await first?.reached;
    await Promise.all([rename, rename, rename].map((body) => post(started, body).answer));
    const after = post(started, { query: QUERY });
    await second?.reached; // it asks for itself
    first?.open();
    second?.open();
    expect((await Promise.all([before.answer, after.answer])).map(({ text }) => text)).toEqual([
      RIGHT,
      RIGHT,
    ]);
    expect([renamed, started.timesAsked()]).toEqual([3, 2]);
  });

  it("are answered each for itself where that is asked for", async () => {
    const started = await listen({ collapsesQueries: false });
    const both = [1, 2].map(() => post(started, { query: QUERY }).answer);
    await bothReach(started.gates);
    await Promise.all(both);
    expect(started.timesAsked()).toBe(2);
  });
});
