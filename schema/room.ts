import type { FastifyInstance, FastifyRequest } from "fastify";
import type { GraphQLSchema } from "graphql";
import type { Call, CallHeaders } from "./call.js";
import type { PartyUrn } from "./urns.js";
import type { AuthenticationLevel } from "./viewer.js";

/** What somebody tried to do, and was refused. */
export interface RefusedAttempt {
  /** What was to be done, e.g. `PATCH /dialogs/{dialogId}`. */
  readonly action: string;
  /** What it was to be done to. */
  readonly subject: string;
  /** As it was answered. */
  readonly code: string;
  readonly reason: string;
}

/** What a room's plain HTTP routes are given by whoever serves them. */
export interface RoomHttp {
  /** Where clients reach this installation, without a trailing slash: for links, issuers and sources of events. */
  readonly publicUrl: string;
  /**
   * Who asks, by the request's bearer token, as the gateway checks it for `/graphql`.
   * @throws DomainError `UNAUTHENTICATED`, `VIEWER_UNKNOWN` or `IDENTITY_UNAVAILABLE`; the room says it in its own shape
   */
  identify(request: FastifyRequest): Promise<Call>;
  /**
   * The call of a person on whose behalf an organisation asks, signed as the organisation's was, and with a strong
   * login: the organisation is shown nothing that it did not write itself, and asks only whether the person may see it.
   * The token still names the organisation (`consumer`).
   * @param person with a person number
   */
  onBehalfOf(call: Call, person: PartyUrn): Call;
  /**
   * Notes in the installation's audit log that an organisation reached for what is not its own. Never rejects, and
   * nothing waits for it. Absent where there is no such log.
   */
  noteRefusal?(call: Call, attempt: RefusedAttempt): void;
  /** The call of an organisation, for what a room does unasked on its behalf. Good for a minute. */
  asOrganization(organization: PartyUrn): Call;
  /**
   * The call of a person who is not there, for what they have asked for beforehand. Good for a minute.
   * @param person with a person number, or an address at which they identify themselves
   * @param level how strong a login it counts as: never a stronger one than they had when they asked for it
   */
  asPerson(person: PartyUrn, level: number): Call;
  /**
   * The call of a person who signed in here a while ago and has a page open in a browser, which has no token to show: the
   * room kept who it is, sealed, and asks for no longer than it said. Good for a minute.
   * @param person with a person number, or an address at which they identify themselves
   * @param level of the login that they showed
   */
  asSignedIn(person: PartyUrn, level: AuthenticationLevel): Call;
  /** Where a browser signs in that comes without a token, and is sent back from: absent where there is no such page. */
  readonly signInUrl?: (returnTo: string) => string;
  /** The call of nobody in particular, for what a room asks unasked that anybody may know. Good for a minute. */
  asAnybody(): Call;
}

/** A room as the composition root sees it: a subgraph, and what keeps it running. */
export interface Room {
  /** The subgraph's name in the supergraph. */
  readonly name: string;
  /** Executable, with `_entities` and `_service`. */
  readonly schema: GraphQLSchema;
  /** Federation 2 SDL, as it is published. */
  readonly sdl: string;
  /**
   * The context of one call, with loaders of its own.
   * @throws DomainError `CALL_NOT_SIGNED` where the call is not signed by the gateway
   */
  contextFor(headers: CallHeaders): object;
  /**
   * Mounts what the room serves over plain HTTP beside its graph, each under its published path. Called within a
   * Fastify context of the room's own, so that its hooks, parsers and error handler are nobody else's.
   */
  routes?(app: FastifyInstance, http: RoomHttp): void | Promise<void>;
  /** Starts what the room does unasked, e.g. delivering events; `close` ends it. Called once, when all is open. */
  startWork?(): void;
  /** Rejects where the room can't answer (its database is away). */
  ping(): Promise<void>;
  close(): Promise<void>;
}
