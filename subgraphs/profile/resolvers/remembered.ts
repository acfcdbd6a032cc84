import type { KnownParties } from "../rules/parties.js";
import type { RememberedParty } from "../types/remembered-party.js";

/** A party that the viewer has put somewhere, as it may be shown now. */
export const rememberedParty = (
  kept: { readonly partyId: string; readonly label?: string | null; readonly addedAt?: number },
  known: KnownParties,
): RememberedParty => {
  const isActedFor = known.has(kept.partyId);
  return {
    partyId: kept.partyId,
    isActedFor,
    party: isActedFor ? { id: kept.partyId } : null,
    label: kept.label ?? null,
    addedAt: kept.addedAt ?? null,
  };
};
