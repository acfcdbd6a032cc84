import { openDatabase } from "../../drizzle/open.js";
import { createCursorCodec } from "../../lib/cursor.js";
import { randomSecret } from "../../lib/ids.js";
import { strictOutboundPolicy } from "../../lib/outbound-address.js";
import { createCallReader } from "../../schema/call.js";
import type { PoliciesPort } from "../../schema/policies-port.js";
import type { AuthorizationPort } from "../../schema/ports.js";
import type { ServicesPort } from "../../schema/services-port.js";
import {
  AuthorizationStore,
  createInstanceAccessPort,
  createPartiesPort,
  createPoliciesPort,
  openAuthorizationPort,
  openAuthorizationRoom,
} from "../../subgraphs/authorization/index.js";
import { CatalogueStore, createServicesPort, openCatalogueRoom } from "../../subgraphs/catalogue/index.js";
import { createDialogsPort, DialogStore, openDialogsRoom } from "../../subgraphs/dialogs/index.js";
import { type FormsConfig, FormsStore, openFormsRoom } from "../../subgraphs/forms/index.js";
import { createLanguagePort, openProfileRoom, ProfileStore } from "../../subgraphs/profile/index.js";
import type { RoomsOptions } from "../rooms.js";
import type { ServedRoomOptions } from "./serve-room.js";

/** A room by itself: what is served of it. */
export type OpenedRoom = Pick<ServedRoomOptions, "room" | "port">;

/**
 * The authorization room with its port, over its own database.
 * @param services in the catalogue's process; `null` where it is not known
 */
export const openAuthorizationAlone = async (
  services: ServicesPort | null,
  options: RoomsOptions,
): Promise<OpenedRoom> => {
  const { location, clock, newId, accessTrailDays } = options;
  const store = new AuthorizationStore(await openDatabase({ room: "authorization", location }));
  const { authorization, trail } = openAuthorizationPort({
    store,
    clock,
    newId,
    ...(accessTrailDays === undefined ? {} : { accessTrailDays }),
  });
  const readCall = createCallReader(options.callKeys, clock);
  const cursors = createCursorCodec(options.cursorKey);
  const ports = { authorization, ...(services === null ? {} : { services }) };
  return {
    room: openAuthorizationRoom({ ...ports, store, readCall, cursors, clock, newId, trail }),
    port: {
      authorization,
      parties: createPartiesPort(store),
      policies: createPoliciesPort({ store, clock, ...(services === null ? {} : { services }) }),
      instanceAccess: createInstanceAccessPort({
        store,
        clock,
        newId,
        ...(services === null ? {} : { services }),
      }),
      readCall,
    },
  };
};

/** The catalogue with its port, over its own database. @param ports in the authorization room's process */
export const openCatalogueAlone = async (
  ports: { readonly authorization: AuthorizationPort; readonly policies: PoliciesPort },
  options: RoomsOptions,
): Promise<OpenedRoom> => {
  const { location, clock } = options;
  const store = new CatalogueStore(await openDatabase({ room: "catalogue", location }));
  const readCall = createCallReader(options.callKeys, clock);
  const cursors = createCursorCodec(options.cursorKey);
  return {
    room: openCatalogueRoom({ ...ports, store, readCall, cursors, clock }),
    port: { services: createServicesPort(store), readCall },
  };
};

/** The dialogs, over their own database. @param ports in the other rooms' processes */
export const openDialogsAlone = async (
  ports: { readonly authorization: AuthorizationPort; readonly services: ServicesPort },
  options: RoomsOptions,
): Promise<OpenedRoom> => {
  const { location, clock, newId, pseudonymKey, dialogTokenSeeds: seeds } = options;
  const store = new DialogStore(await openDatabase({ room: "dialogs", location }));
  const readCall = createCallReader(options.callKeys, clock);
  const cursors = createCursorCodec(options.cursorKey);
  return {
    room: openDialogsRoom({
      ...ports,
      ...options.counting,
      ...(options.subgraphs === undefined ? {} : { subgraphs: options.subgraphs }),
      ...(options.live === undefined ? {} : { live: options.live }),
      store,
      readCall,
      cursors,
      clock,
      newId,
      newSecret: randomSecret,
      pseudonymKey,
      ...(seeds === undefined ? {} : { dialogTokenSeeds: seeds }),
      webhooks: { ...strictOutboundPolicy, allowedHosts: options.webhookHosts ?? [] },
    }),
    port: { dialogs: createDialogsPort({ store, services: ports.services, clock, newId }), readCall },
  };
};

/** The forms, over their own database. @param ports in the other rooms' processes */
export const openFormsAlone = async (
  ports: Pick<FormsConfig, "authorization" | "services" | "dialogs" | "parties" | "instanceAccess">,
  options: RoomsOptions,
): Promise<OpenedRoom> => {
  const { location, clock, newId, forms } = options;
  const store = new FormsStore(await openDatabase({ room: "forms", location }));
  const readCall = createCallReader(options.callKeys, clock);
  const cursors = createCursorCodec(options.cursorKey);
  return { room: openFormsRoom({ ...ports, ...forms, store, readCall, clock, newId, cursors }), port: null };
};

/** The profiles, over their own database. @param authorization in the authorization room's process */
export const openProfileAlone = async (
  authorization: AuthorizationPort,
  options: RoomsOptions,
): Promise<OpenedRoom> => {
  const { location, clock, newId, pseudonymKey: codeKey, sendMessage = null } = options;
  const store = new ProfileStore(await openDatabase({ room: "profile", location }));
  const readCall = createCallReader(options.callKeys, clock);
  return {
    room: openProfileRoom({ store, readCall, authorization, clock, newId, codeKey, sendMessage }),
    port: { readCall, languages: createLanguagePort(store) },
  };
};
