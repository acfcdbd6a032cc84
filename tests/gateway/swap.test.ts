import { describe, expect, it } from "vitest";
import type { Gateway } from "../../gateway/index.js";
import { serve, startTestGateway } from "./kit.js";
import { bothLocal, local, supergraphSdl, usersSchema } from "./subgraphs.js";
import { gate, otherApiSdl, type Version, version } from "./versions.js";

const QUERY = "{ me { name reviews { text } } }";
const MUTATION = 'mutation { rename(id: "1", name: "Eve") { name reviews { text } } }';

const answerOf = (number: number) => ({
  data: { me: { name: `Ada of version ${number}`, reviews: [{ text: `Sturdy of version ${number}` }] } },
});
const renamedBy = (number: number) => ({
  data: { rename: { name: `Eve of version ${number}`, reviews: [{ text: `Sturdy of version ${number}` }] } },
});

const startWith = async (engine: "compiled" | "stock", { supergraphSdl: sdl, changes }: Version) => {
  const test = await startTestGateway({ engine, supergraphSdl: sdl, ...changes, shutdownGraceMillis: 50 });
  return {
    ...test,
    ask: async (query = QUERY) => (await test.query(query)).body,
    swapTo: ({ supergraphSdl: next, changes: places }: Version) => test.gateway.swap(next, places),
  };
};

const supergraphHealth = async (gateway: Gateway) =>
  (await gateway.app.inject({ url: "/health" })).json().supergraph;

