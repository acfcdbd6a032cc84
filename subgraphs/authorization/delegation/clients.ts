import type { AssignmentRow, PartyRow } from "../../../drizzle/authorization/tables.js";
import type { PartyUrn, ServiceUrn } from "../../../schema/urns.js";
import type { Role } from "../rules/roles.js";
import {
  administrationRefusal,
  type Change,
  type Found,
  findRecipient,
  found,
  givingOf,
  type HeldParty,
  holdParty,
  record,
  refusedWith,
  roleUrnOf,
  type To,
} from "./change.js";
import {
  type ClientRights,
  isClientRole,
  isFacilitator,
  isRoleNamed,
  passedPackageRefusal,
  passedServiceRefusal,
} from "./rules/clients.js";
import { agentRefusal } from "./rules/recipients.js";
import { invalid, notAuthorised, type Outcome, type Refusal, refused } from "./rules/refusal.js";
import { assignmentOf, ensureAssignment } from "./store/assignments.js";
import {
  addDelegation,
  addPassedOn,
  assignmentsBetween,
  clientRightsOf,
  delegationBetween,
  passedOnBy,
  removePassedOn,
  servicesByUrns,
} from "./store/clients.js";
import { partyByUrn } from "./store/parties.js";
import { packagesByUrns } from "./store/subjects.js";
import { removeAssignment, removeDelegations } from "./store/writing.js";

const MAX_SUBJECTS = 100;

/** Holds a facilitator for somebody who may pass its clients on, or for its agent who gives something up. */
const holdFacilitator = async (
  change: Change,
  urn: PartyUrn,
  options: { readonly alsoHold?: readonly string[]; readonly agentId?: string | undefined } = {},
): Promise<Found<HeldParty>> => {
  const party = await holdParty(change, urn, options.alsoHold);
  if (party.found === null) return party;
  const { delegator } = party.found;
  const isOwnAgent = options.agentId !== undefined && delegator.viewer.id === options.agentId;
  const refusal = administrationRefusal(delegator, delegator.isClientAdministrator || isOwnAgent);
  if (refusal !== null) return refusedWith(refusal);
  return isFacilitator(delegator.party)
    ? party
    : refusedWith(invalid("Only organisations have agents and clients; name an organisation."));
};

const agencyOf = (change: Change, held: HeldParty, agentId: string): Promise<AssignmentRow | null> =>
  assignmentOf(change.tx, change.tables, {
    fromId: held.delegator.party.id,
    toId: agentId,
    roleUrn: roleUrnOf(held, "agent"),
  });

/** Makes somebody the facilitator's agent, who can then be passed clients. */
export const addAgent = async (
  change: Change,
  order: { readonly facilitator: PartyUrn; readonly agent: To },
): Promise<Outcome> => {
  const facilitator = await holdFacilitator(change, order.facilitator);
  if (facilitator.found === null) return refused(facilitator.refusal);
  const held = facilitator.found;
  const agent = await findRecipient(change, order.agent, held);
  if (agent.found === null) return refused(agent.refusal);
  const refusal = agentRefusal(agent.found);
  if (refusal !== null) return refused(refusal);

  const roleUrn = roleUrnOf(held, "agent");
  const edge = { fromId: held.delegator.party.id, toId: agent.found.id, roleUrn };
  const giving = { ...givingOf(change, held.delegator), newId: change.deed.newId(change.deed.at) };
  const { id, isNew } = await ensureAssignment(change.tx, change.tables, edge, giving);
  if (isNew) {
    const line = { partyId: edge.fromId, counterpartId: edge.toId, subject: roleUrn, referenceId: id };
    await record(change, held.delegator, [{ kind: "ACCESS_GRANTED", ...line }]);
  }
  return { outcome: "DONE", assignmentId: id, isChanged: isNew };
};

