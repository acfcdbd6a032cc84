import type { Problem, Refusal } from "../outcomes.js";
import type { NewActivity, NewTransmission } from "../reading/messages.js";
import { sideProblems, strayActivities } from "./create.js";
import { countSides } from "./messages.js";
import { goneBy, transmissionExpiries } from "./moments.js";
import { inList, type PathOf, within } from "./paths.js";
import type { DialogState, FactsWanted } from "./state.js";
import { treeProblems } from "./tree.js";

/** What is to be added to a dialog. */
export interface Additions {
  readonly transmissions: readonly NewTransmission[];
  readonly activities: readonly NewActivity[];
}

const present = <T>(values: readonly (T | null)[]): T[] =>
  values.filter((value): value is T => value !== null);

/** What there is to know before these are added. */
export const factsFor = ({ transmissions, activities }: Additions): FactsWanted => ({
  transmissionIds: transmissions.map(({ id }) => id),
  activityIds: activities.map(({ id }) => id),
  idempotentKeys: present(transmissions.map(({ idempotentKey }) => idempotentKey)),
  parentIds: [...new Set(present(transmissions.map(({ relatedTransmissionId }) => relatedTransmissionId)))],
  namedIds: [...new Set(present(activities.map(({ transmissionId }) => transmissionId)))],
});

const takenProblems = (
  items: readonly { readonly id: string }[],
  takenIds: ReadonlySet<string>,
  pathOf: PathOf,
): Problem[] =>
  items.flatMap(({ id }, index) =>
    takenIds.has(id)
      ? [
          {
            path: within(pathOf(index), "id"),
            message: `${id} is there already; leave it out, or use another id.`,
          },
        ]
      : [],
  );

/** Where each kind stands in the request. */
export interface AdditionPaths {
  readonly transmissions: PathOf;
  readonly activities: PathOf;
}

/** In a request that changes the whole dialog. */
export const IN_DIALOG: AdditionPaths = {
  transmissions: inList("transmissions"),
  activities: inList("activities"),
};

/**
 * Why these may not be added to a dialog, or `null`.
 * @param options `isPastAllowed`: whether what is added may have ended already
 */
export const refusedAdditions = (
  { row, facts }: DialogState,
  { transmissions, activities }: Additions,
  paths: AdditionPaths,
  options: { readonly now: number; readonly isPastAllowed: boolean },
): Refusal | null => {
  const keyAt = transmissions.findIndex(({ idempotentKey }) => facts.takenKeys.has(idempotentKey ?? ""));
  if (keyAt >= 0) {
    const key = transmissions[keyAt]?.idempotentKey;
    const message = `The dialog has a transmission with the key ${key} already.`;
    const path = within(paths.transmissions(keyAt), "idempotentKey");
    return { outcome: "CONFLICT", problem: { path, message }, dialogId: row.id };
  }
  const sides = countSides(transmissions);
  const newIds = new Set(transmissions.map(({ id }) => id));
  const problems = [
    ...takenProblems(transmissions, facts.takenIds, paths.transmissions),
    ...takenProblems(activities, facts.takenIds, paths.activities),
    ...treeProblems(transmissions, facts.standings, paths.transmissions),
    ...(transmissions.length === 0
      ? []
      : sideProblems(
          {
            fromParty: row.fromPartyTransmissionsCount + sides.fromParty,
            fromOwner: row.fromServiceOwnerTransmissionsCount + sides.fromOwner,
          },
          "transmissions",
        )),
    ...strayActivities(activities, (id) => newIds.has(id) || facts.named.has(id), paths.activities),
    ...(options.isPastAllowed
      ? []
      : goneBy(transmissionExpiries(paths.transmissions, transmissions), options.now)),
  ];
  return problems.length === 0 ? null : { outcome: "DOMAIN_ERROR", problems };
};
