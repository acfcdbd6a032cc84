import type { FastifyInstance } from "fastify";
import type { GraphQLSchema } from "graphql";
import type { Call } from "../../schema/call.js";
import type { RoomHttp } from "../../schema/room.js";
import { addressOf, mountCalendar } from "./calendar/index.js";
import { DEFAULT_EXPORTS, DEFAULT_STREAMS, type DialogsConfig } from "./config.js";
import type { DialogsContext } from "./context.js";
import { createDialogChanges } from "./events/changes.js";
import { mountExport } from "./export/index.js";
import type { LiveHistory } from "./live/index.js";
import type { ServiceNames } from "./service-names.js";
import type { CountBounds } from "./store/pieces.js";
import { createStreams, mountStream } from "./stream/index.js";
import { createDialogTokens, type DialogTokens, issuerOf, mountTokenKeys } from "./token/index.js";

/**
 * What end users have of the room beside its graph: dialog tokens, the keys to check them with, subscriptions, the
 * agenda as a calendar, and the export of their history.
 */
export interface EndUserHttp {
  /** `null` where none are issued: there are no keys, or nobody could fetch them as the routes are not mounted. */
  dialogTokens(): DialogTokens | null;
  /** How addresses for calendar programs are made; `null` where nobody could fetch them. */
  calendar(): DialogsContext["calendar"];
  routes(app: FastifyInstance, http: RoomHttp): void;
  close(): void;
}

/** What the room's graph and its routes share. */
export interface EndUserParts {
  readonly schema: GraphQLSchema;
  readonly serviceNames: ServiceNames;
  readonly countBounds: CountBounds;
  readonly searchBudgetMillis: number;
  /** Live sources as a call sees them; `null` where there are none. */
  liveFor(call: Call): LiveHistory | null;
}

export const openEndUserHttp = (config: DialogsConfig, parts: EndUserParts): EndUserHttp => {
  const { schema } = parts;
  const { store, clock, newId, dialogTokenSeeds: seeds, streams: settings = DEFAULT_STREAMS } = config;
  const { newSecret, exports = DEFAULT_EXPORTS } = config;
  let mounted: Pick<RoomHttp, "publicUrl"> | null = null;
  const issuer = (): string => {
    if (mounted === null) throw new Error("No dialog token is issued while nobody could fetch its key.");
    return issuerOf(mounted.publicUrl);
  };
  const tokens = seeds === undefined ? null : createDialogTokens({ seeds, issuer, clock, newId });
  const changes = createDialogChanges(store.events);
  const streams = createStreams({ changes, limits: settings.limits, clock });

  return {
    calendar() {
      if (mounted === null || newSecret === undefined) return null;
      const { publicUrl } = mounted;
      return { newSecret, addressOf: (secret) => addressOf(publicUrl, secret) };
    },
    dialogTokens: () => (mounted === null ? null : tokens),
    routes(app, http) {
      mounted = http;
      mountCalendar(app, { ...config, ...parts, http });
      mountExport(app, { ...config, ...exports, ...parts, http });
      if (tokens === null) return;
      mountTokenKeys(app, tokens, issuer);
      mountStream(app, { schema, tokens, streams, heartbeatMillis: settings.heartbeatMillis });
    },
    close() {
      streams.endAll();
      changes.close();
    },
  };
};
