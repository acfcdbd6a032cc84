import { setImmediate as nextTurn } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { Clock } from "../../../lib/clock.js";
import type { CursorCodec } from "../../../lib/cursor.js";
import { DomainError } from "../../../lib/errors.js";
import type { Call } from "../../../schema/call.js";
import { openPage } from "../../../schema/paging.js";
import type { AuthorizationPort } from "../../../schema/ports.js";
import type { ServicesPort } from "../../../schema/services-port.js";
import { workspaceScope } from "../../../schema/workspace-id.js";
import { statusOf } from "../end-user-refusals.js";
import {
  type LimitedTruth,
  type LiveHistory,
  type LiveSelection,
  type Progress,
  placesBy,
  positionOf,
  progressOf,
} from "../live/index.js";
import { listNameOf } from "../rules/history.js";
import { once } from "../rules/once.js";
import { askedSelection, readPage } from "../searching.js";
import type { ServiceNames } from "../service-names.js";
import type { CountBounds } from "../store/pieces.js";
import type { Selection } from "../store/selection.js";
import type { DialogStore } from "../store.js";
import { iso, isoOrNull, NO_LIVE, readGaps } from "./gaps.js";
import { createItemRecords } from "./items.js";
import { isAskedByPage, LIVE_BOUNDS, type ReadRows, readExportPage } from "./pages.js";
import type { ErrorRecord, ExportGaps, ExportRecord, HeadRecord } from "./records.js";
import type { ExportRequest } from "./request.js";

/** Rows that are read at a time: what an export holds in memory. */
const PAGE = 500;

/** What exports are made with. */
export interface ExportParts {
  readonly store: DialogStore;
  readonly authorization: AuthorizationPort;
  readonly services: ServicesPort;
  readonly cursors: CursorCodec;
  readonly clock: Clock;
  readonly serviceNames: ServiceNames;
  /** What the count of what is hidden is bounded by. */
  readonly countBounds: CountBounds;
  /** So long rows are looked for by words, in milliseconds, before it is asked anew who asks and what they may read. */
  readonly searchBudgetMillis: number;
  /** How often it is asked anew who the viewer is and what they may read. */
  readonly recheckMillis: number;
  /** Live sources as a call sees them; `null` where there are none. */
  liveFor(call: Call): LiveHistory | null;
}

/** What the viewer may read of what they ask for, since a moment. */
interface Look {
  readonly call: Call;
  /** What live sources have of it, with the time that begins at the call; `null` where there are none. */
  readonly live: () => Promise<LiveSelection | null>;
  readonly selection: Selection;
  readonly at: number;
  readonly itemRecords: ReturnType<typeof createItemRecords>;
}

/** An export that can be begun. */
export interface Export {
  /** Its records, some at a time; it ends with an end or an error. */
  records(): AsyncGenerator<readonly ExportRecord[], void, void>;
  readonly viewer: string;
}

const nameOf = ({ workspace, filter, search, order }: ExportRequest, viewer: string): string =>
  listNameOf({ workspace, viewer, filter, search, order });

const progressIn = (request: ExportRequest, viewer: string, cursors: CursorCodec): Progress => {
  const list = nameOf(request, viewer);
  const { after } = openPage(cursors, { first: 1, after: request.after, maxFirst: 1, list });
  return progressOf(after, placesBy(request.order));
};

/**
 * Looks who asks and what they may read, and opens an export. All that is wrong with the question is said here.
 * @param identify finds out anew who asks, by the same token
 * @param onFault told of what went wrong and is not to be shown
 */
