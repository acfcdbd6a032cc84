import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { systemClock } from "../../lib/clock.js";
import type { Environment } from "../../lib/config.js";
import { messageOf } from "../../lib/errors.js";
import { randomId } from "../../lib/ids.js";
import { createLanguagePort } from "../../subgraphs/profile/index.js";
import { type StartedAgencies, startAgencies } from "../agencies.js";
import {
  demoProbeParties,
  demoRegister,
  demoSandbox,
  demoSandboxWithAgencies,
  mountDemo,
  openIssuer,
  seedDemo,
} from "../demo.js";
import { createDemoMailbox } from "../demo-mailbox.js";
import { openDemoPayments } from "../demo-payments.js";
import { DEMO_SIGN_IN_PATH, mountDemoSignIn } from "../demo-sign-in.js";
import { formsOptionsOf } from "../forms-options.js";
import { openKeys } from "../keys.js";
import { checkAddress, listen } from "../listen.js";
import { locationOf } from "../location.js";
import { messageDelivery } from "../message-delivery.js";
import { openGateway } from "../open-gateway.js";
import { followRegistry, recordUses, urlsOfOthers } from "../registry/follow-registry.js";
import { createRefusalNotes } from "../registry/note-refusals.js";
import { openRegistry, serveRegistry } from "../registry/open-registry.js";
import { sendWithin } from "../room/graph-port.js";
import { openRooms, openStores } from "../rooms.js";
import { runUntilStopped } from "../run.js";
import { countingOf, parseSettings, type Settings } from "../settings.js";
import { createLateSubgraphsPort } from "../subgraphs-port.js";

const welcome = (url: string, settings: Settings): string =>
  [
    "",
    "  Tunet is ready.",
    "",
    `    GraphQL   ${url}/graphql`,
    ...(settings.sandbox ? [`    Sandbox   ${url}/sandbox`] : []),
    `    Registry  ${url}/registry`,
    `    Health    ${url}/health`,
    ...(settings.demo
      ? [
          "",
          "  Sign in as a demo persona: pick one in the sandbox, or",
          "",
          "    npx tunet personas",
          "    npx tunet token --persona accountant",
          ...(settings.messagesUrl === null
            ? ["", `  Messages that are sent to people are shown at ${url}/demo/mailbox`]
            : []),
        ]
      : []),
    "",
  ].join("\n");

const hasAgencies = ({ demo, demoAgencies }: Settings): boolean => demo && demoAgencies === "on";

const sandboxOf = (settings: Settings) => {
  if (!settings.demo) return { signIn: null, examples: [] };
  return hasAgencies(settings) ? demoSandboxWithAgencies : demoSandbox;
};

/** Starts the whole system in this process, and runs until it is told to stop. */
export const start = async (environment: Environment): Promise<void> => {
  const settings = parseSettings(environment);
  await checkAddress(settings.port, settings.host);
  const keys = openKeys(settings);
  const location = locationOf(settings);
  const stores = await openStores({ location });

  if (settings.demo) {
    await seedDemo(stores, {
      location,
      dialogs: settings.demoDialogs,
      clock: systemClock,
      onProgress: (done, total) => console.log(`Making the demo's world: ${done} of ${total} dialogs`),
    });
  }

  const mailbox = settings.demo && settings.messagesUrl === null ? createDemoMailbox() : null;
  let gateway: FastifyInstance | null = null;
  const subgraphs = createLateSubgraphsPort();
  let publicUrl = (): string => settings.publicUrl ?? `http://${settings.host}:${settings.port}`;
  const rooms = openRooms(stores, {
    ...(mailbox === null ? messageDelivery(settings) : { sendMessage: mailbox.send }),
    location,
    callKeys: new Map([[keys.callKey.kid, keys.callKey.publicKey]]),
    cursorKey: keys.cursorKey,
    pseudonymKey: keys.pseudonymKey,
    dialogTokenSeeds: keys.dialogTokenSeeds,
    webhookHosts: settings.webhookHosts,
    clock: systemClock,
    newId: randomId,
    forms: formsOptionsOf(
      settings,
      keys,
      () => publicUrl(),
      sendWithin(() => gateway, settings.requestTimeoutMillis),
    ),
    subgraphs,
    copies: { key: keys.copiesKey, newNonce: randomBytes },
    accessTrailDays: settings.accessTrailDays,
    counting: countingOf(settings),
    live: {
      deadlineMillis: settings.liveDeadlineMillis,
      maxItems: settings.liveMaxItems,
      maxParties: settings.liveMaxParties,
    },
  });
  const issuer = settings.demo ? await openIssuer(settings) : null;
  const registry = await openRegistry(rooms, { location, keys, callKey: keys.callKey, settings });
  const opened = await openGateway(settings, {
    supergraphSdl: registry.served.sdl,
    rooms,
    subgraphUrls: urlsOfOthers(registry.served, rooms),
    subgraphLookup: registry.lookup,
    onUses: (uses) => recordUses(registry, uses),
    onRefusal: createRefusalNotes(registry.store, (error) =>
      console.error(`What an organisation was refused could not be noted: ${messageOf(error)}`),
    ),
    callKey: keys.callKey,
    subgraphs,
    languages: createLanguagePort(stores.profile),
    roomSecret: keys.roomSecret,
    issuers: issuer === null ? [] : [{ issuer: issuer.issuer, jwks: { keys: issuer.jwks } }],
    roomsKey: keys.roomsKey,
    ...(issuer === null
      ? {}
      : { signInUrl: (returnTo: string) => `${DEMO_SIGN_IN_PATH}?to=${encodeURIComponent(returnTo)}` }),
    sandbox: sandboxOf(settings),
    async routes(app, http) {
      mailbox?.mount(app);
      publicUrl = () => http.publicUrl;
      if (issuer !== null) {
        mountDemo(app, issuer);
        mountDemoSignIn(app, issuer);
        await app.register(async (own) => openDemoPayments(own, { location, keys, publicUrl }));
      }
      await app.register(async (own) =>
        serveRegistry(own, registry, { http, keys, hasPages: settings.registryPages }),
      );
    },
  });
  gateway = opened.gateway.app;
  const following = await followRegistry(registry, rooms, { opened, keys });
  let agencies: StartedAgencies | null = null;
  const close = async (): Promise<void> => {
    await following.close();
    await opened.close();
    await agencies?.close(); // after the requests under way, which may need them
    await registry.close();
    await Promise.all(rooms.map((room) => room.close()));
  };
  let url: string;
  try {
    url = await listen(opened.gateway, settings.port, settings.host);
    console.log(welcome(url, settings));
  } catch (error) {
    await close();
    throw error;
  }
  for (const room of rooms) room.startWork?.();
  if (hasAgencies(settings)) {
    agencies = startAgencies({
      dataDirectory: settings.dataDirectory,
      url: url.replace("//0.0.0.0:", "//127.0.0.1:"),
      logger: opened.logger,
      probeParties: demoProbeParties(),
      registerOf: (agency) => demoRegister(agency, location),
    });
  }
  await runUntilStopped(opened.logger, close);
};
