import type { FastifyInstance, FastifyRequest } from "fastify";
import { SECOND_MILLIS } from "../../../lib/clock.js";
import { checkScopes, readCaller, SERVICE_PROVIDER } from "../owners-api/callers.js";
import { readQuery } from "../owners-api/query.js";
import type { EventFilter } from "../store/event-feed.js";
import type { EventStore } from "../store/event-store.js";
import { feedEventOf } from "./cloud-event.js";
import { DIALOG_EVENT_TYPES } from "./new-event.js";
import type { EventRoutesParts } from "./subscription-routes.js";

const PATH = "/events";
const MAX_SIZE = 1_000;
const MAX_WAIT_SECONDS = 30;
const MAX_RESOURCES = 20;
/** Requests that wait for news at a time; more are answered at once. */
const MAX_WAITING = 250;

interface FeedRequest {
  readonly since: number;
  readonly size: number;
  readonly waitMillis: number;
  readonly resources: readonly string[] | null;
  readonly types: readonly string[] | null;
}

const orNull = <T>(list: readonly T[]): readonly T[] | null => (list.length === 0 ? null : list);

const readRequest = (request: FastifyRequest): FeedRequest => {
  const query = readQuery(request.url.split("?").slice(1).join("?"));
  const since = query.int("since", { min: 0, max: Number.MAX_SAFE_INTEGER }) ?? 0;
  const size = query.int("size", { min: 1, max: MAX_SIZE }) ?? 100;
  const wait = query.int("wait", { min: 0, max: MAX_WAIT_SECONDS }) ?? 0;
  const resources = query.texts("resource");
  if (resources.length > MAX_RESOURCES) {
    query.problem("resource", `There are more than ${MAX_RESOURCES} of them.`);
  }
  const types = query.words("type", DIALOG_EVENT_TYPES);
  query.check();
  return {
    since,
    size,
    waitMillis: wait * SECOND_MILLIS,
    resources: orNull(resources),
    types: orNull(types),
  };
};

const readPage = async (events: EventStore, filter: EventFilter, { since, size }: FeedRequest) => {
  const upTo = await events.completeUpTo();
  const rows = await events.between(filter, { after: since, upTo, take: size });
  const hasMore = rows.length === size;
  // A reader that is through goes on after everything that was none of its own.
  return { rows, hasMore, next: hasMore ? (rows.at(-1)?.seq ?? since) : Math.max(upTo, since) };
};

/** Waits that end when something happens, when their time is over, or when whoever serves them ends. */
const createWaits = (events: EventStore) => {
  const waiting = new Set<() => void>();
  let isClosed = false;
  return {
    /** @returns false where nobody may wait: the time is over, too many wait already, or the program ends */
    forNews(millis: number): Promise<boolean> {
      if (isClosed || waiting.size >= MAX_WAITING || millis <= 0) return Promise.resolve(false);
      return new Promise((resolve) => {
        const end = (): void => {
          clearTimeout(timer);
          endNews();
          waiting.delete(end);
          resolve(true);
        };
        const timer = setTimeout(end, millis);
        const endNews = events.signal.onNews(end);
        waiting.add(end);
      });
    },
    close(): void {
      isClosed = true;
      for (const end of [...waiting]) end();
    },
  };
};

/**
 * Mounts the change feed: an owner's events from any place on, silent ones as well, with deletions marked. A consumer
 * that keeps `next` and asks again misses nothing, and may begin anew at any place it has been.
 */
export const mountFeed = (app: FastifyInstance, { events, services, http }: EventRoutesParts): void => {
  const waits = createWaits(events);
  app.addHook("preClose", async () => waits.close());

  app.get(PATH, async (request, reply) => {
    const call = await http.identify(request);
    checkScopes(call, [SERVICE_PROVIDER]);
    const { owner } = await readCaller(call, services);
    const asked = readRequest(request);
    const filter: EventFilter = {
      org: owner.org,
      resources: asked.resources,
      types: asked.types,
      party: null,
      dialogId: null,
      isAloud: false,
    };
    const until = performance.now() + asked.waitMillis;
    let page = await readPage(events, filter, asked);
    while (page.rows.length === 0 && !request.raw.socket.destroyed) {
      if (!(await waits.forNews(until - performance.now()))) break;
      page = await readPage(events, filter, { ...asked, since: page.next });
    }
    return reply.header("cache-control", "no-store").send({
      events: page.rows.map((event) => feedEventOf(event, http.publicUrl)),
      next: page.next,
      hasMore: page.hasMore,
    });
  });
};
