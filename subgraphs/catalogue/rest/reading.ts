import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ServiceResourceRow } from "../../../drizzle/catalogue/tables.js";
import { fold } from "../../../lib/words.js";
import { RESOURCE_WRITE_SCOPE } from "../../../schema/policies-port.js";
import { READ_SCOPE, readOwner } from "../owners/callers.js";
import { inPascalCase } from "../rules/spelling.js";
import { versionOf, versionsOf } from "../store/versions.js";
import { API_PATH, bodiesOf, etagOf, identifierIn, type RestApi, readRow } from "./api.js";
import { invalid, RestRefusal } from "./refusals.js";

const MAX_VERSIONS = 1_000;

type Query = Readonly<Record<string, unknown>>;

const textIn = (request: FastifyRequest, name: string): string | null => {
  const query = request.query as Query;
  const key = Object.keys(query).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  const value = key === undefined ? undefined : query[key];
  const last = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === "string" && last.trim() !== "" ? last.trim() : null;
};

const flagIn = (request: FastifyRequest, name: string, fallback: boolean): boolean => {
  const text = textIn(request, name)?.toLowerCase() ?? null;
  if (text === null) return fallback;
  if (text === "true" || text === "false") return text === "true";
  throw invalid(name, `"${text}" is not true or false.`);
};

/** The public ones; a service owner who asks with its own token has its hidden ones too. */
const listed = async (api: RestApi, request: FastifyRequest): Promise<ServiceResourceRow[]> => {
  const rows = await api.store.visibleServiceResources(null);
  if (request.headers.authorization === undefined) return rows;
  // Whoever else signs in is shown what everybody is shown.
  const call = await api.http.identify(request);
  const caller = await readOwner(api.store, call, [READ_SCOPE, RESOURCE_WRITE_SCOPE]);
  if ("refused" in caller) return rows;
  const { owner, isAdmin } = caller;
  const own = await api.store.ownerWrites.ownedBy(isAdmin ? null : (owner?.code ?? ""));
  const known = new Set(rows.map(({ id }) => id));
  return [...rows, ...own.filter(({ id }) => !known.has(id))].sort((a, b) => (a.id < b.id ? -1 : 1));
};

const APPS: readonly string[] = ["ALTINN_APP", "MIGRATED_APP"];

const resourceList = async (api: RestApi, request: FastifyRequest) => {
  const includesApps = flagIn(request, "includeApps", true);
  const includesAltinn2 = flagIn(request, "includeAltinn2", true);
  const rows = (await listed(api, request)).filter(
    ({ resourceType }) =>
      (includesApps || !APPS.includes(resourceType)) &&
      (includesAltinn2 || resourceType !== "ALTINN2_SERVICE"),
  );
  return bodiesOf(api, rows);
};

/** Whether one of a service's texts has these letters, as Altinn Resource Registry's search looks for them. */
const has = (texts: readonly (string | undefined)[], wanted: string | null): boolean =>
  wanted === null || texts.some((text) => text !== undefined && fold(text).includes(fold(wanted)));

const search = async (api: RestApi, request: FastifyRequest) => {
  const wanted = (name: string) => textIn(request, name);
  const [id, title, description, keyword] = [
    wanted("id"),
    wanted("title"),
    wanted("description"),
    wanted("keyword"),
  ];
  const [reference, type, orgCode, number] = [
    wanted("reference"),
    wanted("resourceType"),
    wanted("orgCode"),
    wanted("organizationId"),
  ];
  const owners = number === null ? null : await api.store.serviceOwnersByOrganizations([number]);
  const rows = (await listed(api, request)).filter(
    (row) =>
      has([row.id], id) &&
      has(Object.values(row.title), title) &&
      has(Object.values(row.description), description) &&
      has(
        row.keywords.map(({ word }) => word),
        keyword,
      ) &&
      has(
        row.references.map((entry) => entry.reference),
        reference,
      ) &&
      (type === null || inPascalCase(row.resourceType).toLowerCase() === type.toLowerCase()) &&
      (orgCode === null || row.ownerCode === orgCode.toLowerCase()) &&
      (owners === null || owners.some(({ code }) => code === row.ownerCode)),
  );
  return bodiesOf(api, rows);
};

const versionIn = (request: FastifyRequest): number | null => {
  const text = textIn(request, "versionId");
  if (text === null) return null;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw invalid("versionId", `"${text}" is no version: it is a whole number.`);
};

/** A service as it is, or as it was in the version that the query names. */
export const readVersion = async (api: RestApi, request: FastifyRequest): Promise<ServiceResourceRow> => {
  const current = await readRow(api, identifierIn(request));
  const version = versionIn(request);
  if (version === null) return current;
  const { database, tables } = api.store.open;
  const row = await versionOf(database.read, tables, current, version);
  if (row !== null) return row;
  throw new RestRefusal(404, `${identifierIn(request)} has no version ${version}.`);
};

const versions = async (api: RestApi, request: FastifyRequest) => {
  const current = await readRow(api, identifierIn(request));
  const { database, tables } = api.store.open;
  const rows = await versionsOf(database.read, tables, current, MAX_VERSIONS);
  return rows.map(({ version, updatedAt, changedBy }) => ({
    versionId: version,
    changedAt: new Date(updatedAt).toISOString(),
    ...(changedBy === null ? {} : { changedBy }),
  }));
};

const orgs = async ({ store }: RestApi) => ({
  orgs: Object.fromEntries(
    (await store.serviceOwners()).map(
      ({ code, name, logo, organizationNumber, homepage, environments, contact }) => [
        code,
        {
          name,
          ...(logo === null ? {} : { logo }),
          orgnr: organizationNumber,
          ...(homepage === null ? {} : { homepage }),
          environments,
          ...(contact === null ? {} : { contact }),
        },
      ],
    ),
  ),
});

/** What anybody may read, in Altinn Resource Registry's shape. */
export const mountReading = (app: FastifyInstance, api: RestApi): void => {
  const path = `${API_PATH}/resource`;
  app.get(`${path}/resourcelist`, (request) => resourceList(api, request));
  for (const name of ["search", "Search"]) app.get(`${path}/${name}`, (request) => search(api, request));
  app.get(`${path}/orgs`, () => orgs(api));
  app.get(`${path}/:identifier`, async (request, reply) => {
    const row = await readVersion(api, request);
    const [body] = await bodiesOf(api, [row]);
    return reply.header("etag", etagOf(row)).send(body);
  });
  app.get(`${path}/:identifier/versions`, (request) => versions(api, request));
};
