import { resolve } from "node:path";
import {
  bool,
  ConfigError,
  type Environment,
  int,
  oneOf,
  parseConfig,
  parsed,
  secret,
  text,
} from "../lib/config.js";
import type { S3Settings } from "../subgraphs/forms/index.js";
import { forbiddenSwitches } from "./environment.js";
import { gatewaySettings } from "./gateway-settings.js";

/** An issuer whose tokens are accepted. */
export interface IssuerSetting {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly audience: string | null;
}

/** `ISSUER JWKS_URL [AUDIENCE]`, several separated by commas. */
const parseIssuers = (value: string): readonly IssuerSetting[] =>
  value.split(",").map((entry) => {
    const [issuer, jwksUrl, audience = null, ...rest] = entry.trim().split(/\s+/);
    if (!issuer || !jwksUrl || rest.length > 0 || !URL.canParse(jwksUrl)) {
      throw new Error(`"${entry.trim()}" is not of the form ISSUER JWKS_URL [AUDIENCE]`);
    }
    return { issuer, jwksUrl, audience };
  });

const parsePublicUrl = (value: string): string => {
  if (!/^https?:\/\//.test(value) || !URL.canParse(value)) throw new Error(`"${value}" is no http(s) URL`);
  return value.replace(/\/+$/, "");
};

const parseHttpUrl = (value: string): string => {
  if (!/^https?:\/\//.test(value) || !URL.canParse(value)) throw new Error(`"${value}" is no http(s) URL`);
  return value;
};

/** `HOST` or `HOST:PORT`, several separated by commas. */
const parseHosts = (value: string): readonly string[] =>
  value.split(",").map((entry) => {
    const host = entry.trim().toLowerCase();
    if (/^[a-z0-9.-]+(:\d{1,5})?$|^[0-9a-f:]+$/.test(host)) return host;
    throw new Error(`"${entry.trim()}" is not of the form HOST or HOST:PORT`);
  });

/** `URL REGION KEY_ID SECRET_KEY` of a bucket. A problem does not show the key. */
const parseFiles = (value: string): S3Settings => {
  const [url = "", region = "", accessKeyId = "", secretAccessKey = "", ...rest] = value.split(/\s+/);
  const isBucket = /^https?:\/\//.test(url) && URL.canParse(url) && new URL(url).pathname !== "/";
  if (!isBucket || secretAccessKey === "" || rest.length > 0) {
    throw new Error("it is not of the form https://HOST/BUCKET REGION KEY_ID SECRET_KEY");
  }
  return { url, region, accessKeyId, secretAccessKey };
};

/** `URL SECRET`. A problem does not show the secret. */
const parsePaymentProvider = (value: string): { readonly url: string; readonly secret: Uint8Array } => {
  const [url = "", secretText = "", ...rest] = value.split(/\s+/);
  const bytes = Buffer.from(secretText, "utf8");
  if (!/^https?:\/\//.test(url) || !URL.canParse(url) || bytes.length < 32 || rest.length > 0) {
    throw new Error("it is not of the form URL SECRET, with a secret of at least 32 bytes");
  }
  return { url, secret: bytes };
};

const parseDatabaseUrl = (value: string): string => {
  if (!/^postgres(ql)?:\/\//.test(value) || !URL.canParse(value)) {
    throw new Error("it is not of the form postgres://user:password@host:port/database");
  }
  return value;
};

/** What the program is told by its environment; every setting is described in the README. */
export const parseSettings = (environment: Environment) => {
  if (forbiddenSwitches.length > 0) {
    throw new ConfigError(
      forbiddenSwitches.map((name) => `${name}: unset it; it turns the planner's limits off`),
    );
  }
  const settings = parseConfig(environment, {
    port: int("PORT", { min: 0, max: 65_535, default: 4000 }),
    host: text("HOST", "127.0.0.1"),
    publicUrl: parsed<string | null>("TUNET_PUBLIC_URL", null, parsePublicUrl),
    dataDirectory: parsed("TUNET_DATA_DIR", resolve("data"), (value) => resolve(value)),
    databaseUrl: parsed<string | null>("DATABASE_URL", null, parseDatabaseUrl),
    databaseConnections: int("TUNET_DATABASE_CONNECTIONS", { min: 1, max: 500, default: 10 }),
    secret: secret("TUNET_SECRET", { minBytes: 32 }),
    dialogTokenKey: int("TUNET_DIALOG_TOKEN_KEY", { min: 1, max: 1_000_000, default: 1 }),
    issuers: parsed<readonly IssuerSetting[]>("TUNET_ISSUERS", [], parseIssuers),
    demo: oneOf("TUNET_DEMO", ["on", "off"], null),
    demoAgencies: oneOf("TUNET_DEMO_AGENCIES", ["on", "off"], "on"),
    demoDialogs: int("TUNET_DEMO_DIALOGS", { min: 1_000, max: 1_000_000, default: 20_000 }),
    publicIntrospection: parsed<boolean | null>("TUNET_PUBLIC_INTROSPECTION", null, (value) =>
      bool("TUNET_PUBLIC_INTROSPECTION", false).read(value),
    ),
    countLimit: int("TUNET_COUNT_LIMIT", { min: 1, max: 1_000_000, default: 10_000 }),
    countBudgetMillis: int("TUNET_COUNT_BUDGET_MILLIS", { min: 1, max: 60_000, default: 250 }),
    liveDeadlineMillis: int("TUNET_LIVE_DEADLINE_MILLIS", { min: 1, max: 60_000, default: 1_000 }),
    liveMaxItems: int("TUNET_LIVE_MAX_ITEMS", { min: 200, max: 100_000, default: 500 }),
    liveMaxParties: int("TUNET_LIVE_MAX_PARTIES", { min: 1, max: 100_000, default: 500 }),
    searchBudgetMillis: int("TUNET_SEARCH_BUDGET_MILLIS", { min: 1, max: 60_000, default: 150 }),
    accessTrailDays: int("TUNET_ACCESS_TRAIL_DAYS", { min: 1, max: 36_500, default: 730 }),
    files: parsed<S3Settings | null>("TUNET_FILES", null, parseFiles),
    paymentProvider: parsed<ReturnType<typeof parsePaymentProvider> | null>(
      "TUNET_PAYMENT_PROVIDER",
      null,
      parsePaymentProvider,
    ),
    webhookHosts: parsed<readonly string[]>("TUNET_WEBHOOK_HOSTS", [], parseHosts),
    profileUrl: parsed<string | null>("TUNET_PROFILE_URL", null, parseHttpUrl),
    messagesUrl: parsed<string | null>("TUNET_MESSAGES_URL", null, parseHttpUrl),
    messagesToken: text("TUNET_MESSAGES_TOKEN", null),
    registryPages: parsed<boolean | null>("TUNET_REGISTRY_PAGES", null, (value) =>
      bool("TUNET_REGISTRY_PAGES", false).read(value),
    ),
    subgraphHosts: parsed<readonly string[]>("TUNET_SUBGRAPH_HOSTS", [], parseHosts),
    usageDays: int("TUNET_USAGE_DAYS", { min: 1, max: 365, default: 30 }),
    deprecationDays: int("TUNET_DEPRECATION_DAYS", { min: 0, max: 730, default: 30 }),
    sandbox: bool("TUNET_SANDBOX", true),
    subgraphTimeoutMillis: int("TUNET_SUBGRAPH_TIMEOUT_MILLIS", { min: 1, max: 600_000, default: 5_000 }),
    subgraphResponseBytes: int("TUNET_SUBGRAPH_RESPONSE_BYTES", {
      min: 1_024,
      max: 1_073_741_824,
      default: 16_777_216,
    }),
    ...gatewaySettings,
    shutdownGraceMillis: int("TUNET_SHUTDOWN_GRACE_MILLIS", { min: 0, max: 600_000, default: 10_000 }),
    logLevel: oneOf("LOG_LEVEL", ["fatal", "error", "warn", "info", "debug", "trace", "silent"], "info"),
  });
  // The demo is for trying things out: it is on where nobody else issues tokens, and off in production.
  const demo = settings.demo === null ? settings.issuers.length === 0 : settings.demo === "on";
  return {
    ...settings,
    demo,
    publicIntrospection: settings.publicIntrospection ?? demo,
    registryPages: settings.registryPages ?? demo,
    // In the demo an agency's subgraph runs on the same laptop.
    subgraphHosts: [...settings.subgraphHosts, ...(demo ? ["127.0.0.1", "localhost"] : [])],
  };
};

export type Settings = ReturnType<typeof parseSettings>;

/** What counts and searches of the history are bounded by: items, and how long they take. */
export type CountingSettings = Pick<Settings, "countLimit" | "countBudgetMillis" | "searchBudgetMillis">;

export const countingOf = ({
  countLimit,
  countBudgetMillis,
  searchBudgetMillis,
}: CountingSettings): CountingSettings => ({ countLimit, countBudgetMillis, searchBudgetMillis });
