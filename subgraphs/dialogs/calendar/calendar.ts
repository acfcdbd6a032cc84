import type { DeadlineKind } from "../../../drizzle/dialogs/values-deadlines.js";
import { DAY_MILLIS } from "../../../lib/clock.js";
import { type Language, type LocalizedText, localize } from "../../../schema/localization.js";
import { agendaOf, allOf, type LiveHistory } from "../live/index.js";
import { truthOf } from "../rules/sources.js";
import type { AgendaPosition, AgendaRow, DeadlineFilter } from "../store/deadlines/selection.js";
import type { View } from "../store/selection.js";
import type { DialogStore } from "../store.js";
import { icsStartOf } from "./due-day.js";
import { type IcsEvent, icsOf } from "./ics.js";
import { calendarWords } from "./texts.js";

/** From when and until when a calendar shows deadlines that are not met. */
const PAST_MILLIS = 30 * DAY_MILLIS;
const COMING_MILLIS = 400 * DAY_MILLIS;
/** More than this a calendar program would hardly take. */
const MAX_EVENTS = 2_000;
const PAGE = 500;

/** What a calendar is asked for. */
export interface CalendarRequest {
  readonly kinds: readonly DeadlineKind[] | null;
  readonly language: Language;
  readonly alarmHours: number | null;
}

const filterOf = ({ now }: View, kinds: CalendarRequest["kinds"]): DeadlineFilter => ({
  from: now - PAST_MILLIS,
  to: now + COMING_MILLIS,
  kinds,
  isMet: false,
  withPutAway: false,
});

const readRows = async (store: DialogStore, view: View, filter: DeadlineFilter): Promise<AgendaRow[]> => {
  const rows: AgendaRow[] = [];
  for (let after: AgendaPosition | null = null; rows.length <= MAX_EVENTS; ) {
    const page = await store.agenda.page({ ...view, filter }, { after, take: PAGE });
    rows.push(...page);
    const last = page.at(-1)?.deadline;
    if (last === undefined || page.length < PAGE) break;
    after = { dueAt: last.dueAt, id: last.id };
  }
  return rows;
};

/** What live sources have, and the names of those that are missing or not whole. */
const readLive = async (
  live: LiveHistory | null,
  view: View,
  filter: DeadlineFilter,
): Promise<{ rows: AgendaRow[]; lacking: LocalizedText[] }> => {
  const selected = await live?.select({ ...view, filter: {}, search: null }, null);
  const whole = (await selected?.whole()) ?? [];
  return {
    rows: agendaOf(allOf(whole).rows, filter, view.now),
    lacking: whole.flatMap(({ truth }) => (truth.state === "OK" ? [] : [truth.source.name])),
  };
};

const soonestFirst = (a: AgendaRow, b: AgendaRow): number =>
  a.deadline.dueAt - b.deadline.dueAt || (a.deadline.id < b.deadline.id ? -1 : 1);

/** The deadline as an event. What is redacted tells its non-sensitive texts, and no sums. */
const eventOf = (
  { deadline, item }: AgendaRow,
  { language, alarmHours }: CalendarRequest,
  host: string,
): IcsEvent => {
  const { todo, say } = calendarWords(language);
  const { kind, amount, currency, kid, account } = deadline;
  const title = localize(item.title, language) ?? "";
  const payment = item.isRedacted
    ? []
    : [
        ...(amount === null ? [] : [`${say("amount")}: ${amount} ${currency ?? ""}`]),
        ...(kid === null ? [] : [`KID: ${kid}`]),
        ...(account === null ? [] : [`${say("account")}: ${account}`]),
      ];
  const summary = localize(item.summary, language);
  return {
    uid: `${deadline.id}@${host}`,
    start: icsStartOf(deadline.dueAt),
    summary: `${todo(kind)}: ${title}`,
    description: [...payment, ...(summary === null ? [] : [summary])].join("\n"),
    category: kind,
    changedAt: Math.max(deadline.changedAt, item.updatedAt),
    sequence: deadline.sequence,
    alarmHours,
  };
};

/**
 * The deadlines of a view that are not met, as `text/calendar`.
 * @param from where they are read; live sources: null where there are none
 * @param host names this installation in the events' ids
 */
export const calendarOf = async (
  { store, live }: { readonly store: DialogStore; readonly live: LiveHistory | null },
  view: View,
  request: CalendarRequest,
  host: string,
): Promise<string> => {
  const { say } = calendarWords(request.language);
  const filter = filterOf(view, request.kinds);
  const [ofLive, indexed, sources] = await Promise.all([
    readLive(live, view, filter),
    readRows(store, view, filter),
    store.sources(),
  ]);
  const rows = ofLive.rows.length === 0 ? indexed : [...indexed, ...ofLive.rows].sort(soonestFirst);
  const lacking = [
    ...sources.filter((source) => truthOf(source, view.now).state !== "OK").map(({ name }) => name),
    ...ofLive.lacking,
  ].map((name) => localize(name, request.language) ?? "");
  return icsOf({
    name: say("name"),
    description: [
      say("about"),
      ...(lacking.length === 0 ? [] : [`${say("lacking")}: ${lacking.join(", ")}.`]),
      ...(rows.length > MAX_EVENTS ? [say("cut")] : []),
    ].join(" "),
    events: rows.slice(0, MAX_EVENTS).map((row) => eventOf(row, request, host)),
  });
};
