import type {
  AssignmentInstanceRow,
  AssignmentPackageRow,
  AssignmentResourceRow,
  AssignmentRow,
  PartyRow,
} from "../../../drizzle/authorization/tables.js";
import type { PartyUrn } from "../../../schema/urns.js";
import { failClosed } from "../errors.js";
import { groupBy } from "../rules/grouping.js";
import { ROLE_CODES, type Role } from "../rules/roles.js";
import type { AuthorizationStore } from "../store.js";
import { isClientRole } from "./rules/clients.js";
import { assignmentOf, namedRightsOf } from "./store/assignments.js";
import { clientRightsOf, passedOnBy } from "./store/clients.js";
import {
  type AssignmentPosition,
  type AssignmentSelection,
  assignmentCount,
  assignmentPage,
  assignmentsByIds,
  passedOnCounts,
  passedOnPage,
} from "./store/lists.js";
import { partiesByIds, partyByUrn } from "./store/parties.js";
import { packagesByUrns } from "./store/subjects.js";

/** An assignment with its ends and what it gives by name. */
export interface NamedAssignment {
  readonly assignment: AssignmentRow;
  readonly from: PartyRow;
  readonly to: PartyRow;
  readonly packages: readonly AssignmentPackageRow[];
  readonly resources: readonly AssignmentResourceRow[];
  readonly instances: readonly AssignmentInstanceRow[];
  /** Names of whoever gave something by name, by id. */
  readonly givers: ReadonlyMap<string, PartyRow>;
}

/** A client that was passed on to an agent, with what of it. */
export interface PassedOnClient {
  readonly delegationId: string;
  readonly client: PartyRow;
  readonly roleUrn: string;
  readonly packages: readonly string[];
  /** `actions`: `null` for every action that the service's policy names. */
  readonly services: readonly { readonly service: string; readonly actions: readonly string[] | null }[];
}

/** A client of a facilitator, with what of it can be passed on. */
export interface ServedClient {
  readonly assignment: AssignmentRow;
  readonly client: PartyRow;
  readonly role: Role;
  readonly packages: readonly string[];
  readonly services: readonly { readonly service: string; readonly actions: readonly string[] }[];
}

interface Page {
  readonly after: AssignmentPosition | null;
  readonly take: number;
}

