import type { UnfilledReason } from "../../../drizzle/forms/tables-filling.js";
import { DomainError } from "../../../lib/errors.js";
import type { Json } from "../../../lib/json.js";
import type { PartyRecord } from "../../../schema/parties-port.js";
import { PARTY_UUID_PREFIX } from "../../../schema/urns.js";
import type { FormsContext } from "../context.js";
import {
  fieldNameOf,
  foundIn,
  type GraphFound,
  type GraphSource,
  questionOf,
} from "../rules/graph-source.js";

/** Codes of subgraphs and gateways that say that no answer could be had; any other refuses the one who asks. */
const IS_OUTAGE =
  /UNAVAILABLE|TIMEOUT|SUSPENDED|OVERLOADED|BUSY|INTERNAL|DOWNSTREAM|VALIDATION|RESPONSE|MISMATCH|VALUE_|LIMITED|TOO_(?!WEAK)/;
const IS_NO_QUESTION = "GRAPHQL_VALIDATION_FAILED";

/** What the graph knows, with the field's name; or why it told nothing. */
export type GraphValue =
  | { readonly value: Json; readonly from: string }
  | { readonly reason: UnfilledReason };

type Asking = Pick<FormsContext, "graph" | "call">;

const ask = async (
  { graph, call }: Asking,
  sources: readonly GraphSource[],
  party: Pick<PartyRecord, "id">,
): Promise<readonly GraphFound[]> => {
  const question = { query: questionOf(sources), variables: { parties: [PARTY_UUID_PREFIX + party.id] } };
  try {
    const { data, faults } = await graph.ask(call, question);
    const isSpoiled = sources.length > 1 && faults.some(({ code }) => code === IS_NO_QUESTION);
    if (!isSpoiled) return foundIn(sources, data, faults);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return sources.map(() => ({ codes: [error.code] }));
  }
  // A field that is in the graph no more spoils the question for all: each is asked alone.
  return (await Promise.all(sources.map((source) => ask({ graph, call }, [source], party)))).flat();
};

/**
 * Asks the graph for all of a form's sources at once, as the viewer: each subgraph gives what it would give them, and no
 * more. Never rejects for want of an answer.
 */
export const findInGraph = async (
  context: Asking,
  sources: readonly GraphSource[],
  party: Pick<PartyRecord, "id">,
): Promise<readonly GraphValue[]> => {
  if (sources.length === 0) return [];
  const found = await ask(context, sources, party);
  return sources.map((source, index) => {
    const one = found[index] ?? { codes: [] };
    if ("value" in one) return { value: one.value, from: fieldNameOf(source) };
    if (one.codes.length === 0) return { reason: "UNKNOWN" };
    return { reason: one.codes.some((code) => IS_OUTAGE.test(code)) ? "UNAVAILABLE" : "REFUSED" };
  });
};
