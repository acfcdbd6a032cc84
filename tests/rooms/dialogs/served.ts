import Fastify, { type FastifyInstance } from "fastify";
import { onTestFinished } from "vitest";
import { DomainError } from "../../../lib/errors.js";
import { parseAcceptLanguage } from "../../../schema/localization.js";
import type { Room, RoomHttp } from "../../../schema/room.js";
import { roomHttpWith } from "../../kit/room-http.js";

export const PUBLIC_URL = "https://tunet.test";

/** A room's plain HTTP, as it is mounted beside the graph; gone when the test is. */
export const serveRoutes = async (
  room: Pick<Room, "routes">,
  publicUrl: string = PUBLIC_URL,
  http: Partial<RoomHttp> = {},
): Promise<FastifyInstance> => {
  const app = Fastify({ forceCloseConnections: true });
  await app.register(async (own) => {
    await room.routes?.(own, roomHttpWith({ publicUrl, ...http }));
  });
  await app.ready();
  onTestFinished(() => app.close());
  return app;
};

/** Who asks, by a bearer token that is the viewer's name. @param viewers their parties, by name */
export const identifyByName =
  (viewers: Readonly<Record<string, { readonly party: string }>>): RoomHttp["identify"] =>
  async (request) => {
    const viewer = viewers[request.headers.authorization?.replace(/^Bearer /, "") ?? ""];
    if (viewer === undefined) throw new DomainError("UNAUTHENTICATED", "Send a token.");
    return {
      requestId: "test",
      token: viewer.party,
      language: parseAcceptLanguage(request.headers["accept-language"] ?? null),
      viewer: {
        kind: "PERSON",
        party: viewer.party,
        organization: null,
        supplier: null,
        level: 4,
        scopes: [],
        clientId: null,
      },
    };
  };
