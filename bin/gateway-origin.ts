import { SECOND_MILLIS } from "../lib/clock.js";
import { messageOf } from "../lib/errors.js";
import type { SignedSupergraph } from "../registry/index.js";
import { openKeys } from "./keys.js";
import type { openGateway } from "./open-gateway.js";
import { followSupergraph } from "./registry/follow-supergraph.js";
import { openRemoteRegistry } from "./registry/remote-registry.js";
import type { Settings } from "./settings.js";
import { openSupergraphSource, watchSupergraph } from "./watch-supergraph.js";

type Opened = Awaited<ReturnType<typeof openGateway>>;
type SubgraphUrls = Readonly<Record<string, string>>;

/** Where a gateway's supergraph comes from, and how the next one is taken over. */
export interface GatewayOrigin {
  readonly supergraphSdl: string;
  readonly subgraphUrls: SubgraphUrls;
  /** @returns ends it */
  follow(opened: Opened): () => void | Promise<void>;
}

/** A supergraph by itself. @param watchSeconds how often to look whether it has changed; never where left out */
export const originOfFile = async (
  supergraph: string,
  subgraphUrls: SubgraphUrls,
  watchSeconds: number | undefined,
): Promise<GatewayOrigin> => {
  const source = await openSupergraphSource(supergraph);
  return {
    supergraphSdl: source.supergraphSdl,
    subgraphUrls,
    follow: ({ gateway, logger }) =>
      watchSeconds === undefined
        ? () => undefined
        : watchSupergraph(source, {
            intervalMillis: watchSeconds * SECOND_MILLIS,
            swap: (supergraphSdl) => gateway.swap(supergraphSdl),
            onUnreadable: (error) =>
              logger.warn({ reason: messageOf(error) }, "the supergraph could not be read"),
          }),
  };
};

/** What a registry publishes; what it had last where it does not answer. @param subgraphUrls in place of the published ones */
export const originOfRegistry = async (
  url: string,
  settings: Settings,
  subgraphUrls: SubgraphUrls,
): Promise<GatewayOrigin> => {
  const { registryKey, gatewaySecret } = openKeys(settings);
  let problem: string | null = null;
  const remote = openRemoteRegistry({
    url: url.replace(/\/+$/, ""),
    gatewaySecret,
    publicKey: registryKey.publicKey,
    dataDirectory: settings.dataDirectory,
    onFallback(reason, { number }) {
      problem = `The registry does not answer (${reason}); supergraph ${number} is served from disk.`;
    },
  });
  const first = await remote.first();
  const urlsOf = ({ urls }: SignedSupergraph): SubgraphUrls => ({ ...urls, ...subgraphUrls });
  return {
    supergraphSdl: first.sdl,
    subgraphUrls: urlsOf(first),
    follow({ gateway, logger }) {
      if (problem !== null) logger.warn(problem);
      const keep = (supergraph: SignedSupergraph): void => {
        remote
          .keep(supergraph)
          .catch((error: unknown) =>
            logger.error({ reason: messageOf(error) }, "the supergraph could not be kept on disk"),
          );
      };
      keep(first);
      const follower = followSupergraph({
        served: first,
        read: (after) => remote.read(after),
        publicKey: registryKey.publicKey,
        swap: (next) => gateway.swap(next.sdl, { subgraphUrls: urlsOf(next) }),
        onServed(next) {
          keep(next);
          logger.info({ supergraph: next.number }, "The registry's newest supergraph serves.");
        },
        onProblem: (reason) => logger.error({ reason }, "The registry's newest supergraph is not served."),
      });
      return () => follower.close();
    },
  };
};
