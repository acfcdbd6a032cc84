import type { Environment } from "../../lib/config.js";
import { messageOf } from "../../lib/errors.js";
import { createOutboundCheck, strictOutboundPolicy } from "../../lib/outbound-address.js";
import { createHttpLanguagePort } from "../../schema/language-port.js";
import { CommandError } from "../command-error.js";
import { type GatewayOrigin, originOfFile, originOfRegistry } from "../gateway-origin.js";
import { openKeys } from "../keys.js";
import { listen } from "../listen.js";
import { openGateway } from "../open-gateway.js";
import { runUntilStopped } from "../run.js";
import { parseSettings, type Settings } from "../settings.js";

const LANGUAGE_TIMEOUT_MILLIS = 300;
const LANGUAGE_BYTES = 1_024;

export interface GatewayCommandOptions {
  /** A file or a URL; absent where a registry is followed. */
  readonly supergraph?: string;
  /** URL of the registry to follow. */
  readonly registry?: string;
  readonly port?: number;
  readonly host?: string;
  readonly subgraph: Readonly<Record<string, string>>;
  /** Seconds between two looks at the supergraph; it is read once where this is left out. */
  readonly watch?: number;
}

const originOf = (settings: Settings, options: GatewayCommandOptions): Promise<GatewayOrigin> => {
  const { supergraph, registry, subgraph, watch } = options;
  if (supergraph !== undefined && registry === undefined) return originOfFile(supergraph, subgraph, watch);
  if (supergraph === undefined && registry !== undefined)
    return originOfRegistry(registry, settings, subgraph);
  throw new CommandError(
    "Name a supergraph (--supergraph FILE|URL), or a registry to follow (--registry URL).",
  );
};

/** What others have registered may not lead inside; what the operator names by hand goes where it says. */
const lookupFor = ({ registry }: GatewayCommandOptions, { subgraphHosts: allowedHosts }: Settings) =>
  registry === undefined
    ? {}
    : { subgraphLookup: createOutboundCheck({ ...strictOutboundPolicy, allowedHosts }).lookup };

/** What the rooms of this installation are known by. */
const roomsOf = (settings: Settings) => {
  const { roomsKey, roomSecret } = openKeys(settings);
  return { roomsKey, roomSecret };
};

/** The profile in its own process. It is waited for no longer than somebody would notice. */
const languagesOf = ({ profileUrl, issuers }: Settings) =>
  profileUrl === null || issuers.length === 0
    ? null
    : createHttpLanguagePort({
        url: profileUrl,
        timeoutMillis: LANGUAGE_TIMEOUT_MILLIS,
        maxBytes: LANGUAGE_BYTES,
      });

/** Serves a supergraph whose subgraphs are all reached over HTTP. Nobody has to sign in unless issuers are set. */
export const gateway = async (environment: Environment, options: GatewayCommandOptions): Promise<void> => {
  const settings = parseSettings(environment);
  const origin = await originOf(settings, options);
  const languages = languagesOf(settings);
  const opened = await openGateway(settings, {
    supergraphSdl: origin.supergraphSdl,
    rooms: [],
    subgraphUrls: origin.subgraphUrls,
    ...lookupFor(options, settings),
    ...(languages === null ? {} : { languages }),
    issuers: [],
    // The rooms of an installation have its secret; where nobody signs in there is nothing to let them do.
    ...(settings.issuers.length === 0 ? {} : roomsOf(settings)),
    sandbox: { signIn: null, examples: [] },
  }).catch((cause: unknown) => {
    const from = options.supergraph ?? options.registry;
    throw new CommandError(`The supergraph from ${from} can't be served: ${messageOf(cause)}`, { cause });
  });
  const { logger } = opened;
  try {
    const url = await listen(opened.gateway, options.port ?? settings.port, options.host ?? settings.host);
    logger.info({ url: `${url}/graphql` }, "the gateway is ready");
  } catch (error) {
    await opened.close();
    throw error;
  }
  const stopFollowing = origin.follow(opened);
  await runUntilStopped(logger, async () => {
    await stopFollowing();
    await opened.close();
    await languages?.close();
  });
};
