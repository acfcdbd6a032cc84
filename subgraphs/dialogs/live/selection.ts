import type { Clock } from "../../../lib/clock.js";
import type { Call } from "../../../schema/call.js";
import {
  type LiveItem,
  type LiveQuestion,
  type LiveSource,
  liveItemId,
} from "../../../schema/history-source/source.js";
import { once } from "../rules/once.js";
import type { Selection } from "../store/selection.js";
import type { LiveAsker } from "./asking.js";
import { mayMeet, meets } from "./filtering.js";
import type { SourceDirectory } from "./knowing.js";
import { END, type LiveStretch } from "./merge.js";
import { ownPlaceOf, type Place, type Placed, type PlaceOrder } from "./places.js";
import { type Progress, placeIn } from "./progress.js";
import { type ReadStretch, readSource, stretchOf } from "./reading.js";
import { type AskedOf, type LiveTruth, truthOfAsked, truthOfTooMany, truthOfUnasked } from "./reports.js";
import { rightsOf } from "./rights.js";
import type { LiveRow } from "./rows.js";
import type { LiveSettings } from "./settings.js";
import type { FindTwins, SearchedAround } from "./twins.js";
import { createWordMatcher } from "./words.js";

/** What live sources are asked with, in every request. */
export interface LiveParts {
  readonly asker: LiveAsker;
  readonly directory: SourceDirectory;
  readonly settings: LiveSettings;
  readonly clock: Clock;
  readonly findTwins: FindTwins;
  /** Ends what nobody waits for. */
  close(): Promise<void>;
}

/** What of the live sources is asked for. */
export interface LiveAsked {
  readonly call: Call;
  readonly selection: Selection;
  /** The search as it was typed: sources that look for words themselves are given it. */
  readonly search: string | null;
  readonly sources: readonly LiveSource[];
}

/** What a source gave for one page, and what is to be said of it. */
export interface LiveReading {
  readonly stretch: LiveStretch<LiveRow>;
  readonly truth: LiveTruth;
}

/** What a source has in all, and what is to be said of it. */
export interface WholeReading {
  readonly rows: readonly LiveRow[];
  /** Whether these are all that there are, of the parties that it was asked about. */
  readonly hasAll: boolean;
  readonly truth: LiveTruth;
  /** What is to be said where all are needed, and there are more than are looked at. */
  readonly tooMany: LiveTruth | null;
}

/** What stronger logins would add. */
export interface LiveHidden {
  /** Those that are known one by one. */
  readonly rows: readonly LiveRow[];
  readonly count: number;
  readonly isExact: boolean;
  readonly requiredLevel: number | null;
}

interface ReadOptions {
  readonly after: Place | null;
  readonly take: number;
  /** Whether the words that are looked for narrow it. */
  readonly withWords: boolean;
}

interface ReadOf {
  readonly asked: AskedOf;
  readonly read: ReadStretch;
}

/** Filters that a source does not look at itself. */
const NARROWS_HERE = [
  "status",
  "owner",
  "folder",
  "systemLabel",
  "process",
  "isContentSeen",
  "isOpen",
  "createdAfter",
  "createdBefore",
  "dueAfter",
  "dueBefore",
  "hasDue",
  "own",
] as const;

/** The part of the history that live sources have, as one request asks for it. All of it shares one deadline. */
export class LiveSelection {
  readonly #parts: LiveParts;
  readonly #asked: LiveAsked;
  readonly #until: number;
  readonly #hasWords: (row: LiveRow) => boolean;
  /** All that each source has, as far as it is looked at. */
  readonly whole: () => Promise<readonly WholeReading[]>;
  /** What stronger logins would add, whatever words are looked for. */
  readonly hidden: () => Promise<LiveHidden>;

