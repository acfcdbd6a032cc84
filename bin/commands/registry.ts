import Fastify, { type FastifyBaseLogger, LogController } from "fastify";
import { pino } from "pino";
import type { Environment } from "../../lib/config.js";
import { openIssuer } from "../demo.js";
import { openKeys } from "../keys.js";
import { listen } from "../listen.js";
import { locationOf } from "../location.js";
import { openRegistry, serveRegistry } from "../registry/open-registry.js";
import { openRoomHttp } from "../room/room-http.js";
import { runUntilStopped } from "../run.js";
import { parseSettings } from "../settings.js";
import { roomDefinitions, roomUrl } from "../subgraphs.js";

export interface RegistryCommandOptions {
  readonly port?: number;
  readonly host?: string;
  /** Where the rooms are asked, by name. */
  readonly subgraph: Readonly<Record<string, string>>;
}

/** Serves the registry in a process of its own, with this release's rooms published at the places that are given. */
export const registry = async (environment: Environment, options: RegistryCommandOptions): Promise<void> => {
  const settings = parseSettings(environment);
  const keys = openKeys(settings);
  const logger = pino({ level: settings.logLevel });
  const rooms = roomDefinitions.map(({ name, build }) => ({
    name,
    sdl: build().sdl,
    url: options.subgraph[name] ?? roomUrl(name),
  }));
  const opened = await openRegistry(rooms, { location: locationOf(settings), keys, settings });
  const issuer = settings.demo ? await openIssuer(settings) : null;
  let url: string | null = null;
  const http = openRoomHttp(settings, {
    issuers: issuer === null ? [] : [{ issuer: issuer.issuer, jwks: { keys: issuer.jwks } }],
    callKey: keys.callKey,
    logger,
    url: () => url,
  });
  const app = Fastify({
    loggerInstance: logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: "idle",
    exposeHeadRoutes: false,
  });
  app.removeContentTypeParser("text/plain");
  app.get("/health/live", () => ({ status: "ok" }));
  app.get("/health/ready", async (_request, reply) => {
    await opened.store.ping().catch(() => reply.code(503));
    return { status: reply.statusCode === 503 ? "unavailable" : "ok" };
  });
  await app.register(async (own) =>
    serveRegistry(own, opened, { http, keys, hasPages: settings.registryPages }),
  );
  const close = async (): Promise<void> => {
    await app.close();
    await opened.close();
  };
  try {
    const door = { listen: (port: number, host: string) => app.listen({ port, host }) };
    url = await listen(door, options.port ?? settings.port, options.host ?? settings.host);
    logger.info({ url: `${url}/registry`, supergraph: opened.served.number }, "the registry listens");
  } catch (error) {
    await close();
    throw error;
  }
  await runUntilStopped(logger, close);
};
