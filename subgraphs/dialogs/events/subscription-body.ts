import { AddressRefused, type OutboundCheck } from "../../../lib/outbound-address.js";
import type { ServicesPort } from "../../../schema/services-port.js";
import { parsePartyUrn, RESOURCE_PREFIX } from "../../../schema/urns.js";
import type { Caller } from "../owners-api/callers.js";
import { invalid } from "../owners-api/refusals.js";
import type { NewSubscription } from "../store/event-subscriptions.js";
import type { Problem } from "../writing/index.js";
import { DIALOGS_PATH } from "./cloud-event.js";
import { DIALOG_EVENT_TYPES } from "./new-event.js";

const MAX_URL_LETTERS = 500;

const FIELDS = [
  "endPoint",
  "resourceFilter",
  "subjectFilter",
  "alternativeSubjectFilter",
  "sourceFilter",
  "typeFilter",
  "includeSubunits",
] as const;

type Field = (typeof FIELDS)[number];

/** What a subscription's body is checked against. */
export interface SubscriptionChecks {
  readonly check: OutboundCheck;
  readonly services: ServicesPort;
  readonly publicUrl: string;
}

/** The fields that are texts; an empty one is a filter that nothing matches, which nobody means. */
const textsOf = (body: Readonly<Record<string, unknown>>, problems: Problem[]) => {
  const read = (path: Field): string | null => {
    const value = body[path];
    if (value === undefined || value === null) return null;
    if (typeof value === "string" && value.trim() !== "") return value.trim();
    problems.push({ path, message: "It must be a text that is not empty. Leave it out to have no filter." });
    return null;
  };
  return {
    endPoint: read("endPoint"),
    resourceFilter: read("resourceFilter"),
    subjectFilter: read("subjectFilter"),
    alternativeSubjectFilter: read("alternativeSubjectFilter"),
    sourceFilter: read("sourceFilter"),
    typeFilter: read("typeFilter"),
  };
};

type Texts = ReturnType<typeof textsOf>;

const filterProblems = (
  texts: Texts,
  body: Readonly<Record<string, unknown>>,
  publicUrl: string,
): Problem[] => {
  const problems: Problem[] = [];
  const wrong = (path: Field, message: string): void => {
    problems.push({ path, message });
  };
  const types: readonly string[] = DIALOG_EVENT_TYPES;
  if (texts.typeFilter !== null && !types.includes(texts.typeFilter)) {
    wrong("typeFilter", `It is no type of event. The types are ${types.join(", ")}.`);
  }
  if (texts.subjectFilter !== null && parsePartyUrn(texts.subjectFilter) === null) {
    wrong("subjectFilter", "It names no party. Give a URN such as urn:altinn:organization:identifier-no:….");
  }
  if (texts.resourceFilter !== null && !texts.resourceFilter.startsWith(RESOURCE_PREFIX)) {
    wrong("resourceFilter", `It names no service. Give a URN that begins with ${RESOURCE_PREFIX}.`);
  }
  const sources = `${publicUrl}${DIALOGS_PATH}/`;
  if (texts.sourceFilter !== null && !texts.sourceFilter.startsWith(sources)) {
    wrong("sourceFilter", `No event has it: filters are exact, and all sources begin with ${sources}.`);
  }
  if (texts.alternativeSubjectFilter !== null) {
    wrong("alternativeSubjectFilter", "Dialogs' events have no alternative subject. Use subjectFilter.");
  }
  const { includeSubunits } = body;
  if (includeSubunits !== undefined && includeSubunits !== null && includeSubunits !== false) {
    wrong("includeSubunits", "It is not supported. Subscribe once for each subject.");
  }
  for (const name of Object.keys(body)) {
    if (!(FIELDS as readonly string[]).includes(name)) {
      problems.push({
        path: name,
        message: `It is no field of a subscription. The fields are ${FIELDS.join(", ")}.`,
      });
    }
  }
  return problems;
};

const endPointProblems = async (endPoint: string | null, check: OutboundCheck): Promise<Problem[]> => {
  const path = "endPoint";
  if (endPoint === null)
    return [{ path, message: "It is missing. Give the https URL that events are sent to." }];
  if (endPoint.length > MAX_URL_LETTERS) {
    return [{ path, message: `It is longer than ${MAX_URL_LETTERS} letters.` }];
  }
  try {
    await check.resolve(check.parse(endPoint));
    return [];
  } catch (error) {
    if (error instanceof AddressRefused) return [{ path, message: error.message }];
    throw error;
  }
};

const serviceProblems = async (
  service: string | null,
  { owner, call }: Caller,
  services: ServicesPort,
): Promise<Problem[]> => {
  if (service?.startsWith(RESOURCE_PREFIX) !== true) return [];
  const known = (await services.servicesByIds(call, [service])).get(service);
  if (known?.owner.code === owner.org) return [];
  return [
    { path: "resourceFilter", message: "It is no service of yours. You are told of your own services only." },
  ];
};

/**
 * A subscription as it was asked for.
 * @throws RestRefusal 400 with everything that is wrong: also filters that no event could ever match
 */
export const readSubscription = async (
  body: unknown,
  caller: Caller,
  { check, services, publicUrl }: SubscriptionChecks,
): Promise<NewSubscription> => {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw invalid([{ path: "", message: "The body must be a JSON object." }]);
  }
  const given = body as Readonly<Record<string, unknown>>;
  const problems: Problem[] = [];
  const texts = textsOf(given, problems);
  problems.push(...filterProblems(texts, given, publicUrl));
  if (!problems.some(({ path }) => path === "endPoint")) {
    problems.push(...(await endPointProblems(texts.endPoint, check)));
  }
  problems.push(...(await serviceProblems(texts.resourceFilter, caller, services)));
  if (problems.length > 0 || texts.endPoint === null) throw invalid(problems);
  return {
    org: caller.owner.org,
    endPoint: texts.endPoint,
    resourceFilter: texts.resourceFilter,
    subjectFilter: texts.subjectFilter === null ? null : parsePartyUrn(texts.subjectFilter),
    sourceFilter: texts.sourceFilter,
    typeFilter: texts.typeFilter,
    consumer: caller.owner.organization,
    createdBy: caller.call.viewer.supplier ?? caller.owner.organization,
  };
};
