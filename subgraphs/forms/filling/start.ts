import type { FormDefinitionRow, FormInstanceRow } from "../../../drizzle/forms/tables.js";
import type { PrefilledAnswer } from "../../../drizzle/forms/tables-filling.js";
import { FRESH_INSTANCE } from "../../../drizzle/forms/values.js";
import { canonicalJson, isJsonObject, type Json, type JsonObject } from "../../../lib/json.js";
import type { PartyRecord } from "../../../schema/parties-port.js";
import { partiesOf } from "../../../schema/scope.js";
import { INSTANCE_PREFIX, PARTY_UUID_PREFIX, type PartyUrn } from "../../../schema/urns.js";
import type { FormsContext } from "../context.js";
import { answersProblem, presentationTextsOf } from "../rules/answers.js";
import { changesIn, mergeAnswers } from "../rules/merge.js";
import { end, enter, type InstanceActor } from "../rules/process.js";
import { relevantTasks } from "../rules/relevance.js";
import { sha256 } from "../rules/snapshot.js";
import {
  FormConflictReason,
  type FormError,
  FormInputInvalid,
  FormInstanceNotFound,
  FormStateConflict,
} from "../types/form-error.js";
import { actingParty, notFound, type Outcome, ownerOf, refusalTo } from "./acting.js";
import { answersInSnapshot, type Prefilled, prefill } from "./prefill.js";

/** What somebody wants to begin. */
export interface StartRequest {
  /** `{owner}/{form}` */
  readonly form: string;
  readonly party: PartyUrn;
  /** The same key again gives what it began. */
  readonly key: string | null;
  readonly answers: Json;
  /** Milliseconds since 1970 UTC. These, and the case, are the service owner's to say. */
  readonly dueBefore: number | null;
  readonly visibleAfter: number | null;
  readonly process: string | null;
  readonly precedingProcess: string | null;
}

const MAX_KEY = 100;

/** Whom the viewer names, as agencies do; `null` where it is nobody that they may act for. */
const partyInScope = async ({ loaders }: FormsContext, named: PartyUrn): Promise<PartyUrn | null> => {
  const uuid = named.startsWith(PARTY_UUID_PREFIX) ? named.slice(PARTY_UUID_PREFIX.length) : null;
  const parties = [...partiesOf(await loaders.scope()).values()];
  return parties.find(({ id, urn }) => (uuid === null ? urn === named : id === uuid))?.urn ?? null;
};

const unknownParty = (): FormError =>
  new FormInstanceNotFound(
    "There is no such party that you may begin this for. Name one of workspace { parties }.",
  );

interface Beginning {
  readonly definition: FormDefinitionRow;
  readonly party: PartyRecord;
  readonly actor: InstanceActor & { readonly urn: string };
  readonly request: StartRequest;
  readonly filled: Prefilled;
}

const newRow = (
  { definition, party, actor, request, filled }: Beginning,
  id: string,
  revision: string,
  now: number,
) => {
  const { dueBefore, visibleAfter, process, precedingProcess } = request;
  const row: FormInstanceRow = {
    ...FRESH_INSTANCE,
    id,
    definitionId: definition.id,
    definitionVersion: definition.version,
    org: definition.org,
    serviceResource: definition.serviceResource,
    party: party.urn,
    revision,
    createdAt: now,
    lastChangedAt: now,
    visibleAfter,
    dueBefore,
    currentTaskId: null,
    currentTaskStartedAt: null,
    processEndedAt: null,
    archivedAt: null,
    confirmedAt: null,
    softDeletedAt: null,
    substatus: null,
    presentationTexts:
      definition.content === null ? {} : presentationTextsOf(definition.content, filled.answers),
    dataElements: [],
    startedByOwner: actor.kind === "OWNER",
    process,
    precedingProcess,
  };
  const held = { row, definition, answers: filled.answers, submissionCount: 0 };
  const [first] = relevantTasks(definition, filled.answers);
  const begun = first === undefined ? end(actor, now) : enter(held, first, actor, now);
  return { row: { ...row, ...begun.set }, events: begun.events };
};

const begin = async (context: FormsContext, beginning: Beginning): Promise<Outcome> => {
  const { clock, newId, call, store, loaders } = context;
  const { actor, party, request, filled } = beginning;
  const problem = answersProblem(filled.answers);
  if (problem !== null) return new FormInputInvalid(`The answers can't be kept: ${problem}.`);
  const now = clock();
  const id = `${INSTANCE_PREFIX}${party.partyId}/${newId(now)}`;
  const { row, events } = newRow(beginning, id, newId(now), now);
  const requestHash = sha256(canonicalJson({ ...request }));
  const started = await store.filling.start({
    row,
    filling: { ...filled, changedAt: {} },
    events: [{ kind: "STARTED", actor, taskId: row.currentTaskId }, ...events],
    key: request.key === null ? null : { caller: call.viewer.party, key: request.key, requestHash },
  });
  if (started === null) {
    return new FormStateConflict(
      FormConflictReason.KEY_USED,
      "The idempotency key began something else; use a new one for each submission.",
    );
  }
  loaders.forget(started.id);
  return started;
};

