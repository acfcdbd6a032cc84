import { Arg, Ctx, Query, Resolver } from "type-graphql";
import { DomainError } from "../../../lib/errors.js";
import type { DialogsContext } from "../context.js";
import { continuationTokenOf, readContinuationToken } from "../rules/continuation.js";
import { partsOf, sortKeyOf } from "../rules/order.js";
import { knownParties, narrowScope } from "../rules/parties.js";
import {
  limitOf,
  SORT_FIELDS,
  searchFilterOf,
  searchOrderOf,
  searchProblems,
} from "../rules/search-dialogs.js";
import { parseSearch, type SearchQuery } from "../rules/search-query.js";
import { readPage, withNames } from "../searching.js";
import type { HistoryOrder } from "../store/selection.js";
import {
  SearchDialogContinuationTokenParsingError,
  SearchDialogDomainError,
  type SearchDialogError,
  SearchDialogForbidden,
  SearchDialogOrderByParsingError,
  type SearchDialogSortType,
  SearchDialogsPayload,
  SearchDialogValidationError,
} from "../types/search-dialogs.js";
import { SearchDialogInput } from "../types/search-dialogs-input.js";

const sortsOf = (order: HistoryOrder): SearchDialogSortType[] =>
  partsOf(order).map(({ field, direction }) => {
    const [key] = Object.entries(SORT_FIELDS).find(([, name]) => name === field) ?? [];
    return key === undefined ? {} : { [key]: direction };
  });

const refused = (order: HistoryOrder | null, ...errors: SearchDialogError[]): SearchDialogsPayload => ({
  items: null,
  hasNextPage: false,
  continuationToken: null,
  orderBy: order === null ? [] : sortsOf(order),
  errors,
});

/** The words of a search, or why they can't be read. */
const queryOf = ({
  search,
  searchLanguageCode,
}: SearchDialogInput): SearchQuery | null | SearchDialogError => {
  try {
    const query = parseSearch(search, { between: "OR", languageCode: searchLanguageCode ?? null });
    return query?.groups.length === 0
      ? new SearchDialogDomainError("search has no letter and no digit, so nothing can be looked for.")
      : query;
  } catch (error) {
    if (error instanceof DomainError) return new SearchDialogValidationError(error.message);
    throw error;
  }
};

@Resolver()
export class SearchDialogsResolver {
  @Query(() => SearchDialogsPayload, {
    description:
      "Dialogs of named parties or services, page by page, as far as the viewer may see them. After Dialogporten; for all " +
      "parties at once, with counts and the truth about sources, ask for `workspace { history }`.",
  })
  async searchDialogs(
    @Arg("input", () => SearchDialogInput, { description: "What is looked for, and in which order." })
    input: SearchDialogInput,
    @Ctx() context: DialogsContext,
  ): Promise<SearchDialogsPayload> {
    const order = searchOrderOf(input.orderBy);
    const problems = searchProblems(input).map((problem) => new SearchDialogValidationError(problem));
    if (problems.length > 0) return refused(order, ...problems);
    if (order === null) {
      const message = "Give one field in each object of orderBy, and each field once.";
      return refused(order, new SearchDialogOrderByParsingError(message));
    }
    const { continuationToken: token } = input;
    const after = token == null ? null : readContinuationToken(token, order);
    if (token != null && after === null) {
      const message = "Give the continuationToken of the page before, unchanged, with the same orderBy.";
      return refused(order, new SearchDialogContinuationTokenParsingError(message));
    }
    const search = queryOf(input);
    if (search !== null && "message" in search) return refused(order, search);

    const { scope, now } = await context.view();
    const asked = input.party?.length ? input.party : undefined;
    const parties = asked && knownParties(scope, asked);
    if (parties?.length === 0) {
      const message = "You act for none of these parties. Name parties that `parties` lists.";
      return refused(order, new SearchDialogForbidden(message));
    }
    const services = input.serviceResource?.length ? input.serviceResource : undefined;
    const limit = limitOf(input);
    const { selection } = await withNames(
      {
        now,
        scope: narrowScope(scope, { parties, services }),
        filter: searchFilterOf(input),
        search,
        withApiOnly: input.excludeApiOnly !== true,
      },
      context,
    );
    const { rows, stoppedAt } = await readPage(context, { selection, order }, { after, take: limit + 1 });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const hasMore = rows.length > limit;
    const position =
      hasMore || stoppedAt === null ? last && { at: sortKeyOf(last, order), id: last.id } : stoppedAt;
    return {
      items,
      hasNextPage: hasMore || stoppedAt !== null,
      // Past the last page the token stays: who asks again later goes on with what has come since.
      continuationToken: position === undefined ? (token ?? null) : continuationTokenOf(position, order),
      orderBy: sortsOf(order),
      errors: [],
    };
  }
}
