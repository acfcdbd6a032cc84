import type { AssignmentRow, PartyRow } from "../../../drizzle/authorization/tables.js";
import type { PartyUrn, ServiceUrn } from "../../../schema/urns.js";
import {
  administrationRefusal,
  type Change,
  givingOf,
  type HeldParty,
  holdParty,
  record,
  roleUrnOf,
} from "./change.js";
import { delegatorOf } from "./rules/delegator.js";
import { type Outcome, refused } from "./rules/refusal.js";
import { actionsNamed } from "./rules/right-key.js";
import { assignmentOf, namedRightsOf } from "./store/assignments.js";
import { delegatorRows } from "./store/delegator.js";
import { partyByUrn } from "./store/parties.js";
import { removeAssignment, removePackages, setInstance, setResource } from "./store/writing.js";

/** Between whom something was given. */
export interface Ends {
  readonly from: PartyUrn;
  readonly to: PartyUrn;
}

/** What is between two parties, and may be taken back by the viewer. */
interface Opened {
  readonly held: HeldParty;
  readonly to: PartyRow;
  /** The rightholder's assignment. */
  readonly assignment: AssignmentRow;
}

/**
 * Whether the viewer stands for the receiving end: whoever was given something may give it up. A bare machine proves
 * which organisation asks, not that it may decide for it.
 */
const mayGiveUp = async ({ tx, tables, deed }: Change, viewer: PartyRow, to: PartyRow): Promise<boolean> => {
  if (to.id === viewer.id && deed.viewer.kind !== "ORGANIZATION") return true;
  const rows = await delegatorRows(tx, tables, viewer, to);
  return delegatorOf(rows, to, deed.viewer, deed.at).mayAdminister;
};

const NOTHING_THERE: Outcome = { outcome: "DONE", assignmentId: null, isChanged: false };

/**
 * Opens what is between two parties for its giver's administrators, and for whoever received it.
 * @returns an outcome where there is nothing to take, the same whether or not there is such a receiver
 */
const openTaking = async (change: Change, { from, to }: Ends): Promise<Opened | Outcome> => {
  const { tx, tables } = change;
  const held = await holdParty(change, from);
  if (held.found === null) return refused(held.refusal);
  const { delegator } = held.found;
  const receiver = await partyByUrn(tx, tables, to);
  const roleUrn = roleUrnOf(held.found, "rightholder");
  const assignment =
    receiver === null
      ? null
      : await assignmentOf(tx, tables, { fromId: delegator.party.id, toId: receiver.id, roleUrn });
  const isAllowed =
    delegator.mayAdminister ||
    (receiver !== null && assignment !== null && (await mayGiveUp(change, delegator.viewer, receiver)));
  const refusal = administrationRefusal(delegator, isAllowed);
  if (refusal !== null) return refused(refusal);
  return receiver === null || assignment === null
    ? NOTHING_THERE
    : { held: held.found, to: receiver, assignment };
};

const unchanged = ({ assignment }: Opened): Outcome => ({
  outcome: "DONE",
  assignmentId: assignment.id,
  isChanged: false,
});

const recordTaking = (
  change: Change,
  { held, to }: Opened,
  referenceId: string,
  taken: readonly { readonly subject: string | null; readonly action?: string | null }[],
): Promise<void> =>
  record(
    change,
    held.delegator,
    taken.map((line) => ({
      kind: "ACCESS_REVOKED",
      partyId: held.delegator.party.id,
      counterpartId: to.id,
      referenceId,
      ...line,
    })),
  );

/** Takes access packages back, from the receiver and from the agents whom they were passed on to. */
export const revokePackages = async (
  change: Change,
  order: Ends & { readonly packages: readonly string[] },
): Promise<Outcome> => {
  const opened = await openTaking(change, order);
  if ("outcome" in opened) return opened;
  const { assignment } = opened;
  if (order.packages.length === 0) return unchanged(opened);
  const packages = order.packages.map((urn) => urn.toLowerCase());
  const removed = await removePackages(change.tx, change.tables, assignment.id, packages);
  await recordTaking(
    change,
    opened,
    assignment.id,
    removed.map((subject) => ({ subject })),
  );
  return { outcome: "DONE", assignmentId: assignment.id, isChanged: removed.length > 0 };
};

