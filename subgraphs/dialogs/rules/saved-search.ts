import { readSavedFilter, type SavedFilterJson } from "../../../schema/saved-filter.js";
import { partiesOf, type Scope } from "../../../schema/scope.js";
import { PARTY_UUID_PREFIX } from "../../../schema/urns.js";
import { dialogsError } from "../errors.js";
import type { AskedSelection } from "./selecting.js";

/** A search as it was saved, which may be long ago. */
export interface SavedSearchContent {
  readonly search: string | null;
  readonly filter: SavedFilterJson | null;
  /** UUIDs; `null`: everybody whom the viewer may act for. */
  readonly partyIds: readonly string[] | null;
}

/** @throws DomainError `SAVED_FILTER_OUTDATED` */
const readFilter = (kept: SavedFilterJson | null): AskedSelection["filter"] => {
  const read = kept === null ? { problem: "The history has no filter for it." } : readSavedFilter(kept);
  if ("filter" in read) return read.filter as AskedSelection["filter"];
  throw dialogsError(
    "SAVED_FILTER_OUTDATED",
    `The saved search can't be looked up as it was saved. ${read.problem} Change its filter.`,
  );
};

/** Those of the parties that are still acted for. @throws DomainError `PARTY_NOT_AUTHORISED` where none is */
const ofParties = (scope: Scope, partyIds: readonly string[] | null): readonly string[] | null => {
  if (partyIds === null) return null;
  const known = partiesOf(scope);
  const actedFor = partyIds.filter((id) => known.has(id));
  if (actedFor.length > 0 || partyIds.length === 0) return actedFor;
  throw dialogsError(
    "PARTY_NOT_AUTHORISED",
    "You act for none of the parties of the saved search any more. Change its parties, or remove it.",
  );
};

/** What asks for all that a saved search finds and that changed after a moment. */
export const newSince = (saved: SavedSearchContent, scope: Scope, since: number): AskedSelection => {
  const asked = readFilter(saved.filter);
  const partyIds = ofParties(scope, saved.partyIds);
  const filter = {
    ...asked,
    updatedAfter: Math.max(asked?.updatedAfter ?? 0, since + 1),
    parties: partyIds?.map((id) => PARTY_UUID_PREFIX + id),
  };
  return { filter, search: saved.search };
};
