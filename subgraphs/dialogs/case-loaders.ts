import DataLoader from "dataloader";
import { chainOf, type ProcessLink } from "./rules/cases.js";
import type { CaseFact } from "./store/cases/case-store.js";
import type { CasePosition } from "./store/cases/statements.js";
import type { HistoryRow, View } from "./store/selection.js";
import type { DialogStore } from "./store.js";

const MAX_BATCH = 500;
/** How far a chain is followed, and how many processes are gathered in all. */
const MAX_STEPS = 20;
const MAX_LINKS = 1_000;

/** A page of a process' items. */
export interface ProcessItemsKey {
  readonly process: string;
  readonly after: CasePosition | null;
  readonly take: number;
}

/** What a stronger login would add to a process. */
export interface HiddenOfProcess {
  readonly count: number;
  readonly requiredLevel: number;
  /** Whether all of it was counted. */
  readonly isExact: boolean;
}

/** What there is of a process. */
export interface FactsOfProcess {
  readonly facts: readonly CaseFact[];
  /** Whether all of it was looked at. */
  readonly isExact: boolean;
}

/** What is asked of cases in one view. */
export interface CaseLoaders {
  /** The processes that belong to the case of one. */
  readonly chainByProcess: DataLoader<string, string[]>;
  readonly factsByProcess: DataLoader<string, FactsOfProcess>;
  /** Items after a position, oldest first. */
  readonly itemsByProcess: DataLoader<ProcessItemsKey, HistoryRow[], string>;
  readonly hiddenByProcess: DataLoader<string, HiddenOfProcess | null>;
}

/** Follows all chains at once, a step further with each statement; most have no step at all. */
const gatherLinks = async (
  store: DialogStore,
  view: View,
  processes: readonly string[],
): Promise<ProcessLink[]> => {
  const links: ProcessLink[] = [];
  const known = new Set(processes);
  for (let frontier = [...processes], step = 0; frontier.length > 0 && step < MAX_STEPS; step++) {
    const found = await store.cases.links(view, frontier, MAX_LINKS);
    links.push(...found);
    frontier = [...new Set(found.flatMap((link) => [link.process, link.precedingProcess]))].filter(
      (process) => !known.has(process),
    );
    for (const process of frontier) known.add(process);
    if (links.length >= MAX_LINKS) break;
  }
  return links;
};

const placeOf = ({ after, take }: ProcessItemsKey): string => JSON.stringify([after?.at, after?.id, take]);

/** @param countLimit items are counted up to one more than this */
const createCaseLoaders = (store: DialogStore, view: View, countLimit: number): CaseLoaders => ({
  chainByProcess: new DataLoader(
    async (processes) => {
      const links = await gatherLinks(store, view, processes);
      return processes.map((process) => chainOf(process, links));
    },
    { maxBatchSize: MAX_BATCH },
  ),
  factsByProcess: new DataLoader(
    async (processes) => {
      const facts = await store.cases.facts(view, processes, countLimit + 1);
      const isExact = facts.reduce((total, { count }) => total + count, 0) <= countLimit;
      return processes.map((process) => ({
        facts: facts.filter((fact) => fact.process === process),
        isExact,
      }));
    },
    { maxBatchSize: MAX_BATCH },
  ),
  itemsByProcess: new DataLoader(
    async (keys) => {
      // Pages that begin at the same place are read together.
      const places = new Map<string, ProcessItemsKey[]>();
      for (const key of keys) places.set(placeOf(key), [...(places.get(placeOf(key)) ?? []), key]);
      const rows = new Map<string, HistoryRow[]>();
      for (const [place, [first, ...others]] of places) {
        if (first === undefined) continue;
        const processes = [...new Set([first, ...others].map(({ process }) => process))];
        rows.set(place, await store.cases.items(view, processes, first));
      }
      return keys.map((key) =>
        (rows.get(placeOf(key)) ?? []).filter(({ process }) => process === key.process),
      );
    },
    { maxBatchSize: MAX_BATCH, cacheKeyFn: (key) => `${placeOf(key)} ${key.process}` },
  ),
  hiddenByProcess: new DataLoader(
    async (processes) => {
      const hidden = await store.cases.hiddenByLogin(view, processes, countLimit + 1);
      const isExact = hidden.reduce((total, { count }) => total + count, 0) <= countLimit;
      return processes.map((process) => {
        const found = hidden.find((one) => one.process === process);
        return found === undefined ? null : { ...found, isExact };
      });
    },
    { maxBatchSize: MAX_BATCH },
  ),
});

/** The loaders of each view, made once a request. */
export const caseLoadersOf = (store: DialogStore, countLimit: number): ((view: View) => CaseLoaders) => {
  const made = new WeakMap<View, CaseLoaders>();
  return (view) => {
    const loaders = made.get(view) ?? createCaseLoaders(store, view, countLimit);
    made.set(view, loaders);
    return loaders;
  };
};
