import { readFile } from "node:fs/promises";
import { request } from "undici";
import type { Environment } from "../../lib/config.js";
import { messageOf } from "../../lib/errors.js";
import { CommandError } from "../command-error.js";
import { listen, openGateway } from "../open-gateway.js";
import { runUntilStopped } from "../run.js";
import { parseSettings } from "../settings.js";

export interface GatewayCommandOptions {
  readonly supergraph: string;
  readonly port?: number;
  readonly host?: string;
  readonly subgraph: Readonly<Record<string, string>>;
}

const FETCH_TIMEOUT_MILLIS = 10_000;

const fetchText = async (url: string): Promise<string> => {
  const { statusCode, body } = await request(url, {
    signal: AbortSignal.timeout(FETCH_TIMEOUT_MILLIS),
    headers: { accept: "application/graphql, text/plain, */*" },
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`the answer had status ${statusCode}`);
  return text;
};

/** @param source a file's path, or an http(s) URL */
const readSupergraph = async (source: string): Promise<string> => {
  try {
    return /^https?:\/\//.test(source) ? await fetchText(source) : await readFile(source, "utf8");
  } catch (error) {
    throw new CommandError(`The supergraph could not be read from ${source}: ${messageOf(error)}.`, {
      cause: error,
    });
  }
};

/** Serves a supergraph whose subgraphs are all reached over HTTP. Nobody has to sign in unless issuers are set. */
export const gateway = async (environment: Environment, options: GatewayCommandOptions): Promise<void> => {
  const settings = parseSettings(environment);
  const supergraphSdl = await readSupergraph(options.supergraph);
  const opened = await openGateway(settings, {
    supergraphSdl,
    rooms: [],
    subgraphUrls: options.subgraph,
    issuers: [],
    sandbox: { signIn: null, examples: [] },
  });
  const url = await listen(opened.gateway, options.port ?? settings.port, options.host ?? settings.host);
  opened.logger.info({ url: `${url}/graphql` }, "the gateway is ready");
  await runUntilStopped(opened.logger, () => opened.gateway.close());
};