/** Answers that came with the request, on top of what is known already. */
const withGiven = (known: Prefilled, given: JsonObject, provenance: PrefilledAnswer | null): Prefilled => {
  const changes = changesIn(given, known.answers);
  const { filling } = mergeAnswers({ ...known, changedAt: {} }, changes, { seen: 0, stamp: 1 });
  const own = provenance === null ? [] : changes.map(({ path }) => [path, provenance] as const);
  const prefilled = { ...filling.prefilled, ...Object.fromEntries(own) };
  return { answers: filling.answers, prefilled, unfilled: known.unfilled };
};

const inputProblem = (
  { key, answers }: StartRequest,
  isOwner: boolean,
  request: StartRequest,
): string | null => {
  if (key !== null && (key.length < 1 || key.length > MAX_KEY))
    return `The key has 1 to ${MAX_KEY} characters.`;
  if (!isJsonObject(answers)) return "Answers are given as a JSON object.";
  const ofOwner = [request.dueBefore, request.visibleAfter, request.process, request.precedingProcess];
  return !isOwner && ofOwner.some((value) => value !== null)
    ? "The deadline, the time from which it is shown, and the case are the service owner's to say."
    : null;
};

/** Begins a form: on the viewer's own or a party's behalf, or by its service owner on anybody's. */
export const startInstance = async (context: FormsContext, request: StartRequest): Promise<Outcome> => {
  const { store, parties, call, clock } = context;
  const definition = await store.latestDefinition(request.form);
  if (definition === null) return new FormInstanceNotFound(`There is no form ${request.form}.`);
  if (definition.content === null) {
    return new FormStateConflict(
      FormConflictReason.FILLED_ELSEWHERE,
      "This form is filled in on the agency's own platform, and only shown here.",
    );
  }
  const isOwner = (await ownerOf(context)) === definition.org;
  const problem = inputProblem(request, isOwner, request);
  if (problem !== null) return new FormInputInvalid(problem);
  const urn = isOwner ? request.party : await partyInScope(context, request.party);
  const party = urn === null ? undefined : (await parties.partiesByUrns(call, [urn])).get(urn);
  if (party === undefined) return unknownParty();
  const about = { party: party.urn, serviceResource: definition.serviceResource, id: null };
  const refusal = isOwner ? null : await refusalTo(context, about, "instantiate", null);
  if (refusal !== null) return refusal;
  const known = await prefill(context, definition, party);
  const byOwner = { source: { kind: "SERVICE_OWNER" }, from: null, at: clock() } as const;
  const filled = withGiven(known, request.answers as JsonObject, isOwner ? byOwner : null);
  const actor = isOwner
    ? { kind: "OWNER" as const, urn: call.viewer.organization ?? call.viewer.party }
    : actingParty(context);
  return begin(context, { definition, party, actor, request, filled });
};

/** Begins the same form anew with the answers of one that the viewer sees, on the form's newest version. */
export const copyInstance = async (
  context: FormsContext,
  id: string,
  key: string | null,
): Promise<Outcome> => {
  const { loaders, store, parties, call, clock } = context;
  const original = await loaders.formInstanceById.load(id);
  if (original === null) return notFound();
  const refusal = await refusalTo(context, { ...original, id: null }, "instantiate", null);
  if (refusal !== null) return refusal;
  const definition = await store.latestDefinition(original.definitionId);
  const party = (await parties.partiesByUrns(call, [original.party])).get(original.party);
  if (definition === null || party === undefined) return notFound();
  const sent = (await loaders.submissionsById.load(id)).at(-1);
  const draft = await loaders.answersById.load(id);
  const answers = sent === undefined ? (draft?.answers ?? {}) : answersInSnapshot(sent.snapshot);
  const copied = { source: { kind: "COPY" }, from: id, at: clock() } as const;
  const prefilled = Object.fromEntries(changesIn(answers, {}).map(({ path }) => [path, copied]));
  const nothing = { dueBefore: null, visibleAfter: null, process: null, precedingProcess: null };
  return begin(context, {
    definition,
    party,
    actor: actingParty(context),
    request: { form: definition.id, party: party.urn, key, answers: { copyOf: id }, ...nothing },
    filled: { answers, prefilled, unfilled: {} },
  });
};
