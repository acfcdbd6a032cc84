export { agendaOf, agendaStretches, placeInAgenda, SOONEST_FIRST, withLiveKinds } from "./agenda.js";
export type { NoteProblems } from "./asking.js";
export type { CopySettings } from "./copies.js";
export { allOf, withLive } from "./counting.js";
export { deadlinesOf } from "./deadlines.js";
export { LiveHistory } from "./history.js";
export { END, type LiveStretch, mergeStretches, type Stretch } from "./merge.js";
export { openLive } from "./open.js";
export {
  type LimitedTruth,
  limitedTruths,
  type OrderedPage,
  type OrderedPageOf,
  readOrderedPage,
} from "./pages.js";
export { BY_RELEVANCE, dialogPlaceOf, type Place, type PlaceOrder, placeOf, placesBy } from "./places.js";
export { hasLivePlaces, type Progress, positionOf, progressOf } from "./progress.js";
export type { LiveTruth } from "./reports.js";
export { isLive, type LiveRow } from "./rows.js";
export type { LiveHidden, LiveReading, LiveSelection } from "./selection.js";
export { DEFAULT_LIVE, type LiveSettings } from "./settings.js";
export { type Sought, soughtOf, thingOfDialog, thingOfLive } from "./twins.js";
