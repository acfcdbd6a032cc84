import type { Page } from "../../../schema/paging.js";
import type { LiveSelection } from "../live/index.js";
import type { HistoryOrder, Selection } from "../store/selection.js";

/** What of the history a page is of. */
export interface PageOf {
  readonly page: Page;
  /** The cursor that it comes after, as it was given. */
  readonly after: string | null;
  readonly selection: Selection;
  /** `null`: what answers best to the search comes first. */
  readonly order: HistoryOrder | null;
  /** What live sources have of it; `null` where there are none. */
  readonly live: LiveSelection | null;
}
