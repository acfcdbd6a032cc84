import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import { tableOf } from "../../../lib/table-of.js";
import type { AccessRequest } from "../../../schema/ports.js";
import type { Viewer } from "../../../schema/viewer.js";
import type { DecisionTold } from "../audit/trail.js";
import { authorizationError } from "../errors.js";
import { type Named, RESOURCE } from "../pdp/attribute-names.js";
import type { Evaluation } from "../pdp/evaluations.js";
import { partyIdentity } from "../pdp/identity.js";
import { heldBy, mentionedAttributes, partyAttributes } from "../pdp/policy-request.js";
import { isLetIn, ownerCodeOf } from "../pdp/rule-book.js";
import { serviceAttributes } from "../pdp/service-attributes.js";
import type { ServicePolicy } from "../pdp/service-policy.js";
import type { Authorization } from "../port.js";
import { isGivenByName } from "../rules/decision.js";
import { NOBODY } from "../rules/decision-basis.js";
import {
  CATEGORY,
  combinedResult,
  type DecisionRequest,
  type DecisionResponse,
  type DecisionResult,
  IndividualRequest,
  individualRequests,
  type Notice,
  processingError,
  type RequestAttribute,
  type RequestCategory,
  type RequestValue,
  STATUS,
} from "../xacml/index.js";
import {
  lookUpParties,
  type PartyDirectory,
  type PartyName,
  type Question,
  questionIn,
} from "./questions.js";

/** How many decisions one request may ask for. */
export const MAX_AUTHORIZE_DECISIONS = 1_000;

/** Subjects whose rights are worked out at a time. */
const SUBJECTS_AT_ONCE = 4;

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

/** Stands for a subject that the register does not have: it has only what the request says of it. */
const UNKNOWN: Viewer = {
  kind: "PERSON",
  party: "",
  organization: null,
  supplier: null,
  level: 0,
  scopes: [],
  clientId: null,
};

const NOTHING = { obligations: [], advice: [], categories: [], policies: [] } as const;

const unclear = (problem: string): DecisionResult => {
  const { status, message } = processingError(problem);
  return { decision: "Indeterminate", status: { code: status, message, missing: [] }, ...NOTHING };
};

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
interface Case {
  readonly categories: readonly RequestCategory[];
  readonly question: Question;
  readonly subject: PartyRow | undefined;
  readonly party: PartyRow | undefined;
}

const accessRequestOf = ({ question, party }: Case): AccessRequest => ({
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

/** The attributes that the request asked to have back: those that it sent, not what was added. */
const echoed = (categories: readonly RequestCategory[]): RequestCategory[] =>
  categories
    .map((one) => ({
      ...one,
      content: null,
      attributes: one.attributes.filter(({ includeInResult }) => includeInResult),
    }))
    .filter(({ attributes }) => attributes.length > 0);

const decideCase = async (
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

/** A decision as the trail keeps it. */
const toldOf = (
  one: Case,
  evaluation: Evaluation | undefined,
  { decision }: DecisionResult,
): DecisionTold => {
  const { service, action } = accessRequestOf(one);
  return {
    service,
    action,
    outcome: decision === "NotApplicable" ? "NOT_APPLICABLE" : decision.toUpperCase(),
    partyId: one.party?.id ?? null,
    subjectId: one.subject?.id ?? null,
    requiredLevel: evaluation?.book.services.get(service) ?? 0,
  };
};

const checkSize = (count: number): void => {
  if (count <= MAX_AUTHORIZE_DECISIONS) return;
  throw authorizationError(
    "BATCH_TOO_LARGE",
    `Ask for at most ${MAX_AUTHORIZE_DECISIONS} decisions at once; it was ${count}.`,
  );
};

/** Subjects' evaluations, each once, a few at a time. */
const evaluationsOf = async (
  { evaluate }: Pick<Authorization, "evaluate">,
  subjects: readonly (PartyRow | undefined)[],
  now: number,
): Promise<ReadonlyMap<PartyRow | undefined, Evaluation>> => {
  const distinct = [...new Set(subjects)];
  const found = new Map<PartyRow | undefined, Evaluation>();
  for (let from = 0; from < distinct.length; from += SUBJECTS_AT_ONCE) {
    await Promise.all(
      distinct.slice(from, from + SUBJECTS_AT_ONCE).map(async (subject) => {
        found.set(subject, await evaluate(subject === undefined ? UNKNOWN : subjectOf(subject), now));
      }),
    );
  }
  return found;
};

/**
 * Decides a request about anybody, as Altinn's `authorize`: the subject is given its roles and packages, the resource
 * its other names, and the service's policy decides; where it says nothing, what was given by name does.
 * @param tell is told what was decided about whom, before the answer is given
 * @throws DomainError `BATCH_TOO_LARGE`, `REQUEST_INVALID`, `REQUEST_UNSUPPORTED`, `AUTHORIZATION_UNAVAILABLE`
 */
export const authorize = async (
  authorization: Pick<Authorization, "evaluate">,
  directory: PartyDirectory,
  request: DecisionRequest,
  now: number,
  tell: (told: readonly DecisionTold[]) => Promise<void>,
): Promise<DecisionResponse> => {
  const asked = individualRequests(request);
  checkSize(asked.length);
  const questions = asked.map(questionIn);
  const names = questions.flatMap((question): PartyName[] =>
    "problem" in question ? [] : [question.subject, question.party].filter((name) => name !== null),
  );
  const partyOf = await lookUpParties(directory, names);
  const cases = questions.map((question, index) =>
    "problem" in question
      ? question
      : {
          question,
          categories: asked[index] ?? [],
          subject: partyOf(question.subject),
          party: partyOf(question.party),
        },
  );
  const subjects = cases.flatMap((one) => ("problem" in one ? [] : [one.subject]));
  const evaluations = await evaluationsOf(authorization, subjects, now);

  const results: DecisionResult[] = [];
  const told: DecisionTold[] = [];
  for (const [index, one] of cases.entries()) {
    const evaluation = "problem" in one ? undefined : evaluations.get(one.subject);
    const result =
      "problem" in one || evaluation === undefined
        ? unclear("problem" in one ? one.problem : "The subject's rights are not known.")
        : await decideCase(one, evaluation, request.returnPolicyIdList, now);
    results.push({ ...result, categories: echoed(asked[index] ?? []) });
    if (!("problem" in one)) told.push(toldOf(one, evaluation, result));
  }
  await tell(told);
  return { results: request.combinedDecision ? [combinedResult(results)] : results };
};
