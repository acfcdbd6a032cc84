import { type Clock, MINUTE_MILLIS } from "../../../lib/clock.js";
import type { SubgraphsPort } from "../../../schema/subgraphs-port.js";
import type { LiveCopyStore } from "../store/live-copies.js";
import type { TwinStore } from "../store/twins/twin-store.js";
import { LiveAsker, type NoteProblems } from "./asking.js";
import { type CopySettings, LiveCopies } from "./copies.js";
import { SourceDirectory } from "./knowing.js";
import type { LiveParts } from "./selection.js";
import { DEFAULT_LIVE, type LiveSettings } from "./settings.js";
import { createTwinFinder } from "./twins.js";

/** What live sources are asked with. */
export interface LiveOptions {
  /** Absent: there are none. */
  readonly subgraphs?: SubgraphsPort;
  readonly live?: Partial<LiveSettings>;
  readonly noteSourceProblems?: NoteProblems;
  /** Copies of last good answers are kept with these; absent: none are. */
  readonly copies?: CopySettings;
  /** Where copies are, and what knows by which other names dialogs go. */
  readonly store: { readonly copies: LiveCopyStore; readonly twins: Pick<TwinStore, "named"> };
  readonly clock: Clock;
}

/** A copy is a help: that one could not be kept, or read, is told, and nothing fails for it. */
const warnOf = (fault: unknown): void =>
  process.emitWarning(
    `A copy of a live source's answer failed: ${fault instanceof Error ? fault.message : String(fault)}`,
  );

/** Of one source it is told so often at most: whoever runs it is to be told, and not flooded. */
const NOTED_EVERY_MILLIS = MINUTE_MILLIS;

/** Warns of sources that answer against the contract: which one, what and where, and nothing that an item holds. */
const createWarnings = (clock: Clock): NoteProblems => {
  const notedAt = new Map<string, number>();
  return (source, problems) => {
    const now = clock();
    if (now - (notedAt.get(source) ?? Number.NEGATIVE_INFINITY) < NOTED_EVERY_MILLIS) return;
    notedAt.set(source, now);
    const said = problems.map(({ code, at }) => `${code} at ${at}`).join(", ");
    process.emitWarning(`The live source ${source} does not keep to its contract: ${said}.`);
  };
};

const copiesOf = ({ copies, store, clock }: LiveOptions): LiveCopies | null =>
  copies === undefined ? null : new LiveCopies({ ...copies, store: store.copies, clock, onFault: warnOf });

/** @returns `null` where this installation can't ask live sources */
export const openLive = (options: LiveOptions): LiveParts | null => {
  const { subgraphs, live, clock } = options;
  if (subgraphs === undefined) return null;
  const noteSourceProblems = options.noteSourceProblems ?? createWarnings(clock);
  const settings = { ...DEFAULT_LIVE, ...live };
  const copies = copiesOf(options);
  return {
    asker: new LiveAsker(subgraphs, clock, settings, noteSourceProblems, copies),
    directory: new SourceDirectory(subgraphs, clock),
    settings,
    clock,
    close: async () => copies?.close(),
    findTwins: createTwinFinder(options.store.twins),
  };
};
