import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { openPage } from "../../../schema/paging.js";
import { CursorScalar } from "../../../schema/scalars.js";
import { AUDIT_KINDS } from "../audit/entry.js";
import { partiesIn, presentEntry } from "../audit/present.js";
import type { AuthorizationContext } from "../context.js";
import { authorizationError, failClosed } from "../errors.js";
import { mayAdministerAccess } from "../rules/administration.js";
import { AccessEventConnection, AccessEventFilter } from "../types/access-event.js";
import { Party } from "../types/party.js";

const MAX_EVENTS = 100;

@Resolver(() => Party)
export class AccessEventResolver {
  @FieldResolver(() => AccessEventConnection, {
    nullable: true,
    description:
      "What was done with its access, newest first: what it gave and was given, requests, consents, and who used " +
      "sensitive services. For those only who administer access on its behalf.",
  })
  async accessEvents(
    @Root() party: Party,
    @Arg("first", () => Int, { defaultValue: 50, description: "How many, from 1 to 100." }) first: number,
    @Arg("after", () => CursorScalar, { nullable: true, description: "`endCursor` of the page before." })
    after: string | null,
    @Arg("filter", () => AccessEventFilter, { nullable: true, description: "Which events; omitted = all." })
    filter: AccessEventFilter | null,
    @Ctx() { call, authorization, cursors, trail, store }: AuthorizationContext,
  ): Promise<AccessEventConnection> {
    if (!mayAdministerAccess(await authorization.connections(call), party.id)) {
      throw authorizationError(
        "ADMINISTRATION_REQUIRED",
        "What was done with this party's access is shown to those who administer it; ask one of them.",
      );
    }
    const kinds = AUDIT_KINDS.filter((kind) => filter?.kinds?.some((wanted) => wanted === kind) ?? true);
    const from = filter?.from ?? null;
    const until = filter?.until ?? null;
    const list = JSON.stringify(["accessEvents", party.id, call.viewer.party, kinds, from, until]);
    const page = openPage(cursors, { first, after, maxFirst: MAX_EVENTS, list });
    return failClosed(async () => {
      const afterId = page.after === null ? null : String(page.after[0]);
      const wanted = kinds.length === AUDIT_KINDS.length ? null : kinds;
      const rows = await trail.page({
        partyId: party.id,
        kinds: wanted,
        from,
        until,
        afterId,
        take: page.take,
      });
      const parties = new Map((await store.partiesByIds(partiesIn(rows))).map((row) => [row.id, row]));
      const events = rows.map((row) => presentEntry(row, party.id, parties));
      return page.connection(events, ({ id }) => [id]);
    });
  }
}
