import type { FastifyInstance, FastifyRequest } from "fastify";
import type { PolicyInForce } from "../../../schema/policies-port.js";
import { RESOURCE_PREFIX } from "../../../schema/urns.js";
import { API_PATH, identifierIn, type RestApi, readRow } from "./api.js";
import { groupedRights, subjectBody } from "./policy-rights.js";
import { readVersion } from "./reading.js";
import { invalid, RestRefusal } from "./refusals.js";

const MAX_SUBJECTS = 1_000;

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

const policyText = async (api: RestApi, request: FastifyRequest): Promise<string> => {
  const isOfVersion = new URLSearchParams(request.url.split("?")[1] ?? "").has("versionId");
  if (!isOfVersion) return (await inForce(api, request)).xml;
  const row = await readVersion(api, request);
  const xml = await api.store.ownerWrites.policyOf(row.id, row.version);
  if (xml !== null) return xml;
  throw new RestRefusal(404, `${identifierIn(request)} had no policy in version ${row.version}.`);
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
  const rows = await api.store.policySubjects.servicesNaming(wanted);
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
  app.get(`${path}/:identifier/policy/rights`, async (request) =>
    groupedRights(identifierIn(request), await rightsOf(api, request)),
  );
  app.post(`${path}/bysubjects`, (request) => bySubjects(api, request));
};
