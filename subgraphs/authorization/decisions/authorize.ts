import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import type { Viewer } from "../../../schema/viewer.js";
import type { DecisionTold } from "../audit/trail.js";
import { authorizationError } from "../errors.js";
import type { Evaluation } from "../pdp/evaluations.js";
import type { Authorization } from "../port.js";
import {
  combinedResult,
  type DecisionRequest,
  type DecisionResponse,
  type DecisionResult,
  individualRequests,
  processingError,
  type RequestCategory,
} from "../xacml/index.js";
import { accessRequestOf, type Case, decideCase, NOTHING, subjectOf } from "./decide-case.js";
import { lookUpParties, type PartyDirectory, type PartyName, questionIn } from "./questions.js";

/** How many decisions one request may ask for. */
export const MAX_AUTHORIZE_DECISIONS = 1_000;

/** Subjects whose rights are worked out at a time. */
const SUBJECTS_AT_ONCE = 4;

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

const unclear = (problem: string): DecisionResult => {
  const { status, message } = processingError(problem);
  return { decision: "Indeterminate", status: { code: status, message, missing: [] }, ...NOTHING };
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