export const openExport = async (
  request: ExportRequest,
  parts: ExportParts,
  identify: () => Promise<Call>,
  onFault: (fault: unknown) => void,
): Promise<Export> => {
  const { store, authorization, cursors, clock, countBounds } = parts;
  const { order } = request;

  const look = async (): Promise<Look> => {
    const call = await identify();
    const scope = await authorization.scope(call);
    const now = clock();
    const view = { scope: workspaceScope(scope, request.workspace), now };
    const { selection } = await askedSelection(view, request, { ...parts, call });
    const live = parts.liveFor(call);
    const select = async (): Promise<LiveSelection | null> =>
      (await live?.select(selection, request.search, {
        isAwaited: progress.places.size > 0,
        settings: LIVE_BOUNDS,
      })) ?? null;
    return {
      call,
      selection,
      // In other orders than newest first all that sources have is gathered, which is done once.
      live: isAskedByPage(order) ? select : once(select),
      at: now,
      itemRecords: createItemRecords(parts, { call, scope: selection.scope }),
    };
  };
  const gapsOf = async (look: Look, truths: readonly LimitedTruth[]): Promise<ExportGaps> => {
    const { call, selection } = look;
    const hidden = (await (await look.live())?.hidden()) ?? NO_LIVE.hidden;
    return readGaps(store, selection, order, { language: call.language, countBounds }, { truths, hidden });
  };

  const readRows = async ({ selection, live }: Look): Promise<ReadRows> =>
    readExportPage({
      order,
      from: progress,
      take: PAGE,
      live: await live(),
      indexed: (after) => readPage(parts, { selection, order }, { after, take: PAGE }),
    });

  const first = await look();
  const viewer = first.call.viewer.party;
  let progress = progressIn(request, viewer, cursors);
  const cursorOf = (): string | null =>
    progress.common && cursors.encode(nameOf(request, viewer), positionOf(progress));

  /** Whoever asks by now must still be who began. */
  const lookAgain = async (): Promise<Look> => {
    const again = await look();
    if (again.call.viewer.party === viewer) return again;
    throw new DomainError("UNAUTHENTICATED", "The token is somebody else's by now.");
  };

  const errorOf = (fault: unknown, itemCount: number): ErrorRecord => {
    const isShown = fault instanceof DomainError && statusOf(fault.code) !== null;
    if (!isShown) onFault(fault);
    return {
      record: "error",
      code: isShown ? fault.code : "EXPORT_BROKEN",
      message: isShown ? fault.message : "The rest could not be read; go on with `after`.",
      itemCount,
      after: cursorOf(),
    };
  };

  async function* records(): AsyncGenerator<readonly ExportRecord[], void, void> {
    let itemCount = 0;
    try {
      let current = first;
      let haveRightsChanged = false;
      // How live sources stand is only known when they are asked.
      let ahead = (await first.live()) === null ? null : await readRows(first);
      let truths: readonly LimitedTruth[] = ahead?.headTruths ?? [];
      const gaps = await gapsOf(first, truths);
      const asOf = new Map(gaps.sources.map((source) => [source.id, source.asOf]));
      yield [headOf(request, first, gaps)];
      for (let isOver = false; !isOver; ) {
        if (clock() - current.at >= parts.recheckMillis) {
          const again = await lookAgain();
          haveRightsChanged ||= !isDeepStrictEqual(again.selection.scope, current.selection.scope);
          current = again;
          ahead = null;
        }
        const page: ReadRows = ahead ?? (await readRows(current));
        ahead = null;
        truths = page.truths;
        for (const { truth } of truths) asOf.set(truth.source.id, isoOrNull(truth.asOf));
        const items = await current.itemRecords(page.rows, asOf);
        if (items.length > 0) yield items;
        itemCount += items.length;
        progress = page.end;
        isOver = page.isLast;
        await nextTurn();
      }
      const end = await lookAgain();
      haveRightsChanged ||= !isDeepStrictEqual(end.selection.scope, current.selection.scope);
      const left = await gapsOf(end, truths);
      yield [{ record: "end", itemCount, endedAt: iso(end.at), gaps: left, haveRightsChanged }];
    } catch (fault) {
      yield [errorOf(fault, itemCount)];
    }
  }
  return { records, viewer };
};

const headOf = (request: ExportRequest, { call, selection, at }: Look, gaps: ExportGaps): HeadRecord => {
  const { workspace, filter, search, order, after } = request;
  return {
    record: "head",
    startedAt: iso(at),
    asked: {
      workspace,
      filter,
      search,
      orderBy: { field: order.field, direction: order.direction },
      isContinuation: after !== null,
    },
    level: Math.min(selection.scope.level, call.viewer.level),
    ...gaps,
  };
};
