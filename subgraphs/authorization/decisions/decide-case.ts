import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import { tableOf } from "../../../lib/table-of.js";
import type { AccessRequest } from "../../../schema/ports.js";
import type { Viewer } from "../../../schema/viewer.js";
import { type Named, RESOURCE } from "../pdp/attribute-names.js";
import type { Evaluation } from "../pdp/evaluations.js";
import { partyIdentity } from "../pdp/identity.js";
import { heldBy, mentionedAttributes, partyAttributes } from "../pdp/policy-request.js";
import { isLetIn, ownerCodeOf } from "../pdp/rule-book.js";
import { serviceAttributes } from "../pdp/service-attributes.js";
import type { ServicePolicy } from "../pdp/service-policy.js";
import { isGivenByName } from "../rules/decision.js";
import { NOBODY } from "../rules/decision-basis.js";
import {
  CATEGORY,
  type DecisionResult,
  IndividualRequest,
  type Notice,
  type RequestAttribute,
  type RequestCategory,
  type RequestValue,
  STATUS,
} from "../xacml/index.js";
import type { Question } from "./questions.js";

const KINDS: Readonly<Record<string, Viewer["kind"]>> = tableOf({
  PERSON: "PERSON",
  SELF_IDENTIFIED: "SELF_IDENTIFIED",
  SYSTEM_USER: "SYSTEM_USER",
  ORGANIZATION: "ORGANIZATION",
});

/** A party as the subject of a decision: what it may do is asked, whatever login it would use. */
export const subjectOf = ({ type, urn }: PartyRow): Viewer => ({
  kind: KINDS[type] ?? "PERSON",
  party: urn,
  organization: type === "ORGANIZATION" ? urn : null,
  supplier: null,
  level: 0,
  scopes: [],
  clientId: null,
});

export const NOTHING = { obligations: [], advice: [], categories: [], policies: [] } as const;

/** Adds what is known to what the request says; what it says itself is left as it is, and not said twice. */
const enriched = (
  categories: readonly RequestCategory[],
  category: string,
  known: readonly RequestAttribute[],
): RequestCategory[] => {
  const own = categories.find((one) => one.category === category);
  const keyOf = (attributeId: string, { dataType, text }: RequestValue) =>
    JSON.stringify([attributeId, dataType, text]);
  const said = new Set(
    own?.attributes.flatMap(({ attributeId, values }) => values.map((value) => keyOf(attributeId, value))),
  );
  const added = known.map((attribute) => ({
    ...attribute,
    values: attribute.values.filter((value) => !said.has(keyOf(attribute.attributeId, value))),
  }));
  const whole = {
    ...(own ?? { category, id: null, content: null, attributes: [] }),
    attributes: [...(own?.attributes ?? []), ...added],
  };
  return [...categories.filter((one) => one !== own), whole];
};

/** What a permission by delegation asks for: the obligations of the service's policy. */
const inheritedObligations = ({ mentions }: ServicePolicy): Notice[] =>
  mentions.permitObligations.map(({ id, assignments }) => ({
    id,
    assignments: assignments.flatMap(({ attributeId, category, issuer, expression }) =>
      expression.kind === "literal"
        ? [
            {
              attributeId,
              category,
              issuer,
              dataType: expression.dataType,
              text: expression.text,
              path: null,
            },
          ]
        : [],
    ),
  }));

/** One decision: the question, and the parties in it. */
export interface Case {
  readonly categories: readonly RequestCategory[];
  readonly question: Question;
  readonly subject: PartyRow | undefined;
  readonly party: PartyRow | undefined;
}

/** The case as rights are asked for. */
export const accessRequestOf = ({ question, party }: Case): AccessRequest => ({
  party: party?.urn ?? "",
  service: question.service ?? "",
  action: question.action ?? "",
  instanceRef: question.instanceRef,
});

const byPolicy = (
  one: Case,
  policy: ServicePolicy,
  evaluation: Evaluation,
  listsPolicies: boolean,
  now: number,
): DecisionResult => {
  const { mentions, point } = policy;
  const { connections, book } = evaluation;
  const list = (one.party && connections.byPartyId.get(one.party.id)) ?? NOBODY;
  const owner = one.subject === undefined ? null : ownerCodeOf(book, subjectOf(one.subject));
  const identity: Named[] = [
    ...(one.subject === undefined ? [] : partyIdentity(one.subject)),
    ...(owner === null ? [] : [[RESOURCE.org, owner] as const]),
  ];
  const held = heldBy(new Set(list.flatMap(({ source }) => [...source.subjects.keys()])), identity);
  const resource = heldBy(
    [],
    [
      ...serviceAttributes(one.question.service ?? ""),
      ...(one.party === undefined ? [] : partyAttributes(one.party)),
    ],
  );
  const withSubject = enriched(
    one.categories,
    CATEGORY.accessSubject,
    mentionedAttributes(mentions, CATEGORY.accessSubject, held),
  );
  const categories = enriched(
    withSubject,
    CATEGORY.resource,
    mentionedAttributes(mentions, CATEGORY.resource, resource),
  );
  return point.result(new IndividualRequest(categories, now), listsPolicies);
};

const SILENT: DecisionResult = {
  decision: "NotApplicable",
  status: { code: STATUS.ok, message: null, missing: [] },
  ...NOTHING,
};

/** Decides by the service's policy; where it says nothing, by what was given by name; then by access lists. */
export const decideCase = async (
  one: Case,
  evaluation: Evaluation,
  listsPolicies: boolean,
  now: number,
): Promise<DecisionResult> => {
  const request = accessRequestOf(one);
  const { book, connections } = evaluation;
  const policy = (await book.policies([request.service])).get(request.service) ?? null;
  const found = policy === null ? SILENT : byPolicy(one, policy, evaluation, listsPolicies, now);
  const list = (one.party && connections.byPartyId.get(one.party.id)) ?? NOBODY;
  const isGiven =
    found.decision === "NotApplicable" &&
    book.services.has(request.service) &&
    isGivenByName(list, request, policy);
  const result: DecisionResult = isGiven
    ? { ...found, decision: "Permit", obligations: policy === null ? [] : inheritedObligations(policy) }
    : found;
  if (result.decision !== "Permit" || !book.restricted.has(request.service)) return result;
  if (one.party !== undefined && isLetIn(book, request.service, request.action, one.party)) return result;
  const message = "The party is on no access list of the service that lets it do this.";
  return { ...result, decision: "Deny", obligations: [], status: { ...result.status, message } };
};
