import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { type Language, type LocalizedText, localize } from "../../../schema/localization.js";
import type { DialogsContext } from "../context.js";
import { isLive } from "../live/index.js";
import { type Fragment, fragmentOf, type Marker, markerOf } from "../rules/highlights.js";
import { proseOf } from "../rules/search-document.js";
import type { HistoryRow } from "../store/selection.js";
import { Highlight, type HighlightField } from "../types/highlight.js";
import { HistoryEdge } from "../types/history-connection.js";

/** So many of one item are shown at most; those of title and summary first. */
const MAX_HIGHLIGHTS = 10;

interface SearchedText {
  readonly field: HighlightField;
  /** The same in several languages: the first that has the words is shown. */
  readonly versions: readonly string[];
}

const highlightsIn = (texts: readonly SearchedText[], mark: Marker): Highlight[] =>
  texts
    .flatMap(({ field, versions }) => {
      const fragment = versions.reduce<Fragment | null>(
        (found, text) => found ?? fragmentOf(text, mark),
        null,
      );
      return fragment === null ? [] : [{ field, ...fragment }];
    })
    .slice(0, MAX_HIGHLIGHTS);

/** All languages of a text, the viewer's first. */
const versionsOf = (text: LocalizedText | null, language: Language): string[] => {
  const first = localize(text, language);
  return first === null ? [] : [first, ...Object.values(text ?? {}).filter((other) => other !== first)];
};

/** What a row shows by itself. */
const ownTexts = (row: HistoryRow, language: Language): SearchedText[] => [
  { field: "TITLE", versions: versionsOf(row.title, language) },
  { field: "SUMMARY", versions: versionsOf(row.summary, language) },
  { field: "SENDER_NAME", versions: versionsOf(row.senderName, language) },
  {
    field: "EXTERNAL_REFERENCE",
    versions: row.externalReference === null ? [] : [row.externalReference],
  },
];

/** The rest of what is searched, of an item that is not redacted. */
const otherTexts = async (
  { id }: HistoryRow,
  { loaders, call: { language } }: DialogsContext,
): Promise<SearchedText[]> => {
  const [body, transmissions, activities] = await Promise.all([
    loaders.bodyByDialogId.load(id),
    loaders.transmissionsByDialogId.load(id),
    loaders.activitiesByDialogId.load(id),
  ]);
  const attachments = [...(body?.attachments ?? []), ...transmissions.flatMap((one) => one.attachments)];
  const localized = (field: HighlightField, text: LocalizedText | null): SearchedText => ({
    field,
    versions: versionsOf(text, language),
  });
  return [
    localized("ADDITIONAL_INFO", proseOf(body?.content.additionalInfo ?? null)),
    ...(body?.searchTags ?? []).map((tag): SearchedText => ({ field: "SEARCH_TAG", versions: [tag] })),
    ...attachments.map(({ displayName }) => localized("ATTACHMENT", displayName)),
    ...transmissions.flatMap(({ content: { title, summary } }) => [
      localized("TRANSMISSION", title),
      localized("TRANSMISSION", summary),
    ]),
    ...activities.map(({ description }) => localized("ACTIVITY", description)),
  ];
};

@Resolver(() => HistoryEdge)
export class HistoryEdgeResolver {
  @FieldResolver(() => [Highlight], {
    description:
      `Where the words stand that were looked for, at most ${MAX_HIGHLIGHTS} places: title and summary first, then the rest ` +
      "of the dialog. Empty without a search, and where it is the service or its owner that is called so.",
  })
  async highlights(
    @Root() { search, row }: HistoryEdge,
    @Ctx() context: DialogsContext,
  ): Promise<Highlight[]> {
    if (search === null) return [];
    const mark = markerOf(await context.store.search.expanded(search));
    const own = ownTexts(row, context.call.language);
    const rest = row.isRedacted || isLive(row) ? [] : await otherTexts(row, context);
    return highlightsIn([...own, ...rest], mark);
  }
}
