import type { FormDefinitionRow, FormInstanceRow } from "../../../drizzle/forms/tables.js";
import type { PrefilledAnswer, UnfilledAnswer } from "../../../drizzle/forms/tables-filling.js";
import type { FormPrefill, FormPrefillSource } from "../../../drizzle/forms/values.js";
import type { Json, JsonObject } from "../../../lib/json.js";
import type { PartyRecord } from "../../../schema/parties-port.js";
import { ORGANIZATION_PREFIX } from "../../../schema/urns.js";
import type { FormsContext } from "../context.js";
import { presentationTextsOf } from "../rules/answers.js";
import type { GraphSource } from "../rules/graph-source.js";
import { partsOf, valueAt, withValue } from "../rules/pointers.js";
import { taskOfHeld } from "../rules/process.js";
import { actingParty, changeAsParty, notFound, type Outcome } from "./acting.js";
import { findInGraph, type GraphValue } from "./prefill-graph.js";

/** Answers that nobody typed, and where each is from; and those that were asked for in vain. */
export interface Prefilled {
  readonly answers: JsonObject;
  readonly prefilled: Readonly<Record<string, PrefilledAnswer>>;
  readonly unfilled: Readonly<Record<string, UnfilledAnswer>>;
}

/** `null`: there is nothing, which nobody has to be told. */
type Found = GraphValue | { readonly value: Json; readonly from: string | null } | null;

const factOf = (party: PartyRecord, fact: "NAME" | "ORGANIZATION_NUMBER"): string | null => {
  if (fact === "NAME") return party.name;
  return party.urn.startsWith(ORGANIZATION_PREFIX) ? party.urn.slice(ORGANIZATION_PREFIX.length) : null;
};

/** What was sent, out of a snapshot that this room wrote. */
export const answersInSnapshot = (snapshot: string): JsonObject =>
  (JSON.parse(snapshot) as { answers: JsonObject }).answers;

const find = async (
  { store, loaders, clock }: FormsContext,
  source: Exclude<FormPrefillSource, GraphSource>,
  party: PartyRecord,
): Promise<Found> => {
  if (source.kind === "PARTY") {
    const value = factOf(party, source.fact);
    return value === null ? null : { value, from: null };
  }
  const view = { scope: await loaders.scope(), now: clock() };
  const earlier = await store.filling.latestSubmission(party.urn, source.form, view);
  const value = earlier && valueAt(answersInSnapshot(earlier.snapshot), partsOf(source.path) ?? []);
  return earlier === null || value === undefined || value === null
    ? null
    : { value, from: earlier.instanceId };
};

/** What each source says, in order: all at the same time, and the graph once for all of its fields. */
const findAll = async (
  context: FormsContext,
  sources: readonly FormPrefillSource[],
  party: PartyRecord,
): Promise<readonly Found[]> => {
  const ofGraph = sources.filter((source) => source.kind === "GRAPH");
  const inGraph = findInGraph(context, ofGraph, party);
  return Promise.all(
    sources.map(async (source) =>
      source.kind === "GRAPH"
        ? ((await inGraph)[ofGraph.indexOf(source)] ?? null)
        : find(context, source, party),
    ),
  );
};

/** Puts what was found where nothing is yet, each with where it is from. */
const filledIn = (
  before: Prefilled,
  wanted: readonly FormPrefill[],
  found: readonly Found[],
  at: number,
): Prefilled => {
  let { answers } = before;
  const prefilled = { ...before.prefilled };
  const unfilled = { ...before.unfilled };
  wanted.forEach(({ path, source }, index) => {
    const one = found[index] ?? null;
    if (one === null) return;
    if ("reason" in one) {
      unfilled[path] = { source, reason: one.reason, at };
      return;
    }
    const next = withValue(answers, partsOf(path) ?? [], one.value);
    if (next === null) return;
    answers = (next.value ?? {}) as JsonObject;
    prefilled[path] = { source, from: one.from, at };
    delete unfilled[path];
  });
  return { answers, prefilled, unfilled };
};

/**
 * Fills in what is known already. What can't be found out keeps nobody from beginning: it is asked for instead, and where
 * another subgraph was to tell it, it is said that it did not.
 */
export const prefill = async (
  context: FormsContext,
  { content }: FormDefinitionRow,
  party: PartyRecord,
): Promise<Prefilled> => {
  const wanted = content?.prefill ?? [];
  const sources = wanted.map(({ source }) => source);
  const found = await findAll(context, sources, party);
  return filledIn({ answers: {}, prefilled: {}, unfilled: {} }, wanted, found, context.clock());
};

/** What was asked for in vain and is not answered yet, by path. */
export const unfilledOf = (
  unfilled: Readonly<Record<string, UnfilledAnswer>>,
  answers: JsonObject,
): readonly (UnfilledAnswer & { readonly path: string })[] =>
  Object.entries(unfilled)
    .filter(([path]) => (valueAt(answers, partsOf(path) ?? []) ?? null) === null)
    .map(([path, entry]) => ({ path, ...entry }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));

/** Asks once more for what was asked for in vain, as whoever fills in now. What is answered by then stays. */
export const prefillAgain = async (context: FormsContext, id: string): Promise<Outcome> => {
  const { loaders, parties, call, clock } = context;
  const row: FormInstanceRow | null = await loaders.formInstanceById.load(id);
  const party = row && (await parties.partiesByUrns(call, [row.party])).get(row.party);
  if (row === null || !party) return notFound();
  const kept = await loaders.answersById.load(id);
  const wanted = unfilledOf(kept?.unfilled ?? {}, kept?.answers ?? {});
  const sources = wanted.map(({ source }) => source);
  const found = await findAll(context, sources, party);
  return changeAsParty(context, id, { revision: null }, (held) => {
    const { answers, filling, definition } = held;
    if (taskOfHeld(held)?.type !== "DATA" || definition.content === null || wanted.length === 0) return null;
    const stillUnfilled = new Set(unfilledOf(filling.unfilled, answers).map(({ path }) => path));
    const free = found.map((one, index) => (stillUnfilled.has(wanted[index]?.path ?? "") ? one : null));
    const next = filledIn({ ...filling, answers }, wanted, free, clock());
    const stamp = held.row.changeCount + 1;
    const fresh = Object.keys(next.prefilled).filter((path) => !Object.hasOwn(filling.prefilled, path));
    const changedAt = { ...filling.changedAt, ...Object.fromEntries(fresh.map((path) => [path, stamp])) };
    return {
      set: { presentationTexts: presentationTextsOf(definition.content, next.answers) },
      events:
        fresh.length === 0
          ? []
          : [{ kind: "SAVED", actor: actingParty(context), taskId: held.row.currentTaskId }],
      filling: { ...next, changedAt },
    };
  });
};
