import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { DEADLINE_KINDS, type DeadlineKind } from "../../../drizzle/dialogs/values-deadlines.js";
import type { Clock } from "../../../lib/clock.js";
import { DomainError } from "../../../lib/errors.js";
import type { Call } from "../../../schema/call.js";
import { type Language, parseAcceptLanguage } from "../../../schema/localization.js";
import type { AuthorizationPort } from "../../../schema/ports.js";
import type { RoomHttp } from "../../../schema/room.js";
import { restrictScope } from "../../../schema/scope.js";
import { decodeWorkspaceId } from "../../../schema/workspace-id.js";
import { refuse, refuseFor, statusOf } from "../end-user-refusals.js";
import { dialogsError } from "../errors.js";
import type { LiveHistory } from "../live/index.js";
import type { DialogStore } from "../store.js";
import { calendarOf } from "./calendar.js";

const AGENDA_PATH = "/agenda.ics";

/** What an address looks like: 32 random bytes. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;

const MAX_ALARM_HOURS = 720;

/** Where a calendar program fetches what a secret opens. */
export const addressOf = (publicUrl: string, secret: string): string => `${publicUrl}/agenda/${secret}.ics`;

export interface CalendarRoutesOptions {
  readonly store: DialogStore;
  readonly authorization: AuthorizationPort;
  /** Live sources as a call sees them; `null` where there are none. */
  liveFor(call: Call): LiveHistory | null;
  readonly clock: Clock;
  readonly http: Pick<RoomHttp, "publicUrl" | "identify" | "asPerson">;
}

const unknownAddress = () =>
  dialogsError(
    "CALENDAR_UNKNOWN",
    "No calendar is at this address: it was revoked, was not used for long, or never was one.",
  );

const parameterOf = ({ query }: FastifyRequest, name: string): string | null => {
  const value = (query as Readonly<Record<string, unknown>>)[name];
  return typeof value === "string" && value !== "" ? value : null;
};

const invalid = (message: string) => dialogsError("CALENDAR_REQUEST_INVALID", message);

const alarmHoursIn = (request: FastifyRequest): number | null => {
  const text = parameterOf(request, "alarmHours");
  if (text === null) return null;
  const hours = Number(text);
  if (/^\d{1,3}$/.test(text) && hours >= 1 && hours <= MAX_ALARM_HOURS) return hours;
  throw invalid(`alarmHours must be a whole number from 1 to ${MAX_ALARM_HOURS}.`);
};

const kindsIn = (request: FastifyRequest): DeadlineKind[] | null => {
  const names = parameterOf(request, "kinds")?.toUpperCase().split(",") ?? null;
  const stray = names?.filter((name) => !DEADLINE_KINDS.some((kind) => kind === name)) ?? [];
  if (stray.length > 0) throw invalid(`kinds must be some of ${DEADLINE_KINDS.join(",")}.`);
  return names === null ? null : DEADLINE_KINDS.filter((kind) => names.includes(kind));
};

/** A calendar, or that it is the same as the program has. */
const sendCalendar = (request: FastifyRequest, reply: FastifyReply, text: string) => {
  const etag = `"${createHash("sha256").update(text).digest("base64url")}"`;
  reply
    .header("etag", etag)
    .header("cache-control", "private, max-age=900")
    .header("referrer-policy", "no-referrer")
    .header("x-robots-tag", "noindex")
    .header("x-content-type-options", "nosniff");
  const known = request.headers["if-none-match"]?.split(",").map((one) => one.trim().replace(/^W\//, ""));
  if (known?.some((one) => one === etag || one === "*") === true) return reply.code(304).send();
  return reply
    .type("text/calendar; charset=utf-8")
    .header("content-disposition", 'inline; filename="agenda.ics"')
    .send(text);
};

/**
 * Mounts the agenda as a calendar: with a bearer token, as the graph is asked, and at secret addresses for programs that
 * can send none. Either way it is asked at that moment what may be read.
 */
export const mountCalendar = (app: FastifyInstance, options: CalendarRoutesOptions): void => {
  const { store, authorization, clock, http } = options;
  const host = (): string => new URL(http.publicUrl).hostname;

  app.register(async (own) => {
    own.setErrorHandler((error, request, reply) => {
      if (error instanceof DomainError && statusOf(error.code) !== null) return refuseFor(reply, error);
      request.log.error({ err: error }, "A calendar could not be made.");
      const message = "Something went wrong here. It has been logged; try again later.";
      return refuse(reply, 500, [{ message, extensions: { code: "INTERNAL_SERVER_ERROR" } }]);
    });

    own.get(AGENDA_PATH, async (request, reply) => {
      const call = await http.identify(request);
      const asked = { kinds: kindsIn(request), alarmHours: alarmHoursIn(request), language: call.language };
      const parties = decodeWorkspaceId(parameterOf(request, "workspace") ?? "everyone");
      if (parties === undefined) throw invalid("workspace is no Workspace.id.");
      const scope = restrictScope(await authorization.scope(call), parties);
      const from = { store, live: options.liveFor(call) };
      return sendCalendar(request, reply, await calendarOf(from, { scope, now: clock() }, asked, host()));
    });

    own.get<{ Params: { secret: string } }>("/agenda/:secret.ics", async (request, reply) => {
      const { secret } = request.params;
      const now = clock();
      const subscription = SECRET.test(secret) ? await store.calendars.open(secret, now) : null;
      if (subscription === null) throw unknownAddress();
      const { owner, level, kinds, parties } = subscription;
      const call = http.asPerson(owner, level);
      const scope = restrictScope(
        await authorization.scope(call),
        parties === null ? null : new Set(parties),
      );
      const language: Language = parseAcceptLanguage(subscription.language);
      const asked = { kinds, language, alarmHours: alarmHoursIn(request) };
      const from = { store, live: options.liveFor(call) };
      return sendCalendar(request, reply, await calendarOf(from, { scope, now }, asked, host()));
    });
  });
};
