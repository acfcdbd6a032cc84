import type { FastifyReply, FastifyRequest } from "fastify";
import { type Clock, HOUR_MILLIS, MINUTE_MILLIS, SECOND_MILLIS } from "../../../lib/clock.js";
import { createSeal } from "../../../lib/seal.js";
import type { Call } from "../../../schema/call.js";
import type { Language } from "../../../schema/localization.js";
import type { RoomHttp } from "../../../schema/room.js";
import type { PartyUrn } from "../../../schema/urns.js";
import type { AuthenticationLevel, Viewer } from "../../../schema/viewer.js";

/** How long an address that opens a form may be followed. */
export const OPENING_MILLIS = 2 * MINUTE_MILLIS;
/** How long a page is open that nothing is done on. */
const IDLE_MILLIS = 30 * MINUTE_MILLIS;
/** How long one login lasts at most. */
const LONGEST_MILLIS = 8 * HOUR_MILLIS;

const COOKIE = "tunet_form";

/** Who fills in one form in one browser. */
export interface Session {
  readonly party: PartyUrn;
  readonly level: AuthenticationLevel;
  /** `{partyId}/{uuid}`: a session is of one form alone. */
  readonly place: string;
  /** Chosen on the page; `null`: what the browser asks for. */
  readonly language: Language | null;
  /** Milliseconds since 1970 UTC. */
  readonly startedAt: number;
}

/** Lets a browser in, which has no token to show: by an address that the graph gives, and a cookie from then on. */
export interface Sessions {
  /** What stands in an address that opens a form; `null` for whom no page is: programs have the graph. */
  opening(viewer: Viewer, place: string): { readonly secret: string; readonly expiresAt: number } | null;
  /** `null` where it is no such address, or too late. */
  opened(secret: string): Session | null;
  begin(viewer: Viewer, place: string): Session | null;
  of(request: FastifyRequest, place: string): Session | null;
  /** Says to the browser that the session goes on. */
  keep(reply: FastifyReply, session: Session): FastifyReply;
  end(reply: FastifyReply, place: string): FastifyReply;
  callOf(session: Session): Call;
}

interface Sealed extends Session {
  readonly expiresAt: number;
}

const isOfPeople = ({ kind }: Viewer): boolean => kind === "PERSON" || kind === "SELF_IDENTIFIED";

const pathOf = (place: string): string => `/forms/instances/${place}`;

const cookieIn = (request: FastifyRequest): string | null =>
  new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]+)`).exec(request.headers.cookie ?? "")?.[1] ?? null;

/** @param key at least 32 bytes, the same on all nodes */
export const createSessions = (
  key: Uint8Array,
  clock: Clock,
  http: () => Pick<RoomHttp, "publicUrl" | "asSignedIn">,
): Sessions => {
  const openings = createSeal(key, "openings of forms");
  const cookies = createSeal(key, "sessions of forms");

  const begin = (viewer: Viewer, place: string): Session | null =>
    isOfPeople(viewer)
      ? { party: viewer.party, level: viewer.level, place, language: null, startedAt: clock() }
      : null;

  const read = (text: string | null): Session | null => {
    const sealed = text === null ? null : (JSON.parse(text) as Sealed);
    return sealed !== null && sealed.expiresAt > clock() ? sealed : null;
  };

  const cookie = (place: string, value: string, seconds: number): string => {
    const secure = http().publicUrl.startsWith("https:") ? "; Secure" : "";
    return `${COOKIE}=${value}; Path=${pathOf(place)}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
  };

  return {
    begin,
    opening(viewer, place) {
      const session = begin(viewer, place);
      if (session === null) return null;
      const expiresAt = clock() + OPENING_MILLIS;
      return { secret: openings.close(JSON.stringify({ ...session, expiresAt })), expiresAt };
    },
    opened: (secret) => read(openings.open(secret)),
    of(request, place) {
      const value = cookieIn(request);
      const session = value === null ? null : read(cookies.open(value));
      return session?.place === place ? session : null;
    },
    keep(reply, session) {
      const expiresAt = Math.min(clock() + IDLE_MILLIS, session.startedAt + LONGEST_MILLIS);
      const seconds = Math.max(0, Math.floor((expiresAt - clock()) / SECOND_MILLIS));
      const value = cookies.close(JSON.stringify({ ...session, expiresAt }));
      return reply.header("set-cookie", cookie(session.place, value, seconds));
    },
    end: (reply, place) => reply.header("set-cookie", cookie(place, "", 0)),
    callOf: ({ party, level }) => http().asSignedIn(party, level),
  };
};