/** Ends an agent's relation to the facilitator, with all clients that were passed on to them. */
export const removeAgent = async (
  change: Change,
  order: { readonly facilitator: PartyUrn; readonly agent: PartyUrn },
): Promise<Outcome> => {
  const agent = await partyByUrn(change.tx, change.tables, order.agent);
  const facilitator = await holdFacilitator(change, order.facilitator, { agentId: agent?.id });
  if (facilitator.found === null) return refused(facilitator.refusal);
  const held = facilitator.found;
  const agency = agent === null ? null : await agencyOf(change, held, agent.id);
  if (agency === null) return withoutAgency(held);
  await removeAssignment(change.tx, change.tables, agency.id);
  const { fromId: partyId, toId: counterpartId, roleUrn: subject, id: referenceId } = agency;
  await record(change, held.delegator, [
    { kind: "ACCESS_REVOKED", partyId, counterpartId, subject, referenceId },
  ]);
  return { outcome: "DONE", assignmentId: null, isChanged: true };
};

/** Nothing to take: said to those only who may know who the facilitator's agents are. */
const withoutAgency = ({ delegator }: HeldParty): Outcome =>
  delegator.isClientAdministrator
    ? { outcome: "DONE", assignmentId: null, isChanged: false }
    : refused(notAuthorised());

/** A client, its facilitator, and an agent of that one. */
export interface ClientEnds {
  readonly facilitator: PartyUrn;
  readonly client: PartyUrn;
  readonly agent: PartyUrn;
  /** What the facilitator is to the client: a role's URN or code; `null` where there is only one such role. */
  readonly role: string | null;
}

interface Opened {
  readonly held: HeldParty;
  readonly client: PartyRow;
  readonly agent: PartyRow;
  readonly agency: AssignmentRow;
  readonly assignment: AssignmentRow;
  readonly role: Role;
}

const clientNotFound = (message: string): Refusal => ({ kind: "CLIENT_NOT_FOUND", message });

/** The assignment by which the facilitator serves a client. */
const clientAssignment = async (
  { tx, tables }: Change,
  { rows, delegator }: HeldParty,
  client: PartyRow,
  roleName: string | null,
): Promise<Found<{ readonly assignment: AssignmentRow; readonly role: Role }>> => {
  const roleByUrn = new Map(rows.roles.roles.map((role) => [role.urn, role]));
  const serving = (await assignmentsBetween(tx, tables, client.id, delegator.party.id)).flatMap(
    (assignment) => {
      const role = roleByUrn.get(assignment.roleUrn);
      const isAsked = role !== undefined && (roleName === null || isRoleNamed(role, roleName));
      return isAsked && isClientRole(role) ? [{ assignment, role }] : [];
    },
  );
  const [only, other] = serving;
  if (only === undefined)
    return refusedWith(clientNotFound("This is no client of yours, or not by that role."));
  return other === undefined
    ? found(only)
    : refusedWith(
        invalid(
          `Name the role: this client has given you ${serving.map(({ role }) => role.urn).join(", ")}.`,
        ),
      );
};

const openClient = async (change: Change, ends: ClientEnds, mayGiveUp: boolean): Promise<Found<Opened>> => {
  const { tx, tables } = change;
  const [client, agent] = [
    await partyByUrn(tx, tables, ends.client),
    await partyByUrn(tx, tables, ends.agent),
  ];
  const facilitator = await holdFacilitator(change, ends.facilitator, {
    alsoHold: client === null ? [] : [client.id],
    agentId: mayGiveUp ? agent?.id : undefined,
  });
  if (facilitator.found === null) return facilitator;
  const held = facilitator.found;
  const agency = agent === null ? null : await agencyOf(change, held, agent.id);
  if (agent === null || agency === null) {
    return refusedWith({
      kind: "RECIPIENT_NOT_FOUND",
      message: "They are no agent of this organisation; make them its agent first.",
    });
  }
  if (client === null) return refusedWith(clientNotFound("This is no client of yours, or not by that role."));
  const served = await clientAssignment(change, held, client, ends.role);
  return served.found === null ? served : found({ held, client, agent, agency, ...served.found });
};

