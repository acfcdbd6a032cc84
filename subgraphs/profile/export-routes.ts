import type { FastifyInstance } from "fastify";
import { DomainError, type ErrorCatalogue } from "../../lib/errors.js";
import { callErrors } from "../../schema/call.js";
import type { RoomHttp } from "../../schema/room.js";
import type { ProfileStore } from "./store.js";

const STATUSES: ErrorCatalogue = callErrors;
const WITHOUT_TOKEN = 401;
const UNAVAILABLE = 503;

const statusOf = (code: string): number =>
  STATUSES[code]?.status ?? (code === "IDENTITY_UNAVAILABLE" ? UNAVAILABLE : WITHOUT_TOKEN);

const isoOf = (key: string, value: unknown): unknown =>
  typeof value === "number" && /(At|Until)$/.test(key) ? new Date(value).toISOString() : value;

/** Whoever reads it knows who they are; the person number stays inside. */
const withoutOwner = (key: string, value: unknown): unknown =>
  key === "owner" ? undefined : isoOf(key, value);

/**
 * Mounts `GET /profile/export`: everything that is kept of whoever asks, as one JSON document. Codes that wait are not
 * in it, for they are not kept.
 */
export const mountExport = (app: FastifyInstance, store: ProfileStore, http: RoomHttp): void => {
  app.get("/profile/export", async (request, reply) => {
    try {
      const { viewer } = await http.identify(request);
      const whole = await store.whole.read(viewer.party);
      return reply
        .type("application/json; charset=utf-8")
        .header("cache-control", "no-store")
        .header("content-disposition", 'attachment; filename="profile.json"')
        .send(JSON.stringify(whole, withoutOwner, 2));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return reply.code(statusOf(error.code)).send({ error: { code: error.code, message: error.message } });
    }
  });
};