/** Lists of who was given what. Whoever calls has seen to it that the viewer may know. */
export interface AssignmentLists {
  partyByUrn(urn: PartyUrn): Promise<PartyRow | null>;
  page(
    party: PartyRow,
    selection: Omit<AssignmentSelection, "partyId">,
    page: Page,
  ): Promise<NamedAssignment[]>;
  count(party: PartyRow, selection: Omit<AssignmentSelection, "partyId">): Promise<number>;
  byId(id: string): Promise<NamedAssignment | null>;
  /** Clients of a facilitator. */
  clients(facilitator: PartyRow, roles: readonly Role[], page: Page): Promise<ServedClient[]>;
  clientCount(facilitator: PartyRow, roles: readonly Role[]): Promise<number>;
  passedOn(agentAssignmentId: string, page: Page): Promise<PassedOnClient[]>;
  passedOnCounts(agentAssignmentIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** The assignment that makes somebody a facilitator's agent; `null` where there is none. */
  agency(facilitator: PartyRow, agent: PartyRow, roles: readonly Role[]): Promise<AssignmentRow | null>;
}

export const createAssignmentLists = (store: Pick<AuthorizationStore, "open">): AssignmentLists => {
  const { database, tables } = store.open;
  const { read } = database;

  /** What assignments give by name, and who gave it: four statements for all of them. */
  const named = async (
    rows: readonly { assignment: AssignmentRow; from: PartyRow; to: PartyRow }[],
  ): Promise<NamedAssignment[]> => {
    const rights = await namedRightsOf(
      read,
      tables,
      rows.map(({ assignment }) => assignment.id),
    );
    const giverIds = [
      ...rows.map(({ assignment }) => assignment),
      ...rights.packages,
      ...rights.resources,
      ...rights.instances,
    ].flatMap(({ givenById }) => givenById ?? []);
    const givers = await partiesByIds(read, tables, giverIds);
    const [packages, resources, instances] = [
      groupBy(rights.packages, ({ assignmentId }) => assignmentId),
      groupBy(rights.resources, ({ assignmentId }) => assignmentId),
      groupBy(rights.instances, ({ assignmentId }) => assignmentId),
    ];
    return rows.map((row) => ({
      ...row,
      packages: packages.get(row.assignment.id) ?? [],
      resources: resources.get(row.assignment.id) ?? [],
      instances: instances.get(row.assignment.id) ?? [],
      givers,
    }));
  };

  const clientSelection = (roles: readonly Role[]): Omit<AssignmentSelection, "partyId"> => ({
    direction: "RECEIVED",
    otherId: null,
    roleUrns: roles.filter(isClientRole).map(({ urn }) => urn),
  });

  return {
    partyByUrn: (urn) => failClosed(() => partyByUrn(read, tables, urn)),
    page: (party, selection, page) =>
      failClosed(async () => {
        const rows = await assignmentPage(read, { ...selection, partyId: party.id }, page);
        return named(
          rows.map(({ assignment, other }) =>
            selection.direction === "GIVEN"
              ? { assignment, from: party, to: other }
              : { assignment, from: other, to: party },
          ),
        );
      }),
    count: (party, selection) => failClosed(() => assignmentCount(read, { ...selection, partyId: party.id })),
    byId: (id) =>
      failClosed(async () => {
        const [assignment] = await assignmentsByIds(read, tables, [id]);
        if (assignment === undefined) return null;
        const ends = await partiesByIds(read, tables, [assignment.fromId, assignment.toId]);
        const [from, to] = [ends.get(assignment.fromId), ends.get(assignment.toId)];
        if (from === undefined || to === undefined) return null;
        return (await named([{ assignment, from, to }]))[0] ?? null;
      }),
    clients: (facilitator, roles, page) =>
      failClosed(async () => {
        const rows = await assignmentPage(read, { ...clientSelection(roles), partyId: facilitator.id }, page);
        const roleByUrn = new Map(roles.map((role) => [role.urn, role]));
        const served = rows.flatMap(({ assignment, other }) => {
          const role = roleByUrn.get(assignment.roleUrn);
          return role === undefined ? [] : [{ assignment, client: other, role }];
        });
        const rights = await clientRightsOf(read, tables, served);
        const urns = new Set([...rights.values()].flatMap(({ packageUrns }) => [...packageUrns]));
        const known = urns.size === 0 ? [] : await packagesByUrns(read, tables, [...urns]);
        const delegable = new Set(known.flatMap(({ urn, isDelegable }) => (isDelegable ? [urn] : [])));
        return served.map((each) => {
          const own = rights.get(each.assignment.id);
          return {
            ...each,
            packages: [...(own?.packageUrns ?? [])].filter((urn) => delegable.has(urn)).sort(),
            services: [...(own?.services ?? [])].sort().map(([service, actions]) => ({ service, actions })),
          };
        });
      }),
    clientCount: (facilitator, roles) =>
      failClosed(() => assignmentCount(read, { ...clientSelection(roles), partyId: facilitator.id })),
    passedOn: (agentAssignmentId, page) =>
      failClosed(async () => {
        const rows = await passedOnPage(read, agentAssignmentId, page);
        const { packages, services } = await passedOnBy(
          read,
          tables,
          rows.map(({ delegationId }) => delegationId),
        );
        const packagesBy = groupBy(packages, ({ delegationId }) => delegationId);
        const servicesBy = groupBy(services, ({ delegationId }) => delegationId);
        return rows.map(({ delegationId, client, roleUrn }) => ({
          delegationId,
          client,
          roleUrn,
          packages: (packagesBy.get(delegationId) ?? []).map(({ packageUrn }) => packageUrn).sort(),
          services: servicesBy.get(delegationId) ?? [],
        }));
      }),
    passedOnCounts: (ids) => failClosed(() => passedOnCounts(read, tables, ids)),
    agency: (facilitator, agent, roles) =>
      failClosed(async () => {
        const role = roles.find(({ code }) => code === ROLE_CODES.agent);
        if (role === undefined) return null;
        return assignmentOf(read, tables, { fromId: facilitator.id, toId: agent.id, roleUrn: role.urn });
      }),
  };
};
