import type { FastifyInstance, FastifyRequest } from "fastify";
import { CursorError } from "../../../lib/cursor.js";
import type { PolicyInForce } from "../../../schema/policies-port.js";
import { RESOURCE_PREFIX } from "../../../schema/urns.js";
import { API_PATH, identifierIn, type RestApi, readRow } from "./api.js";
import { readVersion } from "./reading.js";
import { invalid, RestRefusal } from "./refusals.js";

const DEFAULT_LIMIT = 1_000;
const MAX_LIMIT = 1_000;
const MAX_SUBJECTS = 1_000;
const FEED = "subjects of policies";

/** The policy in force, also where it came by import. @throws RestRefusal 404 */
const inForce = async (api: RestApi, request: FastifyRequest): Promise<PolicyInForce> => {
  const { id } = await readRow(api, identifierIn(request));
  const policy = (await api.policies.inForce(api.http.asAnybody(), [id])).get(id);
  if (policy !== undefined) return policy;
  throw new RestRefusal(404, `${identifierIn(request)} has no policy.`);
};

const rightsOf = async (api: RestApi, request: FastifyRequest) => {
  const { rights } = await inForce(api, request);
  if (rights !== null) return rights;
  throw new RestRefusal(
    404,
    `The policy of ${identifierIn(request)} has conditions, so that no list says the same; read the policy itself.`,
  );
};

/** A subject's URN as Altinn Resource Registry takes it apart: what kind of thing it is, and which. */
const subjectBody = (urn: string) => {
  const at = urn.lastIndexOf(":");
  return { type: urn.slice(0, at), value: urn.slice(at + 1), urn };
};

const policyText = async (api: RestApi, request: FastifyRequest): Promise<string> => {
  const isOfVersion = new URLSearchParams(request.url.split("?")[1] ?? "").has("versionId");
  if (!isOfVersion) return (await inForce(api, request)).xml;
  const row = await readVersion(api, request);
  const xml = await api.store.ownerWrites.policyOf(row.id, row.version);
  if (xml !== null) return xml;
  throw new RestRefusal(404, `${identifierIn(request)} had no policy in version ${row.version}.`);
};

const momentIn = (text: string | null): number => {
  if (text === null) return 0;
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text.replaceAll(" ", "+")) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw invalid("since", `"${text}" is not a moment, such as 2026-01-31T12:00:00Z.`);
};

const limitIn = (text: string | null): number => {
  const limit = text === null ? DEFAULT_LIMIT : Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw invalid("limit", `"${text}" is not a whole number from 1 to ${MAX_LIMIT}.`);
};

const positionIn = ({ cursors }: RestApi, token: string | null) => {
  if (token === null) return null;
  try {
    const [updatedAt, serviceId, subjectUrn] = cursors.decode(FEED, token);
    return { updatedAt: Number(updatedAt), serviceId: String(serviceId), subjectUrn: String(subjectUrn) };
  } catch (error) {
    if (!(error instanceof CursorError)) throw error;
    throw invalid("token", `${error.message} Follow links.next unchanged.`);
  }
};

/** Whom policies name, as that changed; `links.next` goes on where a page ends, `since` where a copy ends. */
const updated = async (api: RestApi, request: FastifyRequest) => {
  const query = new URLSearchParams(request.url.split("?")[1] ?? "");
  const since = momentIn(query.get("since"));
  const limit = limitIn(query.get("limit"));
  const after = positionIn(api, query.get("token"));
  const rows = await api.store.ownerWrites.subjectsSince(since, { after, take: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next = new URLSearchParams({ since: new Date(since).toISOString(), limit: String(limit) });
  if (last !== undefined) {
    next.set("token", api.cursors.encode(FEED, [last.updatedAt, last.serviceId, last.subjectUrn]));
  }
  return {
    links: rows.length > limit ? { next: `${api.http.publicUrl}${API_PATH}/resource/updated?${next}` } : {},
    data: page.map(({ subjectUrn, serviceId, updatedAt, isDeleted }) => ({
      subjectUrn,
      resourceUrn: serviceId,
      updatedAt: new Date(updatedAt).toISOString(),
      deleted: isDeleted,
    })),
  };
};

const bySubjects = async (api: RestApi, request: FastifyRequest) => {
  const subjects: unknown = request.body;
  if (!Array.isArray(subjects) || !subjects.every((subject) => typeof subject === "string")) {
    throw invalid("", "Send a list of subjects' URNs.");
  }
  if (subjects.length > MAX_SUBJECTS) {
    throw invalid("", `Send at most ${MAX_SUBJECTS} subjects; there were ${subjects.length}.`);
  }
  const wanted = [...new Set(subjects)];
  const rows = await api.store.ownerWrites.servicesBySubjects(wanted);
  return {
    links: {},
    data: wanted.map((urn) => ({
      subject: subjectBody(urn),
      resources: rows
        .filter(({ subjectUrn }) => subjectUrn === urn)
        .map(({ serviceId }) => ({
          type: RESOURCE_PREFIX.slice(0, -1),
          value: serviceId.slice(RESOURCE_PREFIX.length),
          urn: serviceId,
        })),
    })),
  };
};

/** What policies say: public, as whoever gives access must be able to know what they give. */
export const mountPolicies = (app: FastifyInstance, api: RestApi): void => {
  const path = `${API_PATH}/resource`;
  app.get(`${path}/:identifier/policy`, async (request, reply) =>
    reply.type("application/xml; charset=utf-8").send(await policyText(api, request)),
  );
  app.get(`${path}/:identifier/policy/subjects`, async (request) => ({
    links: {},
    data: [...new Set((await rightsOf(api, request)).map(({ subjectUrn }) => subjectUrn))]
      .sort()
      .map(subjectBody),
  }));
  app.get(`${path}/:identifier/policy/rules`, async (request) =>
    (await rightsOf(api, request)).map(({ subjectUrn, action }) => ({
      subject: [subjectBody(subjectUrn)],
      action: { type: "urn:oasis:names:tc:xacml:1.0:action:action-id", value: action },
      resource: [{ type: RESOURCE_PREFIX.slice(0, -1), value: identifierIn(request) }],
    })),
  );
  app.get(`${path}/updated`, (request) => updated(api, request));
  app.post(`${path}/bysubjects`, (request) => bySubjects(api, request));
};
