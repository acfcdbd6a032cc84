import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import type { Change } from "./change.js";
import { instanceRefusal } from "./rules/instances.js";
import {
  assignmentOf,
  ensureAssignment,
  type Giving,
  namedRightsOf,
  roleUrnByCode,
} from "./store/assignments.js";
import { holdParties } from "./store/locks.js";
import { setInstance } from "./store/writing.js";

/** Between whom one thing is given, and by which role. */
export interface NamedEnds {
  readonly from: PartyRow;
  readonly to: PartyRow;
  readonly roleCode: string;
}

/** What was changed by setting it. */
export interface SetActions {
  readonly assignmentId: string | null;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Sets what one party may do with one thing of another by an assignment's name: exactly these actions from now on. Whether
 * whoever asks may do so is another's to know.
 * @returns why not, where the thing is not the party's own, or is one of another service
 */
export const setNamedInstance = async (
  { tx, tables, dialect }: Pick<Change, "tx" | "tables" | "dialect">,
  { from, to, roleCode }: NamedEnds,
  wanted: { readonly service: string; readonly instanceRef: string; readonly actions: readonly string[] },
  giving: Giving & { readonly newId: string },
): Promise<SetActions | { readonly refusal: string }> => {
  const { service, instanceRef, actions } = wanted;
  const wrong = instanceRefusal(instanceRef, from);
  if (wrong !== null) return { refusal: wrong.message };
  const roleUrn = await roleUrnByCode(tx, tables, roleCode);
  if (roleUrn === null) return { refusal: `The register has no role ${roleCode}; import the roles.` };
  await holdParties(tx, dialect, [from.id, from.parentId]);
  const edge = { fromId: from.id, toId: to.id, roleUrn };
  const known = await assignmentOf(tx, tables, edge);
  if (known === null && actions.length === 0) return { assignmentId: null, added: [], removed: [] };
  const { id } = known ?? (await ensureAssignment(tx, tables, edge, giving));
  const { instances } = await namedRightsOf(tx, tables, [id]);
  const there = instances.find((row) => row.instanceRef === instanceRef);
  if (there !== undefined && there.service !== service) {
    return { refusal: `${instanceRef} is a thing of the service ${there.service}; name that one.` };
  }
  const before = there?.actions ?? [];
  const added = actions.filter((action) => !before.includes(action));
  const removed = before.filter((action) => !actions.includes(action));
  if (added.length + removed.length > 0) {
    const { givenAt, givenById } = giving;
    await setInstance(tx, tables, { assignmentId: id, service, instanceRef }, actions, {
      givenAt,
      givenById,
    });
  }
  return { assignmentId: id, added, removed };
};
