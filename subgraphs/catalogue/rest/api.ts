import type { FastifyRequest } from "fastify";
import type { ServiceOwnerRow, ServiceResourceRow } from "../../../drizzle/catalogue/tables.js";
import type { CursorCodec } from "../../../lib/cursor.js";
import type { PoliciesPort } from "../../../schema/policies-port.js";
import type { RoomHttp } from "../../../schema/room.js";
import { type OwnerCaller, readOwner } from "../owners/callers.js";
import { urnOf } from "../owners/document.js";
import type { ServiceWriter } from "../owners/writer.js";
import type { CatalogueStore } from "../store.js";
import { noSuchResource, RestRefusal } from "./refusals.js";
import { resourceBody } from "./resource-body.js";

/** As Altinn Resource Registry has it. */
export const API_PATH = "/resourceregistry/api/v1";

/** What the routes work with. */
export interface RestApi {
  readonly store: CatalogueStore;
  readonly writer: ServiceWriter;
  readonly policies: PoliciesPort;
  readonly cursors: CursorCodec;
  readonly http: Pick<RoomHttp, "identify" | "asAnybody" | "publicUrl">;
}

/** @throws RestRefusal 403 where they are no owner with the scope; DomainError where the token is none */
export const callerOf = async (
  { store, http }: RestApi,
  request: FastifyRequest,
  scopes?: readonly string[],
): Promise<OwnerCaller> => {
  const caller = await readOwner(store, await http.identify(request), scopes);
  if ("refused" in caller) throw new RestRefusal(403, caller.refused);
  return caller;
};

/** The identifier in the path. */
export const identifierIn = (request: FastifyRequest): string =>
  (request.params as { identifier?: string }).identifier ?? "";

/** @throws RestRefusal 404 */
export const readRow = async ({ store }: RestApi, identifier: string): Promise<ServiceResourceRow> => {
  const [row] = await store.serviceResourcesByIds([urnOf(identifier)]);
  if (row === undefined || row.deletedAt !== null) throw noSuchResource(identifier);
  return row;
};

/** Services as they are answered, with their owners: one statement more. */
export const bodiesOf = async (
  { store }: RestApi,
  rows: readonly ServiceResourceRow[],
): Promise<Record<string, unknown>[]> => {
  const codes = [...new Set(rows.map(({ ownerCode }) => ownerCode))];
  const owners = new Map<string, ServiceOwnerRow>(
    (await store.serviceOwnersByCodes(codes)).map((owner) => [owner.code, owner]),
  );
  return rows.map((row) => resourceBody(row, owners.get(row.ownerCode)));
};

export const etagOf = ({ version }: Pick<ServiceResourceRow, "version">): string => `"${version}"`;

/** The version in If-Match; `null` where there is none, or any will do. @throws RestRefusal 412 where it is no version */
export const ifMatchOf = (request: FastifyRequest): number | null => {
  const value = request.headers["if-match"]?.trim() ?? "";
  if (value === "" || value === "*") return null;
  const version = /^"?(\d{1,9})"?$/.exec(value)?.[1];
  if (version === undefined) {
    throw new RestRefusal(412, `${value} is no version of a resource: send the ETag that it was read with.`);
  }
  return Number(version);
};
