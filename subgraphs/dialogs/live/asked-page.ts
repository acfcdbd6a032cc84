import type { LivePage } from "../../../schema/history-source/source.js";

/** A page that a source gave. */
export interface AskedPage {
  readonly page: LivePage;
  /** Whether something of it had to be left out. */
  readonly isCut: boolean;
  /** Whether it was given before, and is shown as the source can't be asked now. */
  readonly isCopy: boolean;
}
