import { Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import { Count, countOf } from "../../../schema/types/count.js";
import type { DialogsContext } from "../context.js";
import { newSince } from "../rules/saved-search.js";
import { askedSelection } from "../searching.js";
import { SavedSearch } from "../types/saved-search.js";

/** More than anybody looks through: counting ends there. */
const MAX_NEW = 1_000;

@Resolver(() => SavedSearch)
export class SavedSearchResolver {
  @FieldResolver(() => Count, {
    nullable: true,
    description:
      `How many items it finds that changed since the viewer last opened it, exact up to ${MAX_NEW}. Null, with an ` +
      "error, where it can't be looked up as it was saved; the others are counted all the same.",
  })
  @Directive('@requires(fields: "search filter partyIds newSince")')
  async newItemCount(@Root() saved: SavedSearch, @Ctx() context: DialogsContext): Promise<Count> {
    const { store, countBounds, view } = context;
    const now = await view();
    const since = new Date(saved.newSince).getTime();
    const { selection } = await askedSelection(now, newSince(saved, now.scope, since), context);
    const limit = Math.min(MAX_NEW, countBounds.limit);
    const { count, isExact } = await store.countHistory(selection, { ...countBounds, limit });
    return countOf(count, isExact);
  }
}
