import { randomBytes } from "node:crypto";
import { type Logger, pino } from "pino";
import { SECOND_MILLIS, systemClock } from "../../lib/clock.js";
import type { Environment } from "../../lib/config.js";
import { messageOf } from "../../lib/errors.js";
import { randomId } from "../../lib/ids.js";
import { createHttpAuthorizationPort } from "../../schema/authorization-client.js";
import { createHttpDialogsPort } from "../../schema/dialogs-client.js";
import { createHttpInstanceAccessPort } from "../../schema/instance-access-port.js";
import { createHttpPartiesPort } from "../../schema/parties-port.js";
import { createHttpPoliciesPort } from "../../schema/policies-client.js";
import { createHttpServicesPort } from "../../schema/services-client.js";
import { createHttpSubgraphsPort } from "../../schema/subgraphs-client.js";
import { fetchCallKeys, type PublishedCallKeys } from "../call-keys.js";
import { CommandError } from "../command-error.js";
import { formsOptionsOf } from "../forms-options.js";
import { type Keys, openKeys } from "../keys.js";
import { listen } from "../listen.js";
import { locationOf } from "../location.js";
import { messageDelivery } from "../message-delivery.js";
import { type SendQuestion, sendNowhere, sendOverHttp } from "../room/graph-port.js";
import {
  type OpenedRoom,
  openAuthorizationAlone,
  openCatalogueAlone,
  openDialogsAlone,
  openFormsAlone,
  openProfileAlone,
} from "../room/open-room.js";
import { openRoomHttp } from "../room/room-http.js";
import { serveRoom } from "../room/serve-room.js";
import { signedByRooms } from "../room-calls.js";
import { isRoomName, ROOM_NAMES, type RoomName } from "../room-names.js";
import { parseRoomSettings, type RoomSettings } from "../room-settings.js";
import { runUntilStopped } from "../run.js";
import { countingOf } from "../settings.js";

export interface RoomCommandOptions {
  readonly port?: number;
  readonly host?: string;
}

const checkName = (name: string): RoomName => {
  if (isRoomName(name)) return name;
  throw new CommandError(`There is no room "${name}". There are: ${ROOM_NAMES.join(", ")}.`);
};

const dialogsUrlOf = ({ dialogsUrl }: RoomSettings): string => {
  if (dialogsUrl !== null) return dialogsUrl;
  throw new CommandError(
    "Set TUNET_DIALOGS_URL to where the dialogs room listens, e.g. http://127.0.0.1:4003: submissions are history there.",
  );
};

const sendTo = ({ gatewayUrl, requestTimeoutMillis }: RoomSettings): SendQuestion =>
  gatewayUrl === null ? sendNowhere : sendOverHttp(gatewayUrl, requestTimeoutMillis);

/** Live sources of the history are asked by way of a gateway; `null`: none are. */
const subgraphsOf = (settings: RoomSettings, { roomSecret }: Keys) => {
  const { gatewayUrl: url, subgraphTimeoutMillis, subgraphResponseBytes } = settings;
  if (url === null) return null;
  return createHttpSubgraphsPort({
    url,
    // The gateway keeps the subgraph's time, and says itself that it is out; its answer holds the subgraph's.
    timeoutMillis: subgraphTimeoutMillis + SECOND_MILLIS,
    maxBytes: subgraphResponseBytes + 65_536,
    roomSecret,
    clock: systemClock,
  });
};

