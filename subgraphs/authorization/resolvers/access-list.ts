import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { AccessListRow } from "../../../drizzle/authorization/tables-policies.js";
import { openPage } from "../../../schema/paging.js";
import { CursorScalar, PartyUrnScalar } from "../../../schema/scalars.js";
import {
  changeMembers,
  connectToService,
  disconnectFromService,
  ownerOf,
  removeAccessList,
  restrictService,
  saveAccessList,
} from "../access-lists/lists.js";
import { listOf, listPage, memberPage, restrictedAmong, servicesOfLists } from "../access-lists/store.js";
import type { AuthorizationContext } from "../context.js";
import { authorizationError, failClosed } from "../errors.js";
import type { Result } from "../requests/problems.js";
import { organizationNumberIn } from "../rules/parties.js";
import {
  AccessList,
  AccessListConnection,
  AccessListMemberConnection,
  AccessListPayload,
  RestrictServicePayload,
  SaveAccessListInput,
} from "../types/access-list.js";
import type { AccessProblem } from "../types/access-problem.js";

const MAX_LISTS = 100;
const MAX_MEMBERS = 1_000;
const IDENTIFIER = "The list's identifier.";
const SERVICE = "URN of one of your services.";

/** Lists with what they open, in two statements. */
const present = async (
  { store }: AuthorizationContext,
  rows: readonly AccessListRow[],
): Promise<AccessList[]> => {
  const { database, tables } = store.open;
  const opened = await servicesOfLists(
    database.read,
    tables,
    rows.map(({ id }) => id),
  );
  const restricted = await restrictedAmong(database.read, tables, [
    ...new Set(opened.map(({ service }) => service)),
  ]);
  return rows.map((row) => ({
    identifier: row.identifier,
    name: row.name,
    description: row.description,
    services: opened
      .filter(({ listId }) => listId === row.id)
      .map(({ service, actions }) => ({
        serviceResource: { id: service },
        actions,
        isRestricted: restricted.has(service),
      })),
    row,
  }));
};

const payload = async (
  context: AuthorizationContext,
  result: Result<AccessListRow>,
): Promise<AccessListPayload> => {
  if (result.done === null) return { accessList: null, errors: result.problems as readonly AccessProblem[] };
  const [accessList = null] = await present(context, [result.done]);
  return { accessList, errors: [] };
};

const ownerOrRefuse = async (context: AuthorizationContext): Promise<string> => {
  const owner = await ownerOf(context);
  if (owner !== null) return owner;
  throw authorizationError(
    "SERVICE_OWNER_REQUIRED",
    "Access lists are shown to the service owners whose they are; sign in as one by Maskinporten.",
  );
};

@Resolver(() => AccessList)
export class AccessListResolver {
  @Query(() => AccessListConnection, {
    nullable: true,
    description:
      "Your access lists, as a service owner with the scope `altinn:resourceregistry/resource.read`.",
  })
  async accessLists(
    @Arg("first", () => Int, { defaultValue: 50, description: "How many, from 1 to 100." }) first: number,
    @Arg("after", () => CursorScalar, { nullable: true, description: "`endCursor` of the page before." })
    after: string | null,
    @Ctx() context: AuthorizationContext,
  ): Promise<AccessListConnection> {
    const owner = await failClosed(() => ownerOrRefuse(context));
    const { store, cursors } = context;
    const page = openPage(cursors, {
      first,
      after,
      maxFirst: MAX_LISTS,
      list: JSON.stringify(["accessLists", owner]),
    });
    return failClosed(async () => {
      const { database, tables } = store.open;
      const afterId = page.after === null ? null : String(page.after[0]);
      const rows = await listPage(database.read, tables, { owner, after: afterId, take: page.take });
      return page.connection(await present(context, rows), ({ identifier }) => [identifier]);
    });
  }

  @Query(() => AccessList, { nullable: true, description: "One of your access lists, as a service owner." })
  accessList(
    @Arg("identifier", () => ID, { description: IDENTIFIER }) identifier: string,
    @Ctx() context: AuthorizationContext,
  ): Promise<AccessList | null> {
    return failClosed(async () => {
      const owner = await ownerOrRefuse(context);
      const { database, tables } = context.store.open;
      const row = await listOf(database.read, tables, owner, identifier);
      return row === null ? null : ((await present(context, [row]))[0] ?? null);
    });
  }

