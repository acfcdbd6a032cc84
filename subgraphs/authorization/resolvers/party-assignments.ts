import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { openPage } from "../../../schema/paging.js";
import { CursorScalar, PartyUrnScalar } from "../../../schema/scalars.js";
import type { AuthorizationContext } from "../context.js";
import type { PassedOnClient as PassedOnRow, ServedClient as ServedRow } from "../delegation/index.js";
import { failClosed } from "../errors.js";
import { ROLE_CODES } from "../rules/roles.js";
import { AssignmentConnection, AssignmentDirection } from "../types/assignment.js";
import {
  type PassedOnClient,
  PassedOnClientConnection,
  type ServedClient,
  ServedClientConnection,
} from "../types/client.js";
import { Party } from "../types/party.js";
import { assignmentOf } from "./assignment.js";
import { administratorOf } from "./party-delegation.js";

const MAX_PAGE_SIZE = 200;
const FIRST = "How many, from 1 to 200.";
const AFTER = "`endCursor` of the page before.";

/** A position in lists by name, as cursors carry it. */
const nameAndId = (after: readonly (string | number | null)[] | null): readonly [string, string] | null =>
  after === null ? null : [String(after[0]), String(after[1])];

const clientRights = (services: ServedRow["services"] | PassedOnRow["services"]) =>
  services.map(({ service, actions }) => ({ service: { id: service }, actions }));

@Resolver(() => Party)
export class PartyAssignmentsResolver {
  @FieldResolver(() => AssignmentConnection, {
    nullable: true,
    description:
      "Who may act for the party, or for whom it may act: by roles of registers and by what was given. For those who " +
      "administer its access, and for you what you received; an error for others.",
  })
  async assignments(
    @Root() party: Party,
    @Arg("direction", () => AssignmentDirection, {
      defaultValue: AssignmentDirection.GIVEN,
      description: "On which side the party is.",
    })
    direction: AssignmentDirection,
    @Arg("with", () => PartyUrnScalar, { nullable: true, description: "Only those with this other party." })
    withUrn: string | null,
    @Arg("onlyGivenByName", () => Boolean, {
      defaultValue: false,
      description: "Whether roles of registers are left out: what is left can be taken back.",
    })
    onlyGivenByName: boolean,
    @Arg("first", () => Int, { defaultValue: 50, description: FIRST }) first: number,
    @Arg("after", () => CursorScalar, { nullable: true, description: AFTER }) after: string | null,
    @Ctx() context: AuthorizationContext,
  ): Promise<AssignmentConnection> {
    const { cursors, call, assignments, metadata } = context;
    const { party: row } = await administratorOf(
      context,
      party,
      ({ mayAdminister, viewer }) =>
        mayAdminister ||
        (viewer.id === party.id &&
          direction === AssignmentDirection.RECEIVED &&
          call.viewer.kind !== "ORGANIZATION"), // a machine does not decide for its organisation
    );
    const list = JSON.stringify([
      "assignments",
      party.id,
      direction,
      withUrn ?? null,
      onlyGivenByName,
      call.viewer.party,
    ]);
    const page = openPage(cursors, { first, after, maxFirst: MAX_PAGE_SIZE, list });
    const [other, roles] = await Promise.all([
      withUrn == null ? null : assignments.partyByUrn(withUrn),
      failClosed(() => metadata.roles()),
    ]);
    const selection = {
      direction,
      otherId: withUrn == null ? null : (other?.id ?? party.id), // nobody has assigned anything to themselves
      roleUrns: onlyGivenByName
        ? roles.filter(({ code }) => code === ROLE_CODES.rightholder).map(({ urn }) => urn)
        : null,
    };
    const [rows, totalCount] = await Promise.all([
      assignments.page(row, selection, { after: nameAndId(page.after), take: page.take }),
      assignments.count(row, selection),
    ]);
    return {
      ...page.connection(rows.map(assignmentOf), ({ id, from, to }) => [
        direction === AssignmentDirection.GIVEN ? to.name : from.name,
        id,
      ]),
      totalCount,
    };
  }

