import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import {
  createOutboundCheck,
  type OutboundPolicy,
  strictOutboundPolicy,
} from "../../../lib/outbound-address.js";
import type { RoomHttp } from "../../../schema/room.js";
import type { DialogsConfig } from "../config.js";
import { mountEvents } from "./routes.js";
import { createWebhookClient } from "./webhook-client.js";
import { createEventWork } from "./work.js";

/** The room's events as the room is opened: what it serves of them, and what it does unasked. */
export interface RoomEvents {
  routes(app: FastifyInstance, http: RoomHttp): Promise<void>;
  startWork(): void;
  close(): Promise<void>;
}

/** @param config `webhooks`: where events may be sent; absent: to the open network, over https */
export const openEvents = (
  config: Pick<DialogsConfig, "store" | "services" | "clock" | "newId"> & {
    readonly webhooks?: OutboundPolicy;
  },
): RoomEvents => {
  const { store, services, clock, newId } = config;
  const check = createOutboundCheck(config.webhooks ?? strictOutboundPolicy);
  let served: RoomHttp | null = null; // asked at each use: a free port is known only once somebody listens
  let log: FastifyBaseLogger | null = null;
  const work = createEventWork(
    {
      events: store.events,
      client: createWebhookClient(check),
      clock,
      newId,
      owner: newId(clock()),
      publicUrl: () => served?.publicUrl ?? "",
    },
    (fault) => log?.error({ err: fault }, "Events could not be delivered; it is tried again."),
  );
  return {
    async routes(app, http) {
      log = app.log;
      served = http;
      await mountEvents(app, { events: store.events, services, check, clock, http });
    },
    startWork: () => work.start(),
    close: () => work.close(),
  };
};
