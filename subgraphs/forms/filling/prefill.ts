import type { FormDefinitionRow } from "../../../drizzle/forms/tables.js";
import type { PrefilledAnswer } from "../../../drizzle/forms/tables-filling.js";
import type { FormPrefill } from "../../../drizzle/forms/values.js";
import type { Json, JsonObject } from "../../../lib/json.js";
import type { PartyRecord } from "../../../schema/parties-port.js";
import { ORGANIZATION_PREFIX } from "../../../schema/urns.js";
import type { FormsContext } from "../context.js";
import { partsOf, valueAt, withValue } from "../rules/pointers.js";

/** Answers that nobody typed, and where each is from. */
export interface Prefilled {
  readonly answers: JsonObject;
  readonly prefilled: Readonly<Record<string, PrefilledAnswer>>;
}

interface Found {
  readonly value: Json;
  readonly from: string | null;
}

const factOf = (party: PartyRecord, fact: "NAME" | "ORGANIZATION_NUMBER"): string | null => {
  if (fact === "NAME") return party.name;
  return party.urn.startsWith(ORGANIZATION_PREFIX) ? party.urn.slice(ORGANIZATION_PREFIX.length) : null;
};

/** What was sent, out of a snapshot that this room wrote. */
export const answersInSnapshot = (snapshot: string): JsonObject =>
  (JSON.parse(snapshot) as { answers: JsonObject }).answers;

const find = async (
  { store, loaders, clock }: FormsContext,
  { source }: FormPrefill,
  party: PartyRecord,
): Promise<Found | null> => {
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

/** Fills in what is known already. What can't be found out keeps nobody from beginning: it is asked for instead. */
export const prefill = async (
  context: FormsContext,
  { content }: FormDefinitionRow,
  party: PartyRecord,
): Promise<Prefilled> => {
  const found = await Promise.all((content?.prefill ?? []).map((one) => find(context, one, party)));
  const at = context.clock();
  return (content?.prefill ?? []).reduce<Prefilled>(
    (so, { path, source }, index) => {
      const one = found[index] ?? null;
      const next = one && withValue(so.answers, partsOf(path) ?? [], one.value);
      return one === null || next === null
        ? so
        : {
            answers: (next.value ?? {}) as JsonObject,
            prefilled: { ...so.prefilled, [path]: { source, from: one.from, at } },
          };
    },
    { answers: {}, prefilled: {} },
  );
};
