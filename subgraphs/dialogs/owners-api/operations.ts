import type { Clock } from "../../../lib/clock.js";
import type { CursorCodec } from "../../../lib/cursor.js";
import { isUuid } from "../../../lib/ids.js";
import type { AuthorizationPort } from "../../../schema/ports.js";
import type { RoomHttp } from "../../../schema/room.js";
import type { ServicesPort } from "../../../schema/services-port.js";
import type { OwnerStore } from "../store/owners.js";
import type { DialogStore } from "../store.js";
import type { DialogWriter, WriteOptions } from "../writing/index.js";
import type { Caller } from "./callers.js";
import type { Query } from "./query.js";
import { invalid } from "./refusals.js";

/** Where the API is, below the installation's URL: as `https://platform.altinn.no` has it. */
export const API_PATH = "/dialogporten/api/v1/serviceowner";

/** What the operations work with. */
export interface OwnersApi {
  readonly store: DialogStore;
  readonly owners: OwnerStore;
  readonly writer: DialogWriter;
  readonly authorization: AuthorizationPort;
  readonly services: ServicesPort;
  readonly cursors: CursorCodec;
  readonly clock: Clock;
  /** So long a page of a search may be looked for, in milliseconds, before it says how far it came. */
  readonly searchBudgetMillis: number;
  readonly http: Pick<RoomHttp, "onBehalfOf">;
}

/** A request of a service owner who has the scopes that the operation asks for. */
export interface OwnersRequest {
  readonly caller: Caller;
  /** Ids in the path: UUIDs in lower case, and labels as they came. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** What is answered; a `body` is sent as JSON. */
export interface RestAnswer {
  readonly status: 200 | 201 | 204;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** One method on one path. */
export interface Operation {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `API_PATH`, with `:dialogId` for a place. */
  readonly path: string;
  /** All of which the token must have. */
  readonly scopes: readonly string[];
  answer(request: OwnersRequest): Promise<RestAnswer>;
}

/** An operation that needs no owner: the caller may be a system that offers no services. */
export interface SystemOperation extends Omit<Operation, "answer"> {
  readonly isSystem: true;
  answer(request: Omit<OwnersRequest, "caller">): Promise<RestAnswer>;
}

/** The parameter that the path names. */
export const idIn = (params: OwnersRequest["params"], name: string): string => params[name] ?? "";

/**
 * The revision in If-Match; `null` where there is none. Quotes are taken off: some clients' libraries put them on.
 * @throws RestRefusal 400
 */
export const ifMatchOf = ({ headers }: Pick<OwnersRequest, "headers">): string | null => {
  const value = headers["if-match"];
  if (typeof value !== "string" || value.trim() === "") return null;
  const revision = value.trim().replace(/^"(.*)"$/, "$1");
  if (isUuid(revision)) return revision.toLowerCase();
  throw invalid([{ path: "If-Match", message: `"${value}" is no revision: it must be one UUID.` }]);
};

/** How a write is to be done, as the request says. */
export const writeOptionsOf = (request: Pick<OwnersRequest, "headers" | "query">): WriteOptions => {
  const isSilentUpdate = request.query.bool("isSilentUpdate") ?? false;
  request.query.check();
  return { ifMatch: ifMatchOf(request), isSilentUpdate };
};

/** The header that says what a thing is at after a change, or when it was read. */
export const etag = (revision: string): Readonly<Record<string, string>> => ({ etag: revision });