describe.each(["compiled", "stock"] as const)("a swap, on the %s engine", (engine) => {
  const startOn = (version: Version) => startWith(engine, version);

  it("serves the next supergraph to requests that come, and finishes those in their second hop on the one before", async () => {
    const hop = gate();
    const { ask, swapTo, gateway } = await startOn(version(1, { reviews: hop.pass }));
    const query = ask(QUERY);
    const mutation = ask(MUTATION);
    await hop.reached;

    const { id, changed } = await swapTo(version(2));
    expect({ changed, ...(await supergraphHealth(gateway)) }).toEqual({
      changed: true,
      id,
      snapshots: 2,
      lastSwap: { state: "swapped", at: "2026-03-01T12:00:00.000Z" },
    });
    expect(await ask(QUERY)).toEqual(answerOf(2));
    expect(await ask(MUTATION)).toEqual(renamedBy(2));

    hop.open();
    expect(await query).toEqual(answerOf(1));
    expect(await mutation).toEqual(renamedBy(1));
    expect((await supergraphHealth(gateway)).snapshots).toBe(1);
  });

  it("runs a mutation once, also when it was blocked in its first hop or its second", async () => {
    for (const blocked of ["rename", "reviews"] as const) {
      const hop = gate();
      const [first, second] = [version(1, { [blocked]: hop.pass }), version(2)];
      const { ask, swapTo } = await startOn(first);
      const answer = ask(MUTATION);
      await hop.reached;
      await swapTo(second);
      hop.open();
      expect(await answer).toEqual(renamedBy(1));
      expect([first.renames(), second.renames()]).toEqual([1, 0]);
    }
  });

  it("leaves the connections to subgraphs behind URLs open for those who still need them", async () => {
    const hop = gate();
    const reviewsAt = (number: number, wait: () => Promise<void>) =>
      serve(async (request, response) => {
        request.resume();
        await wait();
        response
          .writeHead(200, { "content-type": "application/json" })
          .end(`{"data":{"latestReviews":[{"text":"Sturdy of version ${number}"}]}}`);
      });
    const places = async (number: number, wait: () => Promise<void>) => ({
      localSubgraphs: [local("users", usersSchema())],
      subgraphUrls: { reviews: await reviewsAt(number, wait) },
    });
    const { query, gateway } = await startTestGateway({ engine, ...(await places(1, hop.pass)) });
    const ask = async () => (await query("{ latestReviews { text } }")).body;
    const told = (number: number) => ({ data: { latestReviews: [{ text: `Sturdy of version ${number}` }] } });

    const first = ask();
    await hop.reached;
    await gateway.swap(supergraphSdl, await places(2, async () => undefined));
    expect(await ask()).toEqual(told(2));
    hop.open();
    expect(await first).toEqual(told(1));
  });

  it("fails no request, and mixes no answer, under load", async () => {
    const versions = Array.from({ length: 12 }, (_, index) => version(index + 1));
    const [first, ...others] = versions;
    if (first === undefined) throw new Error("a version was expected");
    const { ask, swapTo } = await startOn(first);
    let isOver = false;
    let mutations = 0;
    const wrong: unknown[] = [];
    const seen = new Set<string>();
    const client = async (isWriting: boolean): Promise<void> => {
      while (!isOver) {
        if (isWriting) mutations += 1;
        const answer = JSON.stringify(await ask(isWriting ? MUTATION : QUERY));
        const numbers = new Set(answer.match(/version \d+/g));
        if (numbers.size !== 1 || answer.includes("errors")) wrong.push(answer);
        for (const number of numbers) seen.add(number);
      }
    };
    const clients = Array.from({ length: 8 }, (_, index) => client(index % 4 === 0));
    for (const [index, next] of others.entries()) {
      await swapTo(next);
      expect(await ask()).toEqual(answerOf(index + 2));
    }
    isOver = true;
    await Promise.all(clients);
    expect(wrong).toEqual([]);
    expect(seen.size).toBeGreaterThan(others.length / 2);
    expect(versions.reduce((sum, { renames }) => sum + renames(), 0)).toBe(mutations);
  });

  it("validates with the next schema from then on", async () => {
    const { query, gateway } = await startTestGateway({ engine });
    const codes = async (document: string) =>
      (await query(document)).body.errors?.map(({ extensions }) => extensions["code"]);
    expect(await codes("{ me { rating } }")).toBeUndefined();
    expect(await codes("{ me { score } }")).toEqual(["GRAPHQL_VALIDATION_FAILED"]);
    await gateway.swap(otherApiSdl);
    expect(await codes("{ me { rating } }")).toEqual(["GRAPHQL_VALIDATION_FAILED"]);
    // The subgraph in this process is still the one of before: the gateway says so, and asks it for nothing wrong.
    expect(await codes("{ me { score } }")).toEqual(["SUBGRAPH_SCHEMA_MISMATCH"]);
  });

  it("changes nothing where the same supergraph is served already, from the same places", async () => {
    const first = version(1);
    const { swapTo, gateway, log, ask } = await startOn(first);
    const { id } = await supergraphHealth(gateway);
    expect(await swapTo(first)).toEqual({ id, changed: false });
    expect(await gateway.swap(first.supergraphSdl)).toEqual({ id, changed: false });
    expect(await supergraphHealth(gateway)).toEqual({ id, snapshots: 1, lastSwap: null });
    expect(log.filter(({ msg }) => msg === "A new supergraph serves.")).toEqual([]);

    const elsewhere = { ...version(2), supergraphSdl: first.supergraphSdl };
    expect(await swapTo(elsewhere)).toEqual({ id, changed: true });
    expect(await ask()).toEqual(answerOf(2));
  });

  it("keeps the places of subgraphs that it is not told of", async () => {
    const first = version(1);
    const { gateway, ask } = await startOn(first);
    expect(await gateway.swap(version(2).supergraphSdl)).toMatchObject({ changed: true });
    expect(await ask()).toEqual(answerOf(1));
  });

  it("is done after the one before it, in the order in which they were asked for", async () => {
    const { swapTo, ask, gateway } = await startOn(version(1));
    const [second, third] = [version(2), version(3)];
    const order: number[] = [];
    const swaps = [
      swapTo(second).then(() => order.push(2)),
      gateway.swap("not a supergraph").catch(() => order.push(0)),
      swapTo(third).then(() => order.push(3)),
    ];
    await Promise.all(swaps);
    expect(order).toEqual([2, 0, 3]);
    expect(await ask()).toEqual(answerOf(3));
    expect((await supergraphHealth(gateway)).snapshots).toBe(1);
  });

  it("waits until the oldest is drained where ten are open", async () => {
    const gates = Array.from({ length: 9 }, () => gate());
    const [opening] = gates;
    if (opening === undefined) throw new Error("a gate was expected");
    const { swapTo, ask, gateway, log } = await startOn(version(1, { reviews: opening.pass }));
    const answers: Promise<unknown>[] = [];
    for (const [index, { reached }] of gates.entries()) {
      answers.push(ask());
      await reached;
      const next = gates[index + 1];
      await swapTo(version(index + 2, next === undefined ? {} : { reviews: next.pass }));
    }
    expect((await supergraphHealth(gateway)).snapshots).toBe(10);

    let isDone = false;
    const eleventh = swapTo(version(11)).then(() => {
      isDone = true;
    });
    expect(await ask()).toEqual(answerOf(10));
    expect([isDone, (await supergraphHealth(gateway)).snapshots]).toEqual([false, 10]);
    expect(log.filter(({ msg }) => String(msg).startsWith("A new supergraph waits"))).toHaveLength(1);

    opening.open();
    await eleventh;
    expect(await answers[0]).toEqual(answerOf(1));
    expect(await ask()).toEqual(answerOf(11));
    for (const { open } of gates) open();
    expect(await Promise.all(answers)).toEqual(gates.map((_, index) => answerOf(index + 1)));
    expect((await supergraphHealth(gateway)).snapshots).toBe(1);
  });
});

