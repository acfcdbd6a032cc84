import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Clock } from "../../../lib/clock.js";
import { DomainError } from "../../../lib/errors.js";
import { isUuid } from "../../../lib/ids.js";
import type { LinkSigner } from "../../../lib/signed-link.js";
import { languageOf, parseAcceptLanguage } from "../../../schema/localization.js";
import type { AuthorizationPort } from "../../../schema/ports.js";
import type { RoomHttp } from "../../../schema/room.js";
import { INSTANCE_PREFIX } from "../../../schema/urns.js";
import { PAGE_HEADERS } from "../pages/headers.js";
import type { FormsStore } from "../store.js";
import { receiptPage } from "./page.js";

export const RECEIPT_LINK_MILLIS = 600_000;

/** Below the installation's URL. */
export const receiptPath = (instanceId: string, number: number): string =>
  `/forms/receipts/${instanceId.slice(INSTANCE_PREFIX.length)}/${number}`;

export interface ReceiptSources {
  readonly store: FormsStore;
  readonly links: LinkSigner;
  readonly authorization: AuthorizationPort;
  readonly clock: Clock;
}

type Asked = FastifyRequest<{
  Params: { partyId: string; uuid: string; number: string };
  Querystring: { lang?: string };
}>;

const refuse = (reply: FastifyReply, status: number, code: string, message: string) =>
  reply.code(status).send({ error: { code, message } });

const NOT_FOUND = ["RECEIPT_NOT_FOUND", "There is no such receipt for you."] as const;

/** Receipts as pages: by a signed link, or by the token of whoever may see the submission. */
export const mountReceipts = (app: FastifyInstance, http: RoomHttp, sources: ReceiptSources): void => {
  const { store, links, authorization, clock } = sources;

  /** `null` where the asker may not see it. With a signed link, whoever made it could. */
  const seen = async (request: Asked, id: string): Promise<readonly string[] | null> => {
    if (request.query && "signature" in request.query) return null;
    const call = await http.identify(request);
    const rows = await store.instancesByIds([id], { scope: await authorization.scope(call), now: clock() });
    return rows.map((row) => row.id);
  };

  app.get("/forms/receipts/:partyId/:uuid/:number", async (request: Asked, reply) => {
    const { partyId, uuid, number } = request.params;
    const id = `${INSTANCE_PREFIX}${partyId}/${uuid}`;
    if (!/^\d{1,10}$/.test(partyId) || !isUuid(uuid) || !/^[1-9]\d{0,5}$/.test(number)) {
      return refuse(reply, 404, ...NOT_FOUND);
    }
    try {
      const visible = await seen(request, id);
      if (visible === null) {
        const state = links.check({ method: "GET", url: request.url }, clock());
        if (state !== "GOOD") {
          const message =
            state === "EXPIRED"
              ? "The link was good for ten minutes; ask for a new one."
              : "The link was altered. Ask for a new one.";
          return refuse(reply, 403, `LINK_${state}`, message);
        }
      } else if (!visible.includes(id)) return refuse(reply, 404, ...NOT_FOUND);
      const receipt = await store.filling.receipt(id, Number(number));
      if (receipt === null) return refuse(reply, 404, ...NOT_FOUND);
      const accepted = parseAcceptLanguage(request.headers["accept-language"] ?? null);
      return await reply
        .headers(PAGE_HEADERS)
        .send(receiptPage(receipt, languageOf(request.query.lang, accepted)));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return refuse(reply, error.code === "UNAUTHENTICATED" ? 401 : 503, error.code, error.message);
    }
  });
};
