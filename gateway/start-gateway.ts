import { readFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../lib/errors.js";
import { packageRoot } from "../lib/package-root.js";
import { createSourceFor } from "./datasource/sources.js";
import { startApollo } from "./http/apollo.js";
import { openFrontDoor } from "./http/front-door.js";
import { mountGraphql } from "./http/graphql-route.js";
import { mountHealth } from "./http/health.js";
import { mountSandbox } from "./http/sandbox-route.js";
import { CALL_HEADER } from "./identity/options.js";
import { createTokenVerifier, type VerifyToken } from "./identity/verify-token.js";
import type { Gateway, GatewayOptions } from "./options.js";
import { createAdmission } from "./protection/admission.js";
import { openSnapshot, type Snapshot } from "./supergraph/snapshot.js";

/** Whoever asks whether this process is ready waits a second or two at most. */
const READINESS_MILLIS = 1_000;

const versionOfThis = (): string =>
  (JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as { version: string }).version;

const checkOptions = (options: GatewayOptions): void => {
  if (options.forwardedHeaders.some((name) => name.toLowerCase() === CALL_HEADER)) {
    throw new Error(`${CALL_HEADER} is the gateway's own: it can't be a forwarded header.`);
  }
};

/** A subgraph that was handed over, or given a URL, and that the supergraph does not have is a mistake. */
const checkNames = (options: GatewayOptions, { subgraphs }: Snapshot): void => {
  const known = new Set(subgraphs.map(({ name }) => name));
  const given = [
    ...options.localSubgraphs.map(({ name }) => name),
    ...Object.keys(options.subgraphUrls ?? {}),
  ];
  const unknown = given.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new Error(
      `The supergraph has no subgraph named ${unknown.join(", ")}; it has ${[...known].join(", ")}.`,
    );
  }
};

const verifierOf = ({ identity, clock, logger }: GatewayOptions): VerifyToken | null =>
  identity === null
    ? null
    : createTokenVerifier(identity.issuers, clock, (issuer, error) =>
        logger.error({ issuer, reason: messageOf(error) }, "An issuer's keys can't be had."),
      );

/** Apollo Server over the snapshot, behind every route. */
const openDoor = async (options: GatewayOptions, snapshot: Snapshot) => {
  const startedAt = options.clock();
  const apollo = await startApollo(snapshot, options.limits, options.logger);
  const { app, drain, isDraining } = openFrontDoor(options);
  mountHealth(app, {
    version: versionOfThis(),
    uptimeMillis: () => options.clock() - startedAt,
    isDraining,
    subgraphs: snapshot.subgraphs,
    readiness: options.readiness,
    checkMillis: READINESS_MILLIS,
  });
  mountGraphql(app, options, {
    apollo,
    admit: createAdmission(snapshot.apiSchema, options.limits),
    verifyToken: verifierOf(options),
  });
  if (options.sandbox !== null) await mountSandbox(app, options.sandbox);
  await options.routes?.(app);
  await app.ready();
  return {
    app,
    async close(): Promise<void> {
      await drain(options.shutdownGraceMillis);
      await apollo.stop();
    },
  };
};

/** Opens everything and mounts every route; what it returns listens when it is told to. */
export const startGateway = async (options: GatewayOptions): Promise<Gateway> => {
  checkOptions(options);
  const snapshot = await openSnapshot({
    supergraphSdl: options.supergraphSdl,
    sourceFor: createSourceFor(options),
    logger: options.logger,
  });
  let door: Awaited<ReturnType<typeof openDoor>>;
  try {
    checkNames(options, snapshot);
    door = await openDoor(options, snapshot);
  } catch (error) {
    await snapshot.close();
    throw error;
  }

  let url: string | null = null;
  let closing: Promise<void> | null = null;
  return {
    app: door.app,
    get url() {
      return url;
    },
    async listen(port, host) {
      url = await door.app.listen({ port, host });
      return url;
    },
    close() {
      closing ??= door.close().finally(() => snapshot.close());
      return closing;
    },
  };
};
