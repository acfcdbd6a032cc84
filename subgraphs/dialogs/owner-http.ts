import type { FastifyInstance } from "fastify";
import type { RoomHttp } from "../../schema/room.js";
import { mountBulk } from "./bulk/routes.js";
import { DEFAULT_SEARCH_BUDGET_MILLIS, type DialogsConfig } from "./config.js";
import { openEvents } from "./events/open-events.js";
import { mountOwnersApi } from "./owners-api/index.js";
import { openDialogWriter } from "./writing/index.js";

/** What service owners have of the room beside its graph: many dialogs at once, the change feed, and webhooks. */
export interface OwnerHttp {
  routes(app: FastifyInstance, http: RoomHttp): Promise<void>;
  /** Announces dialogs when they become visible, and delivers events to webhooks, until it is closed. */
  startWork(): void;
  close(): Promise<void>;
}

export const openOwnerHttp = (config: DialogsConfig): OwnerHttp => {
  const { store, services, clock, newId, searchBudgetMillis = DEFAULT_SEARCH_BUDGET_MILLIS } = config;
  const writer = openDialogWriter({ store, clock, newId });
  const events = openEvents(config);
  return {
    async routes(app, http) {
      await mountBulk(app, { writer, services, http });
      await events.routes(app, http);
      await app.register(async (own) =>
        mountOwnersApi(own, http, { ...config, searchBudgetMillis, owners: store.owners, writer }),
      );
    },
    startWork: () => events.startWork(),
    close: () => events.close(),
  };
};