/** A client may see who was passed what of theirs, and so may the facilitator. */
const recordClient = (
  change: Change,
  kind: "CLIENT_ADDED" | "CLIENT_REMOVED",
  { held, client, agent }: Opened,
  referenceId: string,
  subjects: readonly string[],
): Promise<void> =>
  record(
    change,
    held.delegator,
    subjects.flatMap((subject) => [
      { kind, partyId: client.id, counterpartId: agent.id, subject, referenceId },
      { kind, partyId: held.delegator.party.id, counterpartId: null, subject, referenceId },
    ]),
  );

/** What of a client is passed on. */
export interface ClientOrder extends ClientEnds {
  readonly packages: readonly string[];
  readonly services: readonly ServiceUrn[];
}

const NOTHING: ClientRights = { packageUrns: new Set(), services: new Map() };

/** Passes packages and services of a client on to an agent: as far as the client has given them to the facilitator. */
export const addClientAccess = async (change: Change, order: ClientOrder): Promise<Outcome> => {
  const packages = [...new Set(order.packages.map((urn) => urn.toLowerCase()))];
  const services = [...new Set(order.services.map((urn) => urn.toLowerCase()))];
  const count = packages.length + services.length;
  if (count < 1 || count > MAX_SUBJECTS) {
    return refused(invalid(`Name from 1 to ${MAX_SUBJECTS} access packages and services; it was ${count}.`));
  }
  const opened = await openClient(change, order, false);
  if (opened.found === null) return refused(opened.refusal);
  const { held, client, agency, assignment, role } = opened.found;
  const { tx, tables } = change;

  const rights =
    (await clientRightsOf(tx, tables, [{ client, assignment, role }])).get(assignment.id) ?? NOTHING;
  const packageRows = new Map((await packagesByUrns(tx, tables, packages)).map((row) => [row.urn, row]));
  const serviceRows = new Map((await servicesByUrns(tx, tables, services)).map((row) => [row.urn, row]));
  const refusals = [
    ...packages.map((urn) => passedPackageRefusal(urn, packageRows.get(urn), rights)),
    ...services.map((urn) => passedServiceRefusal(urn, serviceRows.get(urn), rights)),
  ].filter((refusal) => refusal !== null);
  if (refusals.length > 0) return refused(...refusals);

  const giving = givingOf(change, held.delegator);
  const known = await delegationBetween(tx, tables, assignment.id, agency.id);
  const id = known ?? change.deed.newId(change.deed.at);
  if (known === null) {
    const edge = { fromAssignmentId: assignment.id, toAssignmentId: agency.id };
    await addDelegation(tx, tables, { id, ...edge, ...giving });
  }
  const passed = {
    packages,
    services: services.map((urn) => [urn, rights.services.get(urn) ?? []] as const),
  };
  const added = await addPassedOn(tx, tables, id, passed, giving);
  await recordClient(change, "CLIENT_ADDED", opened.found, id, added);
  return { outcome: "DONE", assignmentId: agency.id, isChanged: added.length > 0 };
};

/** Takes packages and services of a client from an agent; everything where none are named. */
export const removeClientAccess = async (
  change: Change,
  order: ClientEnds & {
    readonly packages: readonly string[] | null;
    readonly services: readonly ServiceUrn[] | null;
  },
): Promise<Outcome> => {
  const opened = await openClient(change, order, true);
  if (opened.found === null) return refused(opened.refusal);
  const { agency, assignment } = opened.found;
  const { tx, tables } = change;
  const id = await delegationBetween(tx, tables, assignment.id, agency.id);
  if (id === null) return { outcome: "DONE", assignmentId: agency.id, isChanged: false };
  const there = await passedOnBy(tx, tables, [id]);
  const isEverything = order.packages === null && order.services === null;
  const named = [...(order.packages ?? []), ...(order.services ?? [])].map((urn) => urn.toLowerCase());
  const all = [
    ...there.packages.map(({ packageUrn }) => packageUrn),
    ...there.services.map(({ service }) => service),
  ];
  const removed = await removePassedOn(tx, tables, id, isEverything ? all : named);
  if (removed.length === all.length) await removeDelegations(tx, tables, [id]);
  await recordClient(change, "CLIENT_REMOVED", opened.found, id, removed);
  return { outcome: "DONE", assignmentId: agency.id, isChanged: removed.length > 0 };
};
