import type { ReasonedDecision } from "./decision.js";

const DIALOG_PREFIX = "urn:altinn:dialog-id:";

/** What one thing of a party may have been given access to by: the service, its form instance, or the dialog itself. */
export const referencesTo = (
  dialogId: string,
  instanceRef: string | null,
): readonly [string | null, string] => [instanceRef, DIALOG_PREFIX + dialogId];

/**
 * The decision about one thing by any of its references: the first that permits, otherwise the first.
 * @param decide asked about the second reference only where the first does not permit
 */
export const decideOnThing = async (
  [first, second]: readonly [string | null, string],
  decide: (instanceRef: string | null) => Promise<ReasonedDecision>,
): Promise<ReasonedDecision> => {
  const decision = await decide(first);
  if (decision.decision !== "NOT_APPLICABLE") return decision;
  const other = await decide(second);
  return other.decision === "PERMIT" ? other : decision;
};