describe.each(["compiled", "stock"] as const)(
  "a supergraph that can't be served, on the %s engine",
  (engine) => {
    const startOn = (version: Version) => startWith(engine, version);
    const authenticated = supergraphSdl.replace(
      "schema\n",
      'schema\n  @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)\n',
    );
    const cases = [
      ["no GraphQL", "type Query {", /Syntax Error/],
      ["no supergraph", "type Query { a: Int }", /./],
      ["one that demands what is not enforced", authenticated, /authenticated/],
      [
        "one with a subgraph that nobody can reach",
        supergraphSdl
          .replace('"local:reviews"', '"file:///etc/passwd"')
          .replace('name: "reviews"', 'name: "stock"'),
        /"stock" is not in this process/,
      ],
    ] as const;

    for (const [what, sdl, reason] of cases) {
      it(`leaves the one before serving and says why: ${what}`, async () => {
        const { gateway, ask, swapTo, log } = await startOn(version(1));
        const { id } = await supergraphHealth(gateway);
        const failed = gateway.swap(sdl);
        await expect(failed).rejects.toMatchObject({
          name: "SwapError",
          message: expect.stringMatching(
            /^The supergraph was not taken over, and the one before it goes on serving: /,
          ),
        });
        await expect(failed).rejects.toThrow(reason);
        const { lastSwap, ...rest } = await supergraphHealth(gateway);
        expect(rest).toEqual({ id, snapshots: 1 });
        expect(lastSwap).toEqual({
          state: "failed",
          at: "2026-03-01T12:00:00.000Z",
          problem: expect.stringMatching(reason),
        });
        expect(lastSwap.problem).not.toMatch(/etc\/passwd|\n/);
        expect(log.some(({ msg }) => msg === "A new supergraph was not taken over.")).toBe(true);
        expect(await ask()).toEqual(answerOf(1));

        await swapTo(version(2));
        expect(await ask()).toEqual(answerOf(2));
        expect((await supergraphHealth(gateway)).lastSwap.state).toBe("swapped");
      });
    }

    it("is one that has not the subgraphs that it was handed over with", async () => {
      const { gateway, ask } = await startOn(version(1));
      await expect(
        gateway.swap(`${supergraphSdl}\n#`, { subgraphUrls: { stock: "http://127.0.0.1:1/" } }),
      ).rejects.toThrow("The supergraph has no subgraph named stock; it has reviews, users.");
      expect(await ask()).toEqual(answerOf(1));
      expect((await supergraphHealth(gateway)).snapshots).toBe(1);
    });

    it("is any once the gateway closes", async () => {
      const { gateway } = await startTestGateway({ engine });
      await gateway.close();
      await expect(gateway.swap(`${supergraphSdl}\n#`, { localSubgraphs: bothLocal() })).rejects.toThrow(
        "the gateway is closing",
      );
    });
  },
);
