import { request } from "undici";
import { personas } from "../../demo/index.js";
import { type Environment, parseConfig, parsed, text } from "../../lib/config.js";
import { messageOf } from "../../lib/errors.js";
import { CommandError } from "../command-error.js";
import { openIssuer } from "../demo.js";
import { parseSettings } from "../settings.js";

const TIMEOUT_MILLIS = 60_000;
/** Whoever operates the demo. */
const DEMO_OPERATOR = "operator";

/** Asks a registry, or the graph. */
export interface RegistryClient {
  readonly url: string;
  /** @throws CommandError in the registry's own words */
  ask<Data>(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Data>;
}

const parseUrl = (value: string): string => {
  if (!/^https?:\/\//.test(value) || !URL.canParse(value)) throw new Error(`"${value}" is no http(s) URL`);
  return value.replace(/\/+$/, "");
};

const isLocal = (url: string): boolean => ["127.0.0.1", "localhost", "[::1]"].includes(new URL(url).hostname);

/** Against a demo on this machine nobody needs a token: the demo's own issuer gives one. */
const demoToken = async (environment: Environment): Promise<string> => {
  const persona = personas.find(({ name }) => name === DEMO_OPERATOR);
  if (persona === undefined) throw new Error("The demo has no operator.");
  return (await (await openIssuer(parseSettings(environment))).token(persona)).token;
};

const tokenFor = (url: string, given: string | null, environment: Environment): string | Promise<string> => {
  if (given !== null) return given;
  if (isLocal(url)) return demoToken(environment);
  throw new CommandError(`Set TUNET_TOKEN to a machine token of the organisation that publishes at ${url}.`);
};

interface RegistryAnswer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

const answerOf = async (url: string, token: string, body: object): Promise<RegistryAnswer> => {
  try {
    const answer = await request(url, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MILLIS),
    });
    return (await answer.body.json()) as RegistryAnswer;
  } catch (cause) {
    throw new CommandError(
      `${url} does not answer: ${messageOf(cause)}. Set TUNET_URL to where Tunet runs.`,
      { cause },
    );
  }
};

/**
 * The registry of the installation that TUNET_URL names, asked with TUNET_TOKEN.
 * @param path of another GraphQL API of the installation
 */
export const openRegistryClient = async (
  environment: Environment,
  path: "/registry" | "/graphql" = "/registry",
): Promise<RegistryClient> => {
  const settings = parseConfig(environment, {
    url: parsed<string>("TUNET_URL", "http://127.0.0.1:4000", parseUrl),
    token: text("TUNET_TOKEN", null),
  });
  const { url } = settings;
  const token = await tokenFor(url, settings.token, environment);
  return {
    url,
    async ask<Data>(query: string, variables = {}) {
      const { data, errors } = await answerOf(url + path, token, { query, variables });
      const [error] = errors ?? [];
      if (error === undefined && data != null) return data as Data;
      const code = error?.extensions?.code;
      throw new CommandError(
        `${error?.message ?? `${url}${path} gave no answer.`}${code === undefined ? "" : ` (${code})`}`,
      );
    },
  };
};
