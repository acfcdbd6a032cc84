import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import { createOutboundCheck, strictOutboundPolicy } from "../../../lib/outbound-address.js";
import type { RoomHttp } from "../../../schema/room.js";
import type { DialogsConfig } from "../config.js";
import { mountEvents } from "./routes.js";
import { createWebhookClient } from "./webhook-client.js";
import { createEventWork, type EventWork } from "./work.js";

/** The room's events as the room is opened: what it serves of them, and what it does unasked. */
export interface RoomEvents {
  routes(app: FastifyInstance, http: RoomHttp): Promise<void>;
  startWork(): void;
  close(): Promise<void>;
}

export const openEvents = (
  config: Pick<DialogsConfig, "store" | "services" | "clock" | "newId" | "webhooks">,
): RoomEvents => {
  const { store, services, clock, newId } = config;
  const check = createOutboundCheck(config.webhooks ?? strictOutboundPolicy);
  let served: RoomHttp | null = null; // asked at each use: a free port is known only once somebody listens
  let log: FastifyBaseLogger | null = null;
  let work: EventWork | null = null;
  return {
    async routes(app, http) {
      log = app.log;
      served = http;
      await mountEvents(app, { events: store.events, services, check, clock, http });
    },
    startWork() {
      work ??= createEventWork(
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
      work.start();
    },
    close: async () => work?.close(),
  };
};
