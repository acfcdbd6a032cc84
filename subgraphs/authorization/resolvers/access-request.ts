import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { AccessRequestRow } from "../../../drizzle/authorization/tables-requests.js";
import { isUuid } from "../../../lib/ids.js";
import { openPage } from "../../../schema/paging.js";
import { CursorScalar } from "../../../schema/scalars.js";
import type { AuthorizationContext } from "../context.js";
import { authorizationError, failClosed } from "../errors.js";
import { presentRequests } from "../requests/present.js";
import type { Problem, Result } from "../requests/problems.js";
import { requestAccess, sidesOf, takeStep } from "../requests/requests.js";
import { isSeenBy, type RequestStatus, type RequestStep } from "../requests/rules.js";
import { requestById, requestPage } from "../requests/store.js";
import { mayAdministerAccess } from "../rules/administration.js";
import type { AccessProblem } from "../types/access-problem.js";
import {
  AccessRequest,
  AccessRequestConnection,
  AccessRequestPayload,
  AccessRequestSide,
  AccessRequestStatus,
  RequestAccessInput,
} from "../types/access-request.js";
import { Party } from "../types/party.js";

const MAX_REQUESTS = 100;
const ID_DESCRIPTION = "The request's id.";

const problems = (found: readonly Problem[]): readonly AccessProblem[] => found as readonly AccessProblem[];

const payload = async (
  { store }: AuthorizationContext,
  result: Result<AccessRequestRow>,
): Promise<AccessRequestPayload> => {
  if (result.done === null) return { request: null, errors: problems(result.problems) };
  const [request = null] = await presentRequests(store, [result.done]);
  return { request, errors: [] };
};

const step = (context: AuthorizationContext, id: string, taken: RequestStep): Promise<AccessRequestPayload> =>
  failClosed(async () => {
    const result = await takeStep(context, isUuid(id) ? id.toLowerCase() : NO_ID, taken);
    // What was given holds for the rest of this request too.
    if (taken === "APPROVE" && result.done !== null) context.authorization.forget(context.call);
    return payload(context, result);
  });

/** A text that is no UUID names no request: PostgreSQL would not even compare it with one. */
const NO_ID = "00000000-0000-0000-0000-000000000000";

@Resolver(() => AccessRequest)
export class AccessRequestResolver {
  @Query(() => AccessRequest, {
    nullable: true,
    description: "One request for access, where you act for one of its sides.",
  })
  accessRequest(
    @Arg("id", () => ID, { description: ID_DESCRIPTION }) id: string,
    @Ctx() { call, authorization, store }: AuthorizationContext,
  ): Promise<AccessRequest | null> {
    return failClosed(async () => {
      const { database, tables } = store.open;
      const row = isUuid(id) ? await requestById(database.read, tables, id.toLowerCase()) : null;
      if (row === null) return null;
      const sides = sidesOf(await authorization.connections(call), row);
      if (!sides.some((side) => isSeenBy(row.status as RequestStatus, side))) return null;
      return (await presentRequests(store, [row]))[0] ?? null;
    });
  }

  @Mutation(() => AccessRequestPayload, {
    description:
      "Ask for access on somebody's behalf, where they have given some already. The same request twice is one.",
  })
  requestAccess(
    @Arg("input", () => RequestAccessInput, { description: "What is asked for, and from whom." })
    input: RequestAccessInput,
    @Ctx() context: AuthorizationContext,
  ): Promise<AccessRequestPayload> {
    const order = {
      from: input.from,
      to: input.to ?? null,
      packageUrn: input.accessPackage ?? null,
      service: input.service ?? null,
      actions: input.actions ?? null,
      isDraft: input.isDraft,
    };
    return failClosed(async () => payload(context, await requestAccess(context, order)));
  }

  @Mutation(() => AccessRequestPayload, {
    description: "Send a draft to those who can give what it asks for.",
  })
  confirmAccessRequest(
    @Arg("id", () => ID, { description: ID_DESCRIPTION }) id: string,
    @Ctx() context: AuthorizationContext,
  ): Promise<AccessRequestPayload> {
    return step(context, id, "CONFIRM");
  }

  @Mutation(() => AccessRequestPayload, { description: "Take back a request that is not answered yet." })
  withdrawAccessRequest(
    @Arg("id", () => ID, { description: ID_DESCRIPTION }) id: string,
    @Ctx() context: AuthorizationContext,
  ): Promise<AccessRequestPayload> {
    return step(context, id, "WITHDRAW");
  }

  @Mutation(() => AccessRequestPayload, {
    description: "Give what is asked for. You must be able to give it yourself; if not, nothing is changed.",
  })
  approveAccessRequest(
    @Arg("id", () => ID, { description: ID_DESCRIPTION }) id: string,
    @Ctx() context: AuthorizationContext,
  ): Promise<AccessRequestPayload> {
    return step(context, id, "APPROVE");
  }

  @Mutation(() => AccessRequestPayload, { description: "Say no to a request." })
  rejectAccessRequest(
    @Arg("id", () => ID, { description: ID_DESCRIPTION }) id: string,
    @Ctx() context: AuthorizationContext,
  ): Promise<AccessRequestPayload> {
    return step(context, id, "REJECT");
  }
}

@Resolver(() => Party)
export class PartyAccessRequestsResolver {
  @FieldResolver(() => AccessRequestConnection, {
    nullable: true,
    description:
      "Requests for access that it sent or received, for those who administer its access, newest first.",
  })
  async accessRequests(
    @Root() party: Party,
    @Arg("side", () => AccessRequestSide, { description: "Those that it sent, or those that it received." })
    side: AccessRequestSide,
    @Arg("first", () => Int, { defaultValue: 50, description: "How many, from 1 to 100." }) first: number,
    @Arg("after", () => CursorScalar, { nullable: true, description: "`endCursor` of the page before." })
    after: string | null,
    @Arg("status", () => [AccessRequestStatus], {
      nullable: true,
      description: "In these only; omitted = all.",
    })
    status: AccessRequestStatus[] | null,
    @Ctx() { call, authorization, cursors, store }: AuthorizationContext,
  ): Promise<AccessRequestConnection> {
    if (!mayAdministerAccess(await authorization.connections(call), party.id)) {
      throw authorizationError(
        "ADMINISTRATION_REQUIRED",
        "This party's requests are shown to those who administer its access; ask one of them.",
      );
    }
    const statuses = status === null || status === undefined ? null : [...new Set(status)].sort();
    const list = JSON.stringify(["accessRequests", party.id, call.viewer.party, side, statuses]);
    const page = openPage(cursors, { first, after, maxFirst: MAX_REQUESTS, list });
    return failClosed(async () => {
      const { database, tables } = store.open;
      const rows = await requestPage(database.read, tables, {
        partyId: party.id,
        side: side === AccessRequestSide.SENT ? "REQUESTER" : "GIVER",
        statuses,
        afterId: page.after === null ? null : String(page.after[0]),
        take: page.take,
      });
      return page.connection(await presentRequests(store, rows), ({ id }) => [id]);
    });
  }
}
