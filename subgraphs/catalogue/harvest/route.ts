import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type CursorCodec, CursorError } from "../../../lib/cursor.js";
import type { RoomHttp } from "../../../schema/room.js";
import { API_PATH } from "../rest/api.js";
import { invalid } from "../rest/refusals.js";
import type { CatalogueStore } from "../store.js";
import { cataloguePage } from "./catalogue-document.js";

export const HARVEST_PATH = "/catalogue.jsonld";

const LIST = "catalogue.jsonld";

/** Mounts the public catalogue for data catalogues to harvest: whole, or page by page where it is large. */
export const mountHarvest = (
  app: FastifyInstance,
  parts: {
    readonly store: CatalogueStore;
    readonly cursors: CursorCodec;
    readonly http: Pick<RoomHttp, "publicUrl">;
  },
): void => {
  const { store, cursors, http } = parts;

  const afterIn = (request: FastifyRequest): string | null => {
    const { after } = request.query as { after?: unknown };
    if (typeof after !== "string" || after === "") return null;
    try {
      return String(cursors.decode(LIST, after)[0]);
    } catch (error) {
      if (!(error instanceof CursorError)) throw error;
      throw invalid("after", `${error.message} Follow the link to the next page unchanged.`);
    }
  };

  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { publicUrl } = http;
    const { document, next } = await cataloguePage(store, {
      publicUrl,
      after: afterIn(request),
      pageUrl: (after) => `${publicUrl}${HARVEST_PATH}?after=${cursors.encode(LIST, [after])}`,
    });
    const body = JSON.stringify(document);
    const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
    reply.header("etag", etag).header("cache-control", "no-cache");
    if (next !== null) reply.header("link", `<${next}>; rel="next"`);
    const known = (request.headers["if-none-match"] ?? "")
      .split(",")
      .map((tag) => tag.trim().replace(/^W\//, ""));
    if (known.includes(etag) || known.includes("*")) return reply.code(304).send();
    return reply.type("application/ld+json; charset=utf-8").send(body);
  };

  app.get(HARVEST_PATH, answer);
  app.get(`${API_PATH}/resource/export`, answer);
};
