import type { FastifyInstance, FastifyReply } from "fastify";
import type { HealthProbe } from "../health.js";
import {
  checksPage,
  fieldsPage,
  nothingPage,
  subgraphPage,
  subgraphsPage,
  supergraphPage,
  supergraphsPage,
} from "../page/pages.js";
import { pageStyle } from "../page/style.js";
import type { Registry } from "../registry.js";
import type { RegistryStore } from "../store.js";

/** Nothing runs, and nothing comes from elsewhere. */
const POLICY =
  "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const SHOWN = 50;

const send = (reply: FastifyReply, body: string): FastifyReply =>
  reply
    .type("text/html; charset=utf-8")
    .headers({
      "content-security-policy": POLICY,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
    })
    .send(body);

interface PagesOptions {
  readonly registry: Registry;
  readonly store: RegistryStore;
  readonly health: Pick<HealthProbe, "of">;
}

/** Mounts the registry's pages, for people with a browser: without addresses, and without who tried what in vain. */
export const mountRegistryPages = (app: FastifyInstance, { registry, store, health }: PagesOptions): void => {
  app.get("/registry/page.css", (_request, reply) => reply.type("text/css; charset=utf-8").send(pageStyle));

  app.get("/registry", async (_request, reply) => {
    const { number, subgraphs } = await store.head();
    return send(
      reply,
      subgraphsPage(number, subgraphs, (name) => health.of(name)),
    );
  });

  app.get<{ Params: { name: string } }>("/registry/subgraphs/:name", async ({ params: { name } }, reply) => {
    const served = (await store.head()).subgraphs.find(({ subgraph }) => subgraph === name);
    if (served === undefined)
      return send(reply.code(404), nothingPage("No subgraph of this name is served."));
    const [versions, checks] = [await store.versionsOf(name, SHOWN), await store.checks(name, 5)];
    return send(reply, subgraphPage(served, health.of(name), versions, checks));
  });

  app.get("/registry/supergraphs", async (_request, reply) =>
    send(reply, supergraphsPage(await store.supergraphs(SHOWN, null))),
  );

  app.get<{ Params: { number: string } }>("/registry/supergraphs/:number", async ({ params }, reply) => {
    const number = Number(params.number);
    const row = Number.isSafeInteger(number) ? await store.supergraph(number) : null;
    if (row === null) return send(reply.code(404), nothingPage("There is no supergraph of this number."));
    const diff =
      number === 1 ? null : { from: number - 1, changes: await registry.changes(number - 1, number) };
    return send(reply, supergraphPage(row, await store.subgraphsOf(number), diff));
  });

  app.get("/registry/checks", async (_request, reply) =>
    send(reply, checksPage(await store.checks(null, SHOWN))),
  );

  app.get<{ Querystring: { coordinate?: string } }>("/registry/fields", async ({ query }, reply) => {
    const coordinate = (query.coordinate ?? "").trim();
    const uses = coordinate === "" ? [] : (await registry.users(coordinate)).slice(0, SHOWN);
    return send(reply, fieldsPage(coordinate, uses));
  });
};
