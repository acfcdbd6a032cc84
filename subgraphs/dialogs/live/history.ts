import type { Call } from "../../../schema/call.js";
import { type LiveSource, readLiveItemId } from "../../../schema/history-source/source.js";
import { dialogsError } from "../errors.js";
import type { Selection, View } from "../store/selection.js";
import { END } from "./merge.js";
import { readSource } from "./reading.js";
import { rightsOf } from "./rights.js";
import type { LiveRow } from "./rows.js";
import { type LiveParts, LiveSelection } from "./selection.js";
import type { LiveSettings } from "./settings.js";
import { itemsNamed, type Sought } from "./twins.js";

/** So many identifiers a source is asked for at once. */
const MAX_IDENTIFIERS = 200;

/** Live sources as one request sees them. */
export class LiveHistory {
  readonly #parts: LiveParts;
  readonly #call: Call;
  #sources: Promise<readonly LiveSource[]> | null = null;

  constructor(parts: LiveParts, call: Call) {
    this.#parts = parts;
    this.#call = call;
  }

  /** Those of the supergraph that is served now, by id; the same within one request. */
  sources(): Promise<readonly LiveSource[]> {
    this.#sources ??= this.#parts.directory.sources();
    return this.#sources;
  }

  /**
   * What live sources have of a selection. Their time runs from here.
   * @param search as it was typed
   * @param options `isAwaited`: the pages before had some, so that there is one without sources where there are none;
   * `settings` that differ from those of a page
   * @returns `null` where there are no live sources
   */
  async select(
    selection: Selection,
    search: string | null,
    options: { readonly isAwaited?: boolean; readonly settings?: Partial<LiveSettings> } = {},
  ): Promise<LiveSelection | null> {
    const { isAwaited = false, settings = {} } = options;
    const sources = await this.sources();
    if (sources.length === 0 && !isAwaited) return null;
    const parts = { ...this.#parts, settings: { ...this.#parts.settings, ...settings } };
    return new LiveSelection(parts, { call: this.#call, selection, search, sources });
  }

  /**
   * Items by the ids that they have in the graph, each asked of its source; unknown and hidden ones are left out.
   * @returns rows, or why they can't be had, by id
   */
  async itemsByIds(ids: readonly string[], view: View): Promise<ReadonlyMap<string, LiveRow | Error>> {
    const sources = new Map((await this.sources()).map((source) => [source.id, source]));
    const bySource = new Map<string, string[]>();
    for (const id of ids) {
      const read = readLiveItemId(id);
      if (read !== null) bySource.set(read.source, [...(bySource.get(read.source) ?? []), read.id]);
    }
    const found = await Promise.all(
      [...bySource].map(([id, own]) => this.#itemsOf(id, sources.get(id) ?? null, own, view)),
    );
    const rows = new Map<string, LiveRow | Error>();
    for (const item of found.flat()) rows.set(item.id, item.row);
    return rows;
  }

  /** What any source has under these names, as far as the viewer may see it. A source that is away has nothing. */
  async named(sought: readonly Sought[], { scope }: View): Promise<LiveRow[]> {
    const { asker, directory, settings, clock } = this.#parts;
    const until = clock() + settings.deadlineMillis;
    const rights = rightsOf(scope);
    const found = await Promise.all(
      (await this.sources()).map(async (source) => {
        const items = await itemsNamed(source, sought, {
          partiesOf: (of, parties) => directory.partiesOf(of, parties, () => this.#call).parties,
          ask: (of, question) =>
            asker.ask(this.#call, of, question, until).then(
              ({ page }) => page,
              () => null,
            ),
        });
        return items.flatMap((item) => {
          const admitted = rights.admit(source, item);
          return admitted.kind === "SHOWN" ? [admitted.row] : [];
        });
      }),
    );
    return found.flat();
  }

  async #itemsOf(
    sourceId: string,
    source: LiveSource | null,
    ids: readonly string[],
    view: View,
  ): Promise<{ id: string; row: LiveRow | Error }[]> {
    const idOf = (own: string): string => `urn:tunet:source:${sourceId}:${own}`;
    const unavailable = () => ids.map((own) => ({ id: idOf(own), row: unavailableError(sourceId) }));
    if (source === null) return unavailable();
    const { asker, directory, settings, clock } = this.#parts;
    const until = clock() + settings.deadlineMillis;
    const rights = rightsOf(view.scope);
    const { parties } = directory.partiesOf(source, rights.parties, () => this.#call);
    const rows: LiveRow[] = [];
    for (let first = 0; first < ids.length; first += MAX_IDENTIFIERS) {
      const identifiers = ids.slice(first, first + MAX_IDENTIFIERS);
      const read = await readSource({
        source,
        parties,
        wanted: { updatedAfter: null, updatedBefore: null, identifiers, search: null },
        after: null,
        take: Number.POSITIVE_INFINITY,
        maxItems: 2 * MAX_IDENTIFIERS,
        ask: (question) => asker.ask(this.#call, source, question, until),
        hasTime: () => clock() < until,
        admit: async (items) => {
          const admitted = items.map((item) => rights.admit(source, item));
          return { rows: admitted.flatMap((one) => (one.kind === "SHOWN" ? [one.row] : [])), hidden: [] };
        },
      });
      if (read.reach !== END) return unavailable();
      rows.push(...read.rows);
    }
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.flatMap((own) => {
      const row = byId.get(idOf(own));
      return row === undefined ? [] : [{ id: row.id, row }];
    });
  }
}

const unavailableError = (source: string): Error =>
  dialogsError(
    "HISTORY_SOURCE_UNAVAILABLE",
    `The source ${source} has the item, and can't be asked for it now; ask again later.`,
  );
