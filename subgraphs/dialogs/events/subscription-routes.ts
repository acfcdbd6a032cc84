import type { FastifyInstance, FastifyRequest } from "fastify";
import type { SubscriptionRow } from "../../../drizzle/dialogs/tables.js";
import type { Clock } from "../../../lib/clock.js";
import type { OutboundCheck } from "../../../lib/outbound-address.js";
import type { RoomHttp } from "../../../schema/room.js";
import type { ServicesPort } from "../../../schema/services-port.js";
import { ORGANIZATION_PREFIX } from "../../../schema/urns.js";
import { type Caller, checkScopes, readCaller } from "../owners-api/callers.js";
import { readQuery } from "../owners-api/query.js";
import { invalid, RestRefusal } from "../owners-api/refusals.js";
import { TRIED_FOR_MILLIS } from "../rules/delivering.js";
import type { DeliveryOfEvent } from "../store/event-deliveries.js";
import type { EventStore } from "../store/event-store.js";
import { cloudEventOf } from "./cloud-event.js";
import { readSubscription } from "./subscription-body.js";

/** As Altinn Events names it. */
export const SUBSCRIBE_SCOPE = "altinn:events.subscribe";
const PATH = "/events/api/v1/subscriptions";
const MAX_SUBSCRIPTIONS = 500;
const MAX_RESENT = 1_000;
const BODY_BYTES = 65_536;

/** What the routes of events work with. */
export interface EventRoutesParts {
  readonly events: EventStore;
  readonly services: ServicesPort;
  readonly check: OutboundCheck;
  readonly clock: Clock;
  readonly http: Pick<RoomHttp, "identify" | "publicUrl">;
}

/** `/organisation/313000018`, as Altinn Events names an organisation. */
const organisationOf = (urn: string): string => `/organisation/${urn.replace(ORGANIZATION_PREFIX, "")}`;

const momentOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Altinn Events' subscription; `lastError` is ours. */
const subscriptionOf = (row: SubscriptionRow) => ({
  id: row.id,
  endPoint: row.endPoint,
  sourceFilter: row.sourceFilter,
  subjectFilter: row.subjectFilter,
  alternativeSubjectFilter: null,
  resourceFilter: row.resourceFilter,
  typeFilter: row.typeFilter,
  includeSubunits: false,
  consumer: `/org/${row.org}`,
  createdBy: organisationOf(row.createdBy),
  created: momentOf(row.createdAt),
  validated: row.validatedAt !== null,
  lastError: row.lastError,
});

const deadLetterOf = ({ delivery, event }: DeliveryOfEvent, publicUrl: string) => ({
  place: event.seq,
  attempts: delivery.attempts,
  givenUp: momentOf(delivery.deadAt),
  lastStatus: delivery.lastStatus,
  lastError: delivery.lastError,
  event: cloudEventOf(event, publicUrl),
});

const unknown = (id: string): RestRefusal =>
  new RestRefusal(404, { Subscription: [`There is no subscription ${id} among yours.`] });

const idIn = (request: FastifyRequest): number => {
  const { id = "" } = request.params as { id?: string };
  if (!/^[1-9]\d{0,14}$/.test(id)) throw unknown(`"${id}"`);
  return Number(id);
};

const queryOf = (request: FastifyRequest) => readQuery(request.url.split("?").slice(1).join("?"));

/** Which dead letters to send again; null: all. */
const placesIn = (body: unknown): readonly number[] | null => {
  const places = (body as { places?: unknown } | null | undefined)?.places;
  if (places === undefined || places === null) return null;
  const isList =
    Array.isArray(places) &&
    places.length <= MAX_RESENT &&
    places.every((place) => Number.isSafeInteger(place));
  if (isList) return places;
  throw invalid([
    { path: "places", message: `It must be a list of at most ${MAX_RESENT} places of dead letters.` },
  ]);
};

/** Mounts Altinn Events' subscriptions, and what is ours: the dead letters of each. */
export const mountSubscriptions = (app: FastifyInstance, parts: EventRoutesParts): void => {
  const { events, services, clock, http, check } = parts;
  const callers = new WeakMap<FastifyRequest, Caller>();
  const callerOf = (request: FastifyRequest): Caller => {
    const caller = callers.get(request);
    if (caller === undefined) throw new Error("The route was reached without its caller.");
    return caller;
  };
  const ownSubscription = async (request: FastifyRequest): Promise<SubscriptionRow> => {
    const id = idIn(request);
    const row = await events.subscriptionById(callerOf(request).owner.org, id);
    if (row === null) throw unknown(String(id));
    return row;
  };

  app.addHook("onRequest", async (request) => {
    const call = await http.identify(request);
    checkScopes(call, [SUBSCRIBE_SCOPE]);
    callers.set(request, await readCaller(call, services));
  });

  app.post(PATH, { bodyLimit: BODY_BYTES }, async (request, reply) => {
    const wanted = await readSubscription(request.body, callerOf(request), {
      check,
      services,
      publicUrl: http.publicUrl,
    });
    const made = await events.subscribe(wanted, { now: clock(), limit: MAX_SUBSCRIPTIONS });
    if (made === null) {
      const message = `You have ${MAX_SUBSCRIPTIONS} subscriptions, and no more are possible. Delete one first.`;
      throw new RestRefusal(422, { "": [message] });
    }
    return reply
      .code(made.isNew ? 201 : 200)
      .header("location", `${http.publicUrl}${PATH}/${made.row.id}`)
      .send(subscriptionOf(made.row));
  });

  app.get(PATH, async (request) => {
    const rows = await events.subscriptionsOf(callerOf(request).owner.org);
    return { count: rows.length, subscriptions: rows.map(subscriptionOf) };
  });

  app.get(`${PATH}/:id`, async (request) => subscriptionOf(await ownSubscription(request)));

  app.delete(`${PATH}/:id`, async (request, reply) => {
    const { id } = await ownSubscription(request);
    await events.unsubscribe(callerOf(request).owner.org, id);
    return reply.code(200).send();
  });

  app.get(`${PATH}/:id/deadletters`, async (request) => {
    const query = queryOf(request);
    const after = query.int("after", { min: 0, max: Number.MAX_SAFE_INTEGER }) ?? 0;
    const take = query.int("size", { min: 1, max: 1_000 }) ?? 100;
    query.check();
    const { id } = await ownSubscription(request);
    const letters = await events.deadLetters(id, { after, take });
    return {
      deadLetters: letters.map((letter) => deadLetterOf(letter, http.publicUrl)),
      next: letters.length < take ? null : (letters.at(-1)?.event.seq ?? null),
    };
  });

  app.post(`${PATH}/:id/deadletters/resend`, { bodyLimit: BODY_BYTES }, async (request, reply) => {
    const places = placesIn(request.body);
    const { id } = await ownSubscription(request);
    const now = clock();
    const resent = await events.resendDeadLetters(id, { places, now, giveUpAt: now + TRIED_FOR_MILLIS });
    return reply.code(202).send({ resent });
  });
};
