import { SECOND_MILLIS } from "../../lib/clock.js";
import type { Environment } from "../../lib/config.js";
import { messageOf } from "../../lib/errors.js";
import { CommandError } from "../command-error.js";
import { listen } from "../listen.js";
import { openGateway } from "../open-gateway.js";
import { runUntilStopped } from "../run.js";
import { parseSettings } from "../settings.js";
import { openSupergraphSource, watchSupergraph } from "../watch-supergraph.js";

export interface GatewayCommandOptions {
  readonly supergraph: string;
  readonly port?: number;
  readonly host?: string;
  readonly subgraph: Readonly<Record<string, string>>;
  /** Seconds between two looks at the supergraph; it is read once where this is left out. */
  readonly watch?: number;
}

/** Serves a supergraph whose subgraphs are all reached over HTTP. Nobody has to sign in unless issuers are set. */
export const gateway = async (environment: Environment, options: GatewayCommandOptions): Promise<void> => {
  const settings = parseSettings(environment);
  const source = await openSupergraphSource(options.supergraph);
  const opened = await openGateway(settings, {
    supergraphSdl: source.supergraphSdl,
    rooms: [],
    subgraphUrls: options.subgraph,
    issuers: [],
    sandbox: { signIn: null, examples: [] },
  }).catch((cause: unknown) => {
    const reason = messageOf(cause);
    throw new CommandError(`The supergraph from ${options.supergraph} can't be served: ${reason}`, { cause });
  });
  const { logger } = opened;
  try {
    const url = await listen(opened.gateway, options.port ?? settings.port, options.host ?? settings.host);
    logger.info({ url: `${url}/graphql` }, "the gateway is ready");
  } catch (error) {
    await opened.close();
    throw error;
  }
  const stopWatching =
    options.watch === undefined
      ? () => undefined
      : watchSupergraph(source, {
          intervalMillis: options.watch * SECOND_MILLIS,
          swap: (supergraphSdl) => opened.gateway.swap(supergraphSdl),
          onUnreadable: (error) =>
            logger.warn({ reason: messageOf(error) }, "the supergraph could not be read"),
        });
  await runUntilStopped(logger, async () => {
    stopWatching();
    await opened.close();
  });
};