  @FieldResolver(() => AccessListMemberConnection, { description: "Who is on it, in a fixed order." })
  async members(
    @Root() { row }: AccessList,
    @Arg("first", () => Int, { defaultValue: 100, description: "How many, from 1 to 1,000." }) first: number,
    @Arg("after", () => CursorScalar, { nullable: true, description: "`endCursor` of the page before." })
    after: string | null,
    @Ctx() { cursors, store }: AuthorizationContext,
  ): Promise<AccessListMemberConnection> {
    const list = JSON.stringify(["accessListMembers", row.id]);
    const page = openPage(cursors, { first, after, maxFirst: MAX_MEMBERS, list });
    return failClosed(async () => {
      const { database, tables } = store.open;
      const afterId = page.after === null ? null : String(page.after[0]);
      const members = await memberPage(database.read, tables, {
        listId: row.id,
        after: afterId,
        take: page.take,
      });
      const shown = members.map(({ party, since }) => ({
        id: party.id,
        name: party.name,
        organizationNumber: organizationNumberIn(party.urn),
        since,
      }));
      return page.connection(shown, ({ id }) => [id]);
    });
  }

  @Mutation(() => AccessListPayload, { description: "Make an access list, or change what it is called." })
  saveAccessList(
    @Arg("input", () => SaveAccessListInput, { description: "The list's names." }) input: SaveAccessListInput,
    @Ctx() context: AuthorizationContext,
  ): Promise<AccessListPayload> {
    return failClosed(async () => payload(context, await saveAccessList(context, input)));
  }

  @Mutation(() => AccessListPayload, {
    description: "Take an access list away; what it opened is closed to its members.",
  })
  removeAccessList(
    @Arg("identifier", () => ID, { description: IDENTIFIER }) identifier: string,
    @Ctx() context: AuthorizationContext,
  ): Promise<AccessListPayload> {
    return failClosed(async () => {
      const { problems } = await removeAccessList(context, identifier);
      return { accessList: null, errors: problems as readonly AccessProblem[] };
    });
  }

  @Mutation(() => AccessListPayload, { description: "Put organisations on an access list." })
  addAccessListMembers(
    @Arg("identifier", () => ID, { description: IDENTIFIER }) identifier: string,
    @Arg("organizations", () => [PartyUrnScalar], { description: "From 1 to 1,000 at once." })
    organizations: string[],
    @Ctx() context: AuthorizationContext,
  ): Promise<AccessListPayload> {
    return failClosed(async () =>
      payload(context, await changeMembers(context, identifier, "ADD", organizations)),
    );
  }

  @Mutation(() => AccessListPayload, { description: "Take organisations off an access list." })
  removeAccessListMembers(
    @Arg("identifier", () => ID, { description: IDENTIFIER }) identifier: string,
    @Arg("organizations", () => [PartyUrnScalar], { description: "From 1 to 1,000 at once." })
    organizations: string[],
    @Ctx() context: AuthorizationContext,
  ): Promise<AccessListPayload> {
    return failClosed(async () =>
      payload(context, await changeMembers(context, identifier, "REMOVE", organizations)),
    );
  }

  @Mutation(() => AccessListPayload, { description: "Let the list's members use one of your services." })
  connectAccessList(
    @Arg("identifier", () => ID, { description: IDENTIFIER }) identifier: string,
    @Arg("service", () => String, { description: SERVICE }) service: string,
    @Arg("actions", () => [String], {
      nullable: true,
      description: "What they may do there; omitted = everything.",
    })
    actions: string[] | null,
    @Ctx() context: AuthorizationContext,
  ): Promise<AccessListPayload> {
    return failClosed(async () =>
      payload(context, await connectToService(context, identifier, service.toLowerCase(), actions ?? null)),
    );
  }

  @Mutation(() => AccessListPayload, { description: "Close a service to the list's members again." })
  disconnectAccessList(
    @Arg("identifier", () => ID, { description: IDENTIFIER }) identifier: string,
    @Arg("service", () => String, { description: SERVICE }) service: string,
    @Ctx() context: AuthorizationContext,
  ): Promise<AccessListPayload> {
    return failClosed(async () =>
      payload(context, await disconnectFromService(context, identifier, service.toLowerCase())),
    );
  }

  @Mutation(() => RestrictServicePayload, {
    description: "Say whether one of your services is for organisations on your access lists only.",
  })
  restrictService(
    @Arg("service", () => String, { description: SERVICE }) service: string,
    @Arg("isRestricted", () => Boolean, {
      description: "False opens it to everyone whom its policy lets in.",
    })
    isRestricted: boolean,
    @Ctx() context: AuthorizationContext,
  ): Promise<RestrictServicePayload> {
    return failClosed(async () => {
      const result = await restrictService(context, service.toLowerCase(), isRestricted);
      return {
        serviceResource: result.done === null ? null : { id: result.done.service },
        isRestricted: result.done?.isRestricted ?? null,
        errors: result.problems as readonly AccessProblem[],
      };
    });
  }
}
