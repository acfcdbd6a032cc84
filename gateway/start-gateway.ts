import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SECOND_MILLIS } from "../lib/clock.js";
import { messageOf } from "../lib/errors.js";
import { packageRoot } from "../lib/package-root.js";
import { createTimeLimit } from "./datasource/time-limit.js";
import { startApollo } from "./http/apollo.js";
import { openExpressLane } from "./http/express-lane.js";
import { openFrontDoor } from "./http/front-door.js";
import { type GraphqlRouteParts, mountGraphql } from "./http/graphql-route.js";
import { createGuards } from "./http/guards.js";
import { mountHealth } from "./http/health.js";
import { mountMetrics } from "./http/metrics-route.js";
import { mountSandbox } from "./http/sandbox-route.js";
import { createSharedAnswers } from "./http/shared-answers.js";
import { CALL_HEADER } from "./identity/options.js";
import { createTokenVerifier, type VerifyToken } from "./identity/verify-token.js";
import { createMarkedAsking } from "./marked/ask-marked.js";
import { createMetrics, type GatewayMetrics } from "./observability/metrics.js";
import { createRequestEnded } from "./observability/request-ended.js";
import { createRequestId } from "./observability/request-id.js";
import { createAskTracing, createTracing } from "./observability/tracing.js";
import type { Gateway, GatewayOptions } from "./options.js";
import { createAdmission } from "./protection/admission.js";
import { UNMEASURED, watchLoop } from "./protection/loop-load.js";
import { createRateLimit } from "./protection/rate-limit.js";
import {
  createRefusalLog,
  createTurnstile,
  defaultOverloadLimits,
  type Turnstile,
} from "./protection/turnstile.js";
import type { Generations } from "./supergraph/generations.js";
import { openServing, type Serving } from "./supergraph/serving.js";

/** Whoever asks whether this process is ready waits a second or two at most. */
const READINESS_MILLIS = SECOND_MILLIS;
/** Some subgraphs one after the other, each within its own time. */
const REQUEST_MILLIS = 15 * SECOND_MILLIS;

const versionOfThis = (): string =>
  (JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as { version: string }).version;

const checkOptions = (options: GatewayOptions): void => {
  if (options.forwardedHeaders.some((name) => name.toLowerCase() === CALL_HEADER)) {
    throw new Error(`${CALL_HEADER} is the gateway's own: it can't be a forwarded header.`);
  }
};

const verifierOf = ({ identity, clock, logger }: GatewayOptions): VerifyToken | null =>
  identity === null
    ? null
    : createTokenVerifier(identity.issuers, clock, (issuer, error) =>
        logger.error({ issuer, reason: messageOf(error) }, "An issuer's keys can't be had."),
      );

/** What keeps an eye on the process: how late its event loop is, how much it has taken on, and what that comes to. */
const openWatch = (options: GatewayOptions, generations: () => Generations | null) => {
  const limits = options.overload ?? defaultOverloadLimits;
  const turnstile = createTurnstile(limits);
  const isWatched = limits.loopLagMillis !== null || options.metrics;
  const loop = isWatched ? watchLoop((load) => turnstile.adjust(load)) : null;
  const metrics = options.metrics
    ? createMetrics({
        inFlight: () => turnstile.inFlight,
        waiting: () => turnstile.waiting,
        limit: () => turnstile.limit,
        snapshots: () => generations()?.count ?? 0,
        subgraphs: () => generations()?.current.subgraphs ?? [],
        loop: () => loop?.load ?? UNMEASURED,
      })
    : null;
  return { turnstile, metrics, close: () => loop?.close() };
};

interface DoorParts {
  readonly serving: Serving;
  readonly turnstile: Turnstile;
  readonly metrics: GatewayMetrics | null;
}

/** Apollo Server over the snapshots, behind every route. */
const openDoor = async (options: GatewayOptions, { serving, turnstile, metrics }: DoorParts) => {
  const { clock, logger, limits } = options;
  const { generations, bridge, register, documents, swapper, checkCost } = serving;
  const startedAt = clock();
  const timeoutMillis = options.requestTimeoutMillis ?? REQUEST_MILLIS;
  const apollo = await startApollo({ gateway: bridge.gateway, documents, limits, checkCost, logger });
  const { app, drain, isDraining } = openFrontDoor(options);
  mountHealth(app, {
    version: versionOfThis(),
    uptimeMillis: () => clock() - startedAt,
    isDraining,
    subgraphs: () => generations.current.subgraphs,
    supergraph: () => ({
      id: generations.current.id,
      snapshots: generations.count,
      lastSwap: swapper.last,
    }),
    readiness: options.readiness,
    checkMillis: READINESS_MILLIS,
  });
  if (metrics !== null) mountMetrics(app, metrics);
  const routeParts: GraphqlRouteParts = {
    apollo,
    generations,
    register,
    turnstile,
    metrics,
    options,
    timeoutMillis,
    timeLimit: createTimeLimit(timeoutMillis),
    guards: createGuards({
      admit: createAdmission(limits),
      trusted: serving.trusted,
      verifyToken: verifierOf(options),
      allowPublicIntrospection: options.allowPublicIntrospection,
    }),
    readBodies: new WeakMap(),
    shared: (options.collapsesQueries ?? true) ? createSharedAnswers() : null,
    trusted: serving.trusted,
    takeToken: options.rateLimit === undefined ? null : createRateLimit(options.rateLimit, clock),
    beginTrace: options.tracing === undefined ? null : createTracing(options.tracing),
    maySeePlan: (claims) => options.maySeePlan?.(claims) ?? options.identity === null,
    onEnded: createRequestEnded({
      metrics,
      isLogged: () => logger.isLevelEnabled("info"),
      onShed: createRefusalLog(clock, (refused) =>
        logger.warn({ refused }, "Requests are refused: there are more than can be taken on."),
      ),
    }),
  };
  mountGraphql(app, routeParts);
  if (options.sandbox !== null) await mountSandbox(app, options.sandbox);
  await options.routes?.(app);
  await app.ready();
  openExpressLane(app.server, {
    ...routeParts,
    logger: app.log,
    maxBodyBytes: limits.bodyBytes,
    isDraining,
    requestId: createRequestId(options.newId, clock),
  });
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
  let serving: Serving | null = null;
  const watch = openWatch(options, () => serving?.generations ?? null);
  const closeRest = async (): Promise<void> => {
    await serving?.close();
    watch.close();
  };
  const openAll = async () => {
    const opened = await openServing(options, watch.metrics);
    serving = opened;
    return { serving: opened, door: await openDoor(options, { serving: opened, ...watch }) };
  };
  const { door, serving: served } = await openAll().catch(async (error: unknown) => {
    await closeRest();
    throw error;
  });

  const { generations } = served;
  const asking = createMarkedAsking({
    ...options,
    generations,
    metrics: watch.metrics,
    beginTrace: options.tracing === undefined ? null : createAskTracing(),
    log: door.app.log,
  });
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
    swap: (supergraphSdl, changes = {}) => served.swapper.swap(supergraphSdl, changes),
    marked: asking.marked,
    ask: asking.ask,
    close() {
      closing ??= door.close().finally(closeRest);
      return closing;
    },
  };
};
