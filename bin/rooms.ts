import type { KeyObject } from "node:crypto";
import type { Database, DatabaseOptions } from "../drizzle/database.js";
import { openDatabase } from "../drizzle/open.js";
import type { Clock } from "../lib/clock.js";
import { createCursorCodec } from "../lib/cursor.js";
import { type NewId, randomSecret } from "../lib/ids.js";
import { strictOutboundPolicy } from "../lib/outbound-address.js";
import { createCallReader } from "../schema/call.js";
import type { Room } from "../schema/room.js";
import type { SubgraphsPort } from "../schema/subgraphs-port.js";
import {
  AuthorizationStore,
  createInstanceAccessPort,
  createPartiesPort,
  createPoliciesPort,
  openAuthorizationPort,
  openAuthorizationRoom,
} from "../subgraphs/authorization/index.js";
import { CatalogueStore, createServicesPort, openCatalogueRoom } from "../subgraphs/catalogue/index.js";
import {
  type CopySettings,
  createDialogsPort,
  DialogStore,
  type DialogTokenSeeds,
  type LiveSettings,
  openDialogsRoom,
} from "../subgraphs/dialogs/index.js";
import { FormsStore, openFormsRoom } from "../subgraphs/forms/index.js";
import { openProfileRoom, ProfileStore, type SendMessage } from "../subgraphs/profile/index.js";
import type { FormsOptions } from "./forms-options.js";
import { ROOM_NAMES, type RoomName } from "./room-names.js";
import type { CountingSettings } from "./settings.js";

/** Everything that the rooms share. */
export interface RoomsOptions {
  readonly location: DatabaseOptions["location"];
  /** Keys that sign calls, by key id. */
  readonly callKeys: ReadonlyMap<string, KeyObject>;
  readonly cursorKey: Uint8Array;
  readonly pseudonymKey: Uint8Array;
  /** Absent: no dialog tokens are issued. */
  readonly dialogTokenSeeds?: DialogTokenSeeds;
  /** Hosts that webhooks may be at beside the open network, as OutboundPolicy has them. */
  readonly webhookHosts?: readonly string[];
  readonly clock: Clock;
  readonly newId: NewId;
  readonly forms: FormsOptions;
  /** Delivers messages to people; absent: nobody does. */
  readonly sendMessage?: SendMessage;
  /** What counts and searches of the history are bounded by. */
  readonly counting?: CountingSettings;
  /** The way to other subgraphs, for live sources of the history; absent: there are none. */
  readonly subgraphs?: SubgraphsPort;
  /** Copies of live sources' last good answers are kept with these; absent: none are. */
  readonly copies?: CopySettings;
  /** What asking live sources is bounded by. */
  readonly live?: Partial<LiveSettings>;
  /** How many days what was done with access is kept. */
  readonly accessTrailDays?: number;
  /** Told of every statement, for logs and for tests that count. */
  onStatement?(room: string, statement: string): void;
}

/** The stores of all rooms, open. */
export interface Stores {
  readonly authorization: AuthorizationStore;
  readonly catalogue: CatalogueStore;
  readonly dialogs: DialogStore;
  readonly forms: FormsStore;
  readonly profile: ProfileStore;
}

/** Opens every room's database; where one can't be opened, none stays open. */
const openDatabases = async (
  options: Pick<RoomsOptions, "location" | "onStatement">,
): Promise<Record<RoomName, Database>> => {
  const opened = await Promise.allSettled(
    ROOM_NAMES.map(async (room) => {
      const onStatement = (statement: string) => options.onStatement?.(room, statement);
      return [room, await openDatabase({ room, location: options.location, onStatement })] as const;
    }),
  );
  const failed = opened.find((result) => result.status === "rejected");
  if (failed === undefined) {
    return Object.fromEntries(
      opened.flatMap((result) => (result.status === "fulfilled" ? [result.value] : [])),
    ) as Record<RoomName, Database>;
  }
  await Promise.allSettled(
    opened.map((result) => (result.status === "fulfilled" ? result.value[1].close() : undefined)),
  );
  throw failed.reason;
};

/** Opens every room's store, e.g. to fill it. */
export const openStores = async (
  options: Pick<RoomsOptions, "location" | "onStatement">,
): Promise<Stores> => {
  const databases = await openDatabases(options);
  return {
    authorization: new AuthorizationStore(databases.authorization),
    catalogue: new CatalogueStore(databases.catalogue),
    dialogs: new DialogStore(databases.dialogs),
    forms: new FormsStore(databases.forms),
    profile: new ProfileStore(databases.profile),
  };
};

/** All rooms in this process, over their stores. Closing a room closes its store. */
export const openRooms = (stores: Stores, options: RoomsOptions): readonly Room[] => {
  const { clock, newId, accessTrailDays } = options;
  const { authorization, trail } = openAuthorizationPort({
    store: stores.authorization,
    clock,
    newId,
    ...(accessTrailDays === undefined ? {} : { accessTrailDays }),
  });
  const readCall = createCallReader(options.callKeys, clock);
  const cursors = createCursorCodec(options.cursorKey);
  const services = createServicesPort(stores.catalogue);
  const parties = createPartiesPort(stores.authorization);
  const shared = { readCall, authorization, cursors, clock };
  return [
    openAuthorizationRoom({ ...shared, store: stores.authorization, services, newId, trail }),
    openCatalogueRoom({
      ...shared,
      store: stores.catalogue,
      policies: createPoliciesPort({ store: stores.authorization, services, clock }),
    }),
    openDialogsRoom({
      ...shared,
      ...options.counting,
      ...(options.live === undefined ? {} : { live: options.live }),
      ...(options.copies === undefined ? {} : { copies: options.copies }),
      store: stores.dialogs,
      services,
      ...(options.subgraphs === undefined ? {} : { subgraphs: options.subgraphs }),
      newId,
      newSecret: randomSecret,
      pseudonymKey: options.pseudonymKey,
      ...(options.dialogTokenSeeds === undefined ? {} : { dialogTokenSeeds: options.dialogTokenSeeds }),
      webhooks: { ...strictOutboundPolicy, allowedHosts: options.webhookHosts ?? [] },
    }),
    openFormsRoom({
      ...shared,
      ...options.forms,
      store: stores.forms,
      newId,
      services,
      parties,
      instanceAccess: createInstanceAccessPort({ store: stores.authorization, services, clock, newId }),
      dialogs: createDialogsPort({ store: stores.dialogs, services, clock, newId }),
    }),
    openProfileRoom({
      ...shared,
      store: stores.profile,
      newId,
      codeKey: options.pseudonymKey,
      sendMessage: options.sendMessage ?? null,
    }),
  ];
};
