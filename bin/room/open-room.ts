import { openDatabase } from "../../drizzle/open.js";
import { createCursorCodec } from "../../lib/cursor.js";
import { createCallReader } from "../../schema/call.js";
import type { AuthorizationPort } from "../../schema/ports.js";
import type { Room } from "../../schema/room.js";
import {
  AuthorizationStore,
  createAuthorizationPort,
  openAuthorizationRoom,
} from "../../subgraphs/authorization/index.js";
import { CatalogueStore, openCatalogueRoom } from "../../subgraphs/catalogue/index.js";
import { DialogStore, openDialogsRoom } from "../../subgraphs/dialogs/index.js";
import { FormsStore, openFormsRoom } from "../../subgraphs/forms/index.js";
import type { RoomName, RoomsOptions } from "../rooms.js";
import type { ServedRoomOptions } from "./serve-room.js";

/** A room by itself: what is served of it. */
export type OpenedRoom = Pick<ServedRoomOptions, "room" | "port">;

/** The authorization room with its port, over its own database. */
export const openAuthorizationAlone = async (options: RoomsOptions): Promise<OpenedRoom> => {
  const { location, clock } = options;
  const store = new AuthorizationStore(await openDatabase({ room: "authorization", location }));
  const authorization = createAuthorizationPort({ store, clock });
  const readCall = createCallReader(options.callKeys, clock);
  const cursors = createCursorCodec(options.cursorKey);
  return {
    room: openAuthorizationRoom({ store, readCall, authorization, cursors }),
    port: { authorization, readCall },
  };
};

/** Any other room, over its own database. @param authorization in the authorization room's process */
export const openRoomAlone = async (
  name: Exclude<RoomName, "authorization">,
  authorization: AuthorizationPort,
  options: RoomsOptions,
): Promise<OpenedRoom> => {
  const { location, clock, newId, pseudonymKey } = options;
  const database = await openDatabase({ room: name, location });
  const readCall = createCallReader(options.callKeys, clock);
  const shared = { readCall, authorization, clock, cursors: createCursorCodec(options.cursorKey) };
  const open: Record<typeof name, () => Room> = {
    catalogue: () => openCatalogueRoom({ ...shared, store: new CatalogueStore(database) }),
    dialogs: () => openDialogsRoom({ ...shared, store: new DialogStore(database), newId, pseudonymKey }),
    forms: () => openFormsRoom({ ...shared, store: new FormsStore(database) }),
  };
  return { room: open[name](), port: null };
};
