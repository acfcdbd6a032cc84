import type { Clock } from "../../../lib/clock.js";
import type { SubgraphsPort } from "../../../schema/subgraphs-port.js";
import { LiveAsker, type NoteProblems } from "./asking.js";
import { SourceDirectory } from "./knowing.js";
import type { LiveParts } from "./selection.js";
import { DEFAULT_LIVE, type LiveSettings } from "./settings.js";

/** What live sources are asked with. */
export interface LiveOptions {
  /** Absent: there are none. */
  readonly subgraphs?: SubgraphsPort;
  readonly live?: Partial<LiveSettings>;
  readonly noteSourceProblems?: NoteProblems;
  readonly clock: Clock;
}

/** @returns `null` where this installation can't ask live sources */
export const openLive = ({ subgraphs, live, noteSourceProblems, clock }: LiveOptions): LiveParts | null => {
  if (subgraphs === undefined) return null;
  const settings = { ...DEFAULT_LIVE, ...live };
  return {
    asker: new LiveAsker(subgraphs, clock, settings, noteSourceProblems ?? (() => undefined)),
    directory: new SourceDirectory(subgraphs, clock),
    settings,
    clock,
    findTwins: async () => new Set(),
  };
};
