import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import type { SourceActionRow } from "../../../drizzle/dialogs/tables.js";
import type { Background } from "../../../lib/background.js";
import type { Call } from "../../../schema/call.js";
import type { RoomHttp } from "../../../schema/room.js";
import { ORGANIZATION_PREFIX } from "../../../schema/urns.js";
import type { DialogsConfig } from "../config.js";
import { type Attempt, deliver } from "./deliver.js";
import { createWaitingWork } from "./work.js";

/** What waits for sources, as the room is opened. */
export interface RoomWaiting {
  /** {@link deliver} */
  deliver(row: SourceActionRow, call: Call): Promise<Attempt>;
  routes(app: FastifyInstance, http: RoomHttp): void;
  /** Does what waits; nothing where nobody could sign for who asked. */
  startWork(): void;
  close(): Promise<void>;
}

/** Persons are signed with the login that they had when they asked: it is that which they asked for that is done. */
const callOf = (http: RoomHttp, { owner, level }: SourceActionRow) =>
  owner.startsWith(ORGANIZATION_PREFIX) ? http.asOrganization(owner) : http.asPerson(owner, level);

export const openWaiting = (
  config: Pick<DialogsConfig, "store" | "authorization" | "subgraphs" | "clock" | "newId">,
): RoomWaiting => {
  const { store, authorization, subgraphs, clock, newId } = config;
  let served: RoomHttp | null = null;
  let log: FastifyBaseLogger | null = null;
  let work: Background | null = null;
  const onFault = (fault: unknown): void =>
    log?.error({ err: fault }, "What a source is asked to do could not be done; it is tried again.");
  const parts = subgraphs && { actions: store.actions, subgraphs, authorization, clock };
  return {
    async deliver(row, call) {
      return parts === undefined ? "NO_ANSWER" : deliver(row, () => call, parts, onFault);
    },
    routes(app, http) {
      served = http;
      log = app.log;
    },
    startWork() {
      const http = served;
      if (parts === undefined || http === null || work !== null) return;
      work = createWaitingWork({ ...parts, newId, callOf: (row) => callOf(http, row) }, onFault);
      work.start();
    },
    close: async () => work?.close(),
  };
};
