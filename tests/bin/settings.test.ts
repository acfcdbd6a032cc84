import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parseSettings } from "../../bin/settings.js";
import type { ConfigError } from "../../lib/config.js";

const problemsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    parseSettings(environment);
    return [];
  } catch (error) {
    return (error as ConfigError).problems;
  }
};

describe("the settings", () => {
  it("have defaults that start everything on a laptop, demo included", () => {
    expect(parseSettings({})).toEqual({
      port: 4000,
      host: "127.0.0.1",
      publicUrl: null,
      dataDirectory: resolve("data"),
      databaseUrl: null,
      databaseConnections: 10,
      secret: null,
      dialogTokenKey: 1,
      issuers: [],
      demo: true,
      demoAgencies: "on",
      demoDialogs: 20_000,
      profileUrl: null,
      publicIntrospection: true,
      countLimit: 10_000,
      countBudgetMillis: 250,
      searchBudgetMillis: 150,
      liveDeadlineMillis: 1_000,
      liveMaxItems: 500,
      liveMaxParties: 500,
      accessTrailDays: 730,
      webhookHosts: [],
      messagesUrl: null,
      messagesToken: null,
      registryPages: true,
      subgraphHosts: ["127.0.0.1", "localhost"],
      usageDays: 30,
      deprecationDays: 30,
      files: null,
      paymentProvider: null,
      sandbox: true,
      subgraphTimeoutMillis: 5_000,
      subgraphResponseBytes: 16_777_216,
      engine: "compiled",
      requestTimeoutMillis: 15_000,
      maxInFlight: 1_000,
      maxWaiting: 256,
      maxWaitMillis: 1_000,
      loopLagMillis: 100,
      rateLimit: null,
      collapse: "on",
      subgraphLimits: {},
      maxCost: 100_000,
      trustedDocuments: null,
      trustedOnly: false,
      metrics: false,
      planScope: null,
      trustsTraces: false,
      tracesEndpoint: null,
      serviceName: "tunet-gateway",
      shutdownGraceMillis: 10_000,
      logLevel: "info",
    });
  });

  it("turn the demo and public introspection off as soon as another issuer is trusted", () => {
    const { issuers, demo, publicIntrospection } = parseSettings({
      TUNET_ISSUERS:
        "https://login.example.com https://login.example.com/jwks tunet, https://m.example.com https://m.example.com/jwks",
    });
    expect({ issuers, demo, publicIntrospection }).toEqual({
      issuers: [
        { issuer: "https://login.example.com", jwksUrl: "https://login.example.com/jwks", audience: "tunet" },
        { issuer: "https://m.example.com", jwksUrl: "https://m.example.com/jwks", audience: null },
      ],
      demo: false,
      publicIntrospection: false,
    });
  });

  it("keep the demo where it is asked for by name", () => {
    const { demo } = parseSettings({
      TUNET_DEMO: "on",
      TUNET_ISSUERS: "https://login.example.com https://login.example.com/jwks",
    });
    expect(demo).toBe(true);
  });

  it("take a rate with its burst, or ten seconds' worth of it", () => {
    const rateLimit = (value: string) => parseSettings({ TUNET_RATE_LIMIT: value }).rateLimit;
    expect(rateLimit("5")).toEqual({ requestsPerSecond: 5, burst: 50 });
    expect(rateLimit("0.5 3")).toEqual({ requestsPerSecond: 0.5, burst: 3 });
  });

  it("report every problem at once, and never show a secret", () => {
    expect(
      problemsOf({
        PORT: "http",
        DATABASE_URL: "mysql://localhost/tunet",
        TUNET_SECRET: "short",
        TUNET_ISSUERS: "https://login.example.com",
        TUNET_DEMO: "yes",
        TUNET_SANDBOX: "ture",
        TUNET_SUBGRAPH_TIMEOUT_MILLIS: "0",
        TUNET_RATE_LIMIT: "10 fast",
        OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318",
      }),
    ).toEqual([
      'PORT: "http" is not a whole number from 0 to 65535',
      "DATABASE_URL: it is not of the form postgres://user:password@host:port/database",
      "TUNET_SECRET: the secret has 5 bytes; it needs at least 32",
      'TUNET_ISSUERS: "https://login.example.com" is not of the form ISSUER JWKS_URL [AUDIENCE]',
      'TUNET_DEMO: "yes" is none of on, off',
      'TUNET_SANDBOX: "ture" is neither true nor false',
      'TUNET_SUBGRAPH_TIMEOUT_MILLIS: "0" is not a whole number from 1 to 600000',
      'TUNET_RATE_LIMIT: "10 fast" is not of the form REQUESTS_PER_SECOND [BURST]',
      'OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318" is no http(s) URL',
    ]);
  });
});
