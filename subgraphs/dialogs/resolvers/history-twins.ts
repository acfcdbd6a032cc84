import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { DialogsContext } from "../context.js";
import { isLive } from "../live/index.js";
import { HistoryItem, type HistoryItemRoot } from "../types/history-item.js";
import { HistoryTwin } from "../types/history-twin.js";

@Resolver(() => HistoryItem)
export class HistoryTwinsResolver {
  @FieldResolver(() => [HistoryTwin], {
    description:
      "The same thing as other platforms have it: a letter and its journal entry, an item before and after its service " +
      "moved. It is one row of the history, and this is the evidence. Empty where no other platform that could be asked " +
      "has it.",
  })
  async sameAs(@Root() item: HistoryItemRoot, @Ctx() { loaders }: DialogsContext): Promise<HistoryTwin[]> {
    const twins = await loaders.twinsByRow.load(item);
    const sources = twins.some(({ thing }) => thing.isIndexed) ? await loaders.sources() : [];
    return twins.flatMap(({ thing: { row }, identifier }): HistoryTwin[] => {
      if (isLive(row)) {
        const { source, item: own } = row.live;
        return [{ source, id: row.id, identifier, url: own.url }];
      }
      const source = sources.find(({ id }) => id === row.sourceId);
      return source === undefined ? [] : [{ source, id: row.id, identifier, url: null }];
    });
  }
}