  @FieldResolver(() => ServedClientConnection, {
    nullable: true,
    description:
      "Clients of an organisation, with what of each can be passed on to its agents. For those who administer its " +
      "clients; an error for others.",
  })
  async clients(
    @Root() party: Party,
    @Arg("first", () => Int, { defaultValue: 50, description: FIRST }) first: number,
    @Arg("after", () => CursorScalar, { nullable: true, description: AFTER }) after: string | null,
    @Ctx() context: AuthorizationContext,
  ): Promise<ServedClientConnection> {
    const { cursors, call, assignments, metadata } = context;
    const { party: row } = await administratorOf(
      context,
      party,
      ({ isClientAdministrator }) => isClientAdministrator,
    );
    const list = JSON.stringify(["clients", party.id, call.viewer.party]);
    const page = openPage(cursors, { first, after, maxFirst: MAX_PAGE_SIZE, list });
    const roles = await failClosed(() => metadata.roles());
    const [rows, totalCount] = await Promise.all([
      assignments.clients(row, roles, { after: nameAndId(page.after), take: page.take }),
      assignments.clientCount(row, roles),
    ]);
    const { edges, pageInfo } = page.connection(rows, ({ client, assignment }) => [
      client.name,
      assignment.id,
    ]);
    return {
      edges: edges.map((edge) => edge.as(servedClient(edge.node))),
      pageInfo,
      totalCount,
    };
  }

  @FieldResolver(() => AssignmentConnection, {
    nullable: true,
    description:
      "Agents of an organisation, whom clients can be passed on to. For those who administer its clients; an error " +
      "for others.",
  })
  async agents(
    @Root() party: Party,
    @Arg("first", () => Int, { defaultValue: 50, description: FIRST }) first: number,
    @Arg("after", () => CursorScalar, { nullable: true, description: AFTER }) after: string | null,
    @Ctx() context: AuthorizationContext,
  ): Promise<AssignmentConnection> {
    const { cursors, call, assignments, metadata } = context;
    const { party: row } = await administratorOf(
      context,
      party,
      ({ isClientAdministrator }) => isClientAdministrator,
    );
    const list = JSON.stringify(["agents", party.id, call.viewer.party]);
    const page = openPage(cursors, { first, after, maxFirst: MAX_PAGE_SIZE, list });
    const roles = await failClosed(() => metadata.roles());
    const roleUrns = roles.filter(({ code }) => code === ROLE_CODES.agent).map(({ urn }) => urn);
    const selection = { direction: "GIVEN", otherId: null, roleUrns } as const;
    const [rows, totalCount] = await Promise.all([
      assignments.page(row, selection, { after: nameAndId(page.after), take: page.take }),
      assignments.count(row, selection),
    ]);
    return { ...page.connection(rows.map(assignmentOf), ({ id, to }) => [to.name, id]), totalCount };
  }

  @FieldResolver(() => PassedOnClientConnection, {
    nullable: true,
    description:
      "Clients that an organisation has passed on to one of its agents; null where they are no agent of it. For the " +
      "agent and for those who administer the organisation's clients; an error for others.",
  })
  async clientsOfAgent(
    @Root() party: Party,
    @Arg("agent", () => PartyUrnScalar, { description: "Whom they were passed on to." }) agentUrn: string,
    @Arg("first", () => Int, { defaultValue: 50, description: FIRST }) first: number,
    @Arg("after", () => CursorScalar, { nullable: true, description: AFTER }) after: string | null,
    @Ctx() context: AuthorizationContext,
  ): Promise<PassedOnClientConnection | null> {
    const { cursors, call, assignments, metadata } = context;
    const agent = await assignments.partyByUrn(agentUrn);
    const { party: row } = await administratorOf(
      context,
      party,
      ({ isClientAdministrator, viewer }) => isClientAdministrator || viewer.id === agent?.id,
    );
    const roles = await failClosed(() => metadata.roles());
    const agency = agent === null ? null : await assignments.agency(row, agent, roles);
    if (agency === null) return null;
    const list = JSON.stringify(["clients of agent", agency.id, call.viewer.party]);
    const page = openPage(cursors, { first, after, maxFirst: MAX_PAGE_SIZE, list });
    const [rows, counts] = await Promise.all([
      assignments.passedOn(agency.id, { after: nameAndId(page.after), take: page.take }),
      assignments.passedOnCounts([agency.id]),
    ]);
    const { edges, pageInfo } = page.connection(rows, ({ client, delegationId }) => [
      client.name,
      delegationId,
    ]);
    return {
      edges: edges.map((edge) => edge.as(passedOnClient(edge.node))),
      pageInfo,
      totalCount: counts.get(agency.id) ?? 0,
    };
  }
}

const servedClient = ({ client, role, packages, services }: ServedRow): ServedClient => ({
  client: client as Party,
  services: clientRights(services),
  roleUrn: role.urn,
  packageUrns: packages,
});

const passedOnClient = ({
  delegationId,
  client,
  roleUrn,
  packages,
  services,
}: PassedOnRow): PassedOnClient => ({
  id: delegationId,
  client: client as Party,
  services: clientRights(services),
  roleUrn,
  packageUrns: packages,
});