/** The actions that are taken of those that were given; all where none are named. */
const takenOf = (
  service: ServiceUrn,
  rights: readonly string[] | null,
  given: readonly string[],
): string[] => {
  if (rights === null) return [...given];
  const named = new Set(actionsNamed(service, rights, given));
  return given.filter((action) => named.has(action));
};

/** Takes rights to a service back. @param order `rights`: `null` for all that were given by name */
export const revokeRights = async (
  change: Change,
  order: Ends & { readonly service: ServiceUrn; readonly rights: readonly string[] | null },
): Promise<Outcome> => {
  const opened = await openTaking(change, order);
  if ("outcome" in opened) return opened;
  const { assignment, held } = opened;
  const service = order.service.toLowerCase();
  const { resources } = await namedRightsOf(change.tx, change.tables, [assignment.id]);
  const given = resources.find((row) => row.service === service)?.actions ?? [];
  const taken = takenOf(service, order.rights, given);
  if (taken.length === 0) return unchanged(opened);
  const left = given.filter((action) => !taken.includes(action));
  const key = { assignmentId: assignment.id, service };
  await setResource(change.tx, change.tables, key, left, givingOf(change, held.delegator));
  await recordTaking(
    change,
    opened,
    assignment.id,
    taken.map((action) => ({ subject: service, action })),
  );
  return { outcome: "DONE", assignmentId: assignment.id, isChanged: true };
};

/** Takes rights to one thing back. @param order `rights`: `null` for all that were given */
export const revokeInstanceRights = async (
  change: Change,
  order: Ends & { readonly instanceRef: string; readonly rights: readonly string[] | null },
): Promise<Outcome> => {
  const opened = await openTaking(change, order);
  if ("outcome" in opened) return opened;
  const { assignment, held } = opened;
  const instanceRef = order.instanceRef.toLowerCase();
  const { instances } = await namedRightsOf(change.tx, change.tables, [assignment.id]);
  const given = instances.find((row) => row.instanceRef === instanceRef);
  const taken = given === undefined ? [] : takenOf(given.service, order.rights, given.actions);
  if (given === undefined || taken.length === 0) return unchanged(opened);
  const left = given.actions.filter((action) => !taken.includes(action));
  const key = { assignmentId: assignment.id, service: given.service, instanceRef };
  await setInstance(change.tx, change.tables, key, left, givingOf(change, held.delegator));
  await recordTaking(
    change,
    opened,
    assignment.id,
    taken.map((action) => ({ subject: instanceRef, action })),
  );
  return { outcome: "DONE", assignmentId: assignment.id, isChanged: true };
};

/** Ends a rightholder's relation, with all that was given by name. Roles of the register stay: they are the register's. */
export const revokeEverything = async (change: Change, order: Ends): Promise<Outcome> => {
  const opened = await openTaking(change, order);
  if ("outcome" in opened) return opened;
  const { assignment } = opened;
  const { packages, resources, instances } = await namedRightsOf(change.tx, change.tables, [assignment.id]);
  await removeAssignment(change.tx, change.tables, assignment.id);
  const things = [
    ...packages.map(({ packageUrn }) => ({ subject: packageUrn })),
    ...resources.flatMap(({ service, actions }) => actions.map((action) => ({ subject: service, action }))),
    ...instances.flatMap(({ instanceRef, actions }) =>
      actions.map((action) => ({ subject: instanceRef, action })),
    ),
  ];
  await recordTaking(
    change,
    opened,
    assignment.id,
    things.length > 0 ? things : [{ subject: assignment.roleUrn }],
  );
  return { outcome: "DONE", assignmentId: null, isChanged: true };
};
