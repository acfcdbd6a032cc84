import Fastify, { type FastifyInstance } from "fastify";
import { onTestFinished } from "vitest";
import type { Room } from "../../../schema/room.js";
import { roomHttpWith } from "../../kit/room-http.js";

export const PUBLIC_URL = "https://tunet.test";

/** A room's plain HTTP, as it is mounted beside the graph; gone when the test is. */
export const serveRoutes = async (
  room: Pick<Room, "routes">,
  publicUrl: string = PUBLIC_URL,
): Promise<FastifyInstance> => {
  const app = Fastify({ forceCloseConnections: true });
  await app.register(async (own) => {
    await room.routes?.(own, roomHttpWith({ publicUrl }));
  });
  await app.ready();
  onTestFinished(() => app.close());
  return app;
};
