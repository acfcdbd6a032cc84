import type { FastifyInstance, FastifyRequest } from "fastify";
import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import type { Clock } from "../../../lib/clock.js";
import { DomainError } from "../../../lib/errors.js";
import type { Call } from "../../../schema/call.js";
import type { RoomHttp } from "../../../schema/room.js";
import type { ServicesPort } from "../../../schema/services-port.js";
import { type PartyUrn, parsePartyUrn, RESOURCE_PREFIX, type ServiceUrn } from "../../../schema/urns.js";
import type { AccessTrail } from "../audit/trail.js";
import { authorizationError, failClosed } from "../errors.js";
import type { Authorization } from "../port.js";
import { type AuthorizedParty, partiesTold, readableIn } from "./authorized-parties.js";
import { subjectOf } from "./decide-case.js";
import { lookUpParties, type PartyDirectory } from "./questions.js";
import { answerRefusals, BODY_BYTES } from "./refusals.js";

export const AUTHORIZED_PARTIES_PATH = "/accessmanagement/api/v1/resourceowner/authorizedparties";

/** Lets a service owner's machine ask whom somebody may act for, in its own services. */
const OWNER_SCOPE = "altinn:accessmanagement/authorizedparties.resourceowner";
const MAX_SERVICES = 100;
/** Parties that are read in one statement. */
const PARTIES_AT_ONCE = 500;

interface PartiesRoute {
  readonly authorization: Pick<Authorization, "evaluate">;
  readonly directory: PartyDirectory;
  readonly services: ServicesPort;
  readonly trail: Pick<AccessTrail, "lookedUp">;
  readonly clock: Clock;
}

const refuse = (message: string): never => {
  throw authorizationError("PARTIES_QUESTION_INVALID", message);
};

/** `{type, value}` of the body, as a URN. */
const subjectIn = (body: unknown): PartyUrn => {
  const { type, value } = (body ?? {}) as { readonly type?: unknown; readonly value?: unknown };
  const urn =
    typeof type === "string" && typeof value === "string" ? parsePartyUrn(`${type}:${value}`) : null;
  return urn ?? refuse('Name whom it is about: {"type": "urn:altinn:person:identifier-no", "value": "…"}.');
};

const servicesIn = (query: unknown): ReadonlySet<ServiceUrn> => {
  const { anyOfResourceIds = [] } = query as { readonly anyOfResourceIds?: string | readonly string[] };
  const ids = [anyOfResourceIds].flat();
  if (ids.length === 0 || ids.length > MAX_SERVICES) {
    return refuse(`Name from 1 to ${MAX_SERVICES} services of yours: ?anyOfResourceIds=…, once for each.`);
  }
  return new Set(ids.map((id) => RESOURCE_PREFIX + id));
};

/** A service owner is told about its own services, and of no others what anybody may do in them. */
const checkOwner = async (
  call: Call,
  asked: ReadonlySet<ServiceUrn>,
  services: ServicesPort,
): Promise<void> => {
  const organization = call.viewer.kind === "ORGANIZATION" ? call.viewer.organization : null;
  const found = organization === null ? null : await services.servicesByIds(call, [...asked]);
  const others = [...asked].filter((one) => found?.get(one)?.owner.organization !== organization);
  if (found !== null && others.length === 0) return;
  throw authorizationError(
    "SERVICE_OWNER_REQUIRED",
    `Ask about services of your own only; not yours: ${others.map((one) => one.slice(RESOURCE_PREFIX.length)).join(", ")}.`,
  );
};

const rowsOf = async (directory: PartyDirectory, ids: readonly string[]): Promise<PartyRow[]> => {
  const rows: PartyRow[] = [];
  for (let from = 0; from < ids.length; from += PARTIES_AT_ONCE) {
    rows.push(...(await directory.partiesByIds(ids.slice(from, from + PARTIES_AT_ONCE))));
  }
  return rows;
};

/** Whom somebody may act for in some services; nobody where the register does not know them. */
const partiesFor = async (
  call: Call,
  subject: PartyUrn,
  services: ReadonlySet<ServiceUrn>,
  { authorization, directory, trail, clock }: PartiesRoute,
): Promise<AuthorizedParty[]> => {
  const name = { urn: subject };
  const row = (await lookUpParties(directory, [name]))(name);
  if (row === undefined) return [];
  await trail.lookedUp(call, row.id);
  const now = clock();
  const evaluation = await authorization.evaluate(subjectOf(row), now);
  const readable = readableIn(await evaluation.scope(now), services);
  const parties = await rowsOf(directory, [...readable.keys()]);
  const known = new Set(readable.keys());
  const missing = new Set(parties.flatMap(({ parentId }) => parentId ?? []).filter((id) => !known.has(id)));
  return partiesTold([...parties, ...(await rowsOf(directory, [...missing]))], readable);
};

/** Mounts what service owners ask before they show somebody their own records: whom that person may act for. */
export const mountAuthorizedParties = (
  app: FastifyInstance,
  http: Pick<RoomHttp, "identify" | "noteRefusal">,
  parts: PartiesRoute,
): void => {
  const note = (call: Call, error: unknown): void => {
    if (!(error instanceof DomainError) || error.code !== "SERVICE_OWNER_REQUIRED") return;
    const { code, message: reason } = error;
    http.noteRefusal?.(call, {
      action: "ask for authorized parties",
      subject: AUTHORIZED_PARTIES_PATH,
      code,
      reason,
    });
  };
  const calls = new WeakMap<FastifyRequest, Call>();
  app.post(
    AUTHORIZED_PARTIES_PATH,
    {
      bodyLimit: BODY_BYTES,
      // Whether somebody may ask is found out before the body is read.
      onRequest: async (request) => {
        const call = await http.identify(request);
        if (!call.viewer.scopes.includes(OWNER_SCOPE)) {
          throw authorizationError("SCOPE_MISSING", `The token needs the scope ${OWNER_SCOPE}.`);
        }
        calls.set(request, call);
      },
      errorHandler: answerRefusals("Send the body as application/json."),
    },
    async (request) => {
      const call = calls.get(request);
      if (call === undefined) throw new Error("The question was reached without its caller.");
      const [subject, services] = [subjectIn(request.body), servicesIn(request.query)];
      return failClosed(async () => {
        await checkOwner(call, services, parts.services);
        return partiesFor(call, subject, services, parts);
      }).catch((error: unknown) => {
        note(call, error);
        throw error;
      });
    },
  );
};