  constructor(parts: LiveParts, asked: LiveAsked) {
    this.#parts = parts;
    this.#asked = asked;
    this.#until = parts.clock() + parts.settings.deadlineMillis;
    const { search } = asked.selection;
    this.#hasWords = search === null ? () => true : createWordMatcher(search);
    this.whole = once(() => this.#readWhole());
    this.hidden = once(() => this.#readHidden());
  }

  /** The newest first: what comes after each source's own place, at least `take` of it or all that there is time for. */
  async page(from: Progress, take: number): Promise<readonly LiveReading[]> {
    return Promise.all(
      this.#asked.sources.map(async (source) => {
        const before = placeIn(from, source.id);
        if (!this.#isSearched(source)) return leftOut(source);
        const { asked, read } = await this.#read(source, { after: before, take, withWords: true });
        const placeOf = (row: LiveRow): Place => ({ key: [row.contentUpdatedAt], id: row.id });
        const isPassed = read.rows.length >= take;
        const truth = truthOfAsked(asked, read, isPassed);
        const { isLacking } = truth;
        return { stretch: stretchOf(source.id, read, placeOf, { before, isLacking }), truth };
      }),
    );
  }

  /** In any other order: of sources that can be looked at whole, what comes after each one's place. */
  async ordered(
    order: PlaceOrder,
    from: Progress,
    placeOf: (row: LiveRow) => Place,
  ): Promise<readonly LiveReading[]> {
    const whole = await this.whole();
    return whole.map(({ rows, hasAll, truth, tooMany }) => {
      const { id } = truth.source;
      const before = placeIn(from, id);
      const placed = rows.map((row): Placed<LiveRow> => ({ row, place: placeOf(row) }));
      const after = placed.filter(({ place }) => before === null || order.compare(place, before) > 0);
      const { isLacking } = truth;
      return {
        stretch: { source: id, rows: hasAll ? after : [], reach: hasAll ? END : before, isLacking },
        truth: tooMany ?? truth,
      };
    });
  }

  /** With what twins of items are looked for: within the same time. */
  get #around(): SearchedAround {
    const { directory } = this.#parts;
    const { call, sources, search } = this.#asked;
    return {
      sources,
      search,
      hasWords: this.#hasWords,
      partiesOf: (source, parties) => directory.partiesOf(source, parties, () => call).parties,
      ask: (source, question) =>
        this.#ask(source, question).then(
          ({ page }) => page,
          () => null,
        ),
    };
  }

  #isSearched(source: LiveSource): boolean {
    const { filter, search } = this.#asked.selection;
    return mayMeet(source.id, filter) && search?.groups.length !== 0;
  }

  async #readWhole(): Promise<readonly WholeReading[]> {
    const { maxItems } = this.#parts.settings;
    return Promise.all(
      this.#asked.sources.map(async (source) => {
        if (!this.#isSearched(source)) {
          return { rows: [], hasAll: true, truth: truthOfUnasked(source), tooMany: null };
        }
        const { asked, read } = await this.#read(source, {
          after: null,
          take: Number.POSITIVE_INFINITY,
          withWords: true,
        });
        const hasTooMany = read.reach !== END && read.failure === null;
        return {
          rows: read.rows,
          hasAll: read.reach === END,
          truth: truthOfAsked(asked, read, false),
          tooMany: hasTooMany ? truthOfTooMany(asked, read, maxItems) : null,
        };
      }),
    );
  }

  async #readHidden(): Promise<LiveHidden> {
    const { filter } = this.#asked.selection;
    const isNarrowed = NARROWS_HERE.some((key) => filter[key] !== undefined);
    const readings = await Promise.all(
      this.#asked.sources
        .filter(({ id }) => mayMeet(id, filter))
        .map((source) =>
          this.#read(source, { after: null, take: Number.POSITIVE_INFINITY, withWords: false }),
        ),
    );
    return readings.reduce<LiveHidden>(
      (sum, { asked, read }) => {
        const own = read.hiddenByLogin;
        // What a source hides it does not say the kind of: under a filter it is not known how many would be left.
        const counted = read.hidden.length + (isNarrowed ? 0 : (own?.count ?? 0));
        const levels = [
          sum.requiredLevel,
          own?.requiredLevel,
          ...read.hidden.map((row) => row.requiredLevel),
        ];
        const known = levels.filter((level) => level != null);
        return {
          rows: [...sum.rows, ...read.hidden],
          count: sum.count + counted,
          isExact:
            sum.isExact &&
            read.reach === END &&
            asked.askedCount === asked.partyCount &&
            (!isNarrowed || own === null),
          requiredLevel: known.length === 0 ? null : Math.max(...known),
        };
      },
      { rows: [], count: 0, isExact: true, requiredLevel: null },
    );
  }

  async #read(source: LiveSource, { after, take, withWords }: ReadOptions): Promise<ReadOf> {
    const { directory, settings, clock } = this.#parts;
    const { call, selection, search } = this.#asked;
    const began = clock();
    const rights = rightsOf(selection.scope);
    if (rights.parties.length > settings.maxParties) await directory.learn(source, call, this.#until);
    const known = directory.partiesOf(source, rights.parties, () => call);
    const parties = known.parties.slice(0, settings.maxParties);
    const read = await readSource({
      source,
      parties,
      wanted: {
        updatedAfter: selection.filter.updatedAfter ?? null,
        updatedBefore: selection.filter.updatedBefore ?? null,
        identifiers: null,
        search: withWords && source.searches ? search : null,
      },
      after: after === null ? null : ownPlaceOf(after, liveItemId(source.id, "")),
      take,
      maxItems: settings.maxItems,
      ask: (question) => this.#ask(source, question),
      hasTime: () => clock() < this.#until,
      admit: (items) => this.#admit(source, items, withWords),
    });
    const asked = {
      source,
      partyCount: known.parties.length,
      askedCount: parties.length,
      latencyMillis: Math.round(clock() - began),
      presenceAsOf: known.asOf,
      now: selection.now,
    };
    return { asked, read };
  }

  #ask(source: LiveSource, question: LiveQuestion) {
    return this.#parts.asker.ask(this.#asked.call, source, question, this.#until);
  }

  async #admit(source: LiveSource, items: readonly LiveItem[], withWords: boolean) {
    const { selection } = this.#asked;
    const rights = rightsOf(selection.scope);
    const rows: LiveRow[] = [];
    const hidden: LiveRow[] = [];
    for (const item of items) {
      const admitted = rights.admit(source, item);
      if (admitted.kind === "REFUSED" || !meets(admitted.row, selection.filter)) continue;
      if (admitted.kind === "HIDDEN") hidden.push(admitted.row);
      else if (!withWords || source.searches || this.#hasWords(admitted.row)) rows.push(admitted.row);
    }
    if (rows.length === 0 || !withWords) return { rows, hidden };
    const twins = await this.#parts.findTwins(selection, rows, this.#around);
    return { rows: twins.size === 0 ? rows : rows.filter(({ id }) => !twins.has(id)), hidden };
  }
}

/** A source that has nothing of what is selected is where everybody is. */
const leftOut = (source: LiveSource): LiveReading => ({
  stretch: { source: source.id, rows: [], reach: END, isLacking: false },
  truth: truthOfUnasked(source),
});