const openNamed = async (
  name: RoomName,
  settings: RoomSettings,
  callKeys: PublishedCallKeys,
): Promise<OpenedRoom & { closePort(): Promise<void> }> => {
  const keys = openKeys(settings);
  const { cursorKey, pseudonymKey, dialogTokenSeeds } = keys;
  const options = {
    location: locationOf(settings),
    callKeys: callKeys.keys,
    cursorKey,
    pseudonymKey,
    dialogTokenSeeds,
    webhookHosts: settings.webhookHosts,
    clock: systemClock,
    newId: randomId,
    forms: formsOptionsOf(
      { ...settings, demo: false },
      keys,
      () => settings.publicUrl ?? "",
      sendTo(settings),
    ),
    copies: { key: keys.copiesKey, newNonce: randomBytes },
    accessTrailDays: settings.accessTrailDays,
    ...messageDelivery(settings),
    counting: countingOf(settings),
    live: {
      deadlineMillis: settings.liveDeadlineMillis,
      maxItems: settings.liveMaxItems,
      maxParties: settings.liveMaxParties,
    },
  };
  const asked = { timeoutMillis: settings.subgraphTimeoutMillis, maxBytes: settings.subgraphResponseBytes };
  const { authorizationUrl, catalogueUrl } = settings;
  if (name === "authorization") {
    const services = catalogueUrl === null ? null : createHttpServicesPort({ url: catalogueUrl, ...asked });
    return {
      ...(await openAuthorizationAlone(services, options)),
      closePort: async () => services?.close(),
    };
  }
  if (authorizationUrl === null) {
    throw new CommandError(
      "Set TUNET_AUTHORIZATION_URL to where the authorization room listens, e.g. http://127.0.0.1:4001.",
    );
  }
  const authorization = createHttpAuthorizationPort({ url: authorizationUrl, ...asked });
  if (name === "catalogue") {
    const policies = createHttpPoliciesPort({ url: authorizationUrl, ...asked });
    return {
      ...(await openCatalogueAlone({ authorization, policies }, options)),
      closePort: async () => {
        await Promise.all([authorization.close(), policies.close()]);
      },
    };
  }
  if (name === "profile") {
    return { ...(await openProfileAlone(authorization, options)), closePort: () => authorization.close() };
  }
  if (catalogueUrl === null) {
    throw new CommandError(
      "Set TUNET_CATALOGUE_URL to where the catalogue listens, e.g. http://127.0.0.1:4002: it knows whose service is whose.",
    );
  }
  const services = createHttpServicesPort({ url: catalogueUrl, ...asked });
  if (name === "forms") {
    const dialogs = createHttpDialogsPort({ url: dialogsUrlOf(settings), ...asked });
    const parties = createHttpPartiesPort({ url: authorizationUrl, ...asked });
    const instanceAccess = createHttpInstanceAccessPort({ url: authorizationUrl, ...asked });
    const ports = { authorization, services, dialogs, parties, instanceAccess };
    return {
      ...(await openFormsAlone(ports, options)),
      closePort: async () => {
        await Promise.all(Object.values(ports).map((port) => port.close()));
      },
    };
  }
  const subgraphs = subgraphsOf(settings, keys);
  return {
    ...(await openDialogsAlone(
      { authorization, services },
      {
        ...options,
        ...(subgraphs === null ? {} : { subgraphs: signedByRooms(subgraphs, keys.roomsKey, systemClock) }),
      },
    )),
    closePort: async () => {
      await Promise.all([authorization.close(), services.close(), subgraphs?.close()]);
    },
  };
};

const fetchKeys = ({ callKeysUrls: urls }: RoomSettings, logger: Logger): PublishedCallKeys => {
  if (urls.length === 0) {
    throw new CommandError(
      "Set TUNET_CALL_KEYS_URL to where the gateway publishes its call keys, " +
        "e.g. http://127.0.0.1:4000/.well-known/call-keys.json.",
    );
  }
  return fetchCallKeys({
    urls,
    clock: systemClock,
    onUnavailable: (url, error) =>
      logger.warn({ url, reason: messageOf(error) }, "the gateway's call keys can't be had"),
  });
};

/** Serves one room over HTTP, and runs until it is told to stop. Answers nobody until it has the gateway's keys. */
export const room = async (
  environment: Environment,
  roomName: string,
  options: RoomCommandOptions,
): Promise<void> => {
  const name = checkName(roomName);
  const settings = parseRoomSettings(environment);
  const logger = pino({ level: settings.logLevel });
  const callKeys = fetchKeys(settings, logger);
  const opened = await openNamed(name, settings, callKeys).catch((error: unknown) => {
    callKeys.close();
    throw error;
  });
  const { shutdownGraceMillis } = settings;
  const { callKey } = openKeys(settings);
  let listensAt: string | null = null;
  const http = openRoomHttp(settings, { issuers: [], callKey, logger, url: () => listensAt });
  const served = serveRoom({ ...opened, callKeys, http, callKey, logger, shutdownGraceMillis });
  const close = async (): Promise<void> => {
    callKeys.close();
    await served.close();
    await opened.closePort();
  };
  try {
    const url = await listen(served, options.port ?? settings.port, options.host ?? settings.host);
    listensAt = url;
    opened.room.startWork?.();
    logger.info({ room: name, url: `${url}/graphql` }, "the room listens");
  } catch (error) {
    await close();
    throw error;
  }
  void callKeys.first.then(() => logger.info({ room: name }, "the room is ready"));
  await runUntilStopped(logger, close);
};
