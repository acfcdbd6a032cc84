import { GraphQLError } from "graphql";
import type { Call } from "../kit/call.js";
import type { Texts } from "../kit/history-source.js";
import { tableOf } from "../kit/table-of.js";
import { mayDo } from "../kit/tunet.js";
import { type Municipality, SERVICE_PREFIX } from "./municipality.js";
import type { Platform } from "./platform.js";
import type { LetterRecord, SourceId } from "./records.js";
import { shownItem } from "./rules/items.js";
import { readBy, repliedTo } from "./rules/letter-changes.js";
import type { StoredItem } from "./store/history.js";
import type { DoneAction } from "./store.js";
import type { Viewable } from "./viewable.js";

/** What the mutation is asked. */
export interface Act {
  readonly item: string;
  readonly party: string;
  readonly action: string;
  readonly text: string | null;
  readonly idempotencyKey: string;
}

/** What came of it, as the contract has it. */
export interface Acted {
  readonly outcome: "DONE" | "REFUSED";
  readonly code: string | null;
  readonly message: Texts | null;
}

const MAX_TEXT_LETTERS = 10_000;
const MAX_KEY_LETTERS = 200;
/** Who looked at it, in the platform's log. */
const SYSTEM = "Tunet";

const MESSAGES: Readonly<Record<string, Texts>> = tableOf({
  NOT_THERE: {
    nb: "Dette finnes ikke, eller du har ikke tilgang til det.",
    nn: "Dette finst ikkje, eller du har ikkje tilgang til det.",
    en: "This is not there, or you may not see it.",
  },
  NOT_POSSIBLE: {
    nb: "Dette kan ikke gjøres med det.",
    nn: "Dette kan ikkje gjerast med det.",
    en: "That can't be done to it.",
  },
  NOT_ALLOWED: {
    nb: "Du har ikke rett til å gjøre dette for denne parten.",
    nn: "Du har ikkje rett til å gjere dette for denne parten.",
    en: "You may not do that for this party.",
  },
  TEXT_MISSING: {
    nb: "Skriv et svar.",
    nn: "Skriv eit svar.",
    en: "Write an answer.",
  },
  TEXT_TOO_LONG: {
    nb: `Svaret er for langt: høyst ${MAX_TEXT_LETTERS} tegn.`,
    nn: `Svaret er for langt: høgst ${MAX_TEXT_LETTERS} teikn.`,
    en: `The answer is too long: at most ${MAX_TEXT_LETTERS} letters.`,
  },
  KEY_REUSED: {
    nb: "Nøkkelen er brukt til noe annet.",
    nn: "Nøkkelen er brukt til noko anna.",
    en: "The key was used for something else.",
  },
});

const refused = (code: keyof typeof MESSAGES & string): Acted => ({
  outcome: "REFUSED",
  code,
  message: MESSAGES[code] ?? null,
});
const DONE: Acted = { outcome: "DONE", code: null, message: null };

const actedBefore = ({ outcome, code }: DoneAction): Acted =>
  outcome === "DONE" || code === null ? DONE : refused(code);

/** Why it can't be done, whoever asks; `null` where it can. */
const problemOf = (row: StoredItem, { action, text }: Act): string | null => {
  // What is read already may be marked so again: it changes nothing.
  if (action === "MARK_READ") return null;
  if (!shownItem(row).actions.some((one) => one === action)) return "NOT_POSSIBLE";
  if (text === null || text.trim() === "") return "TEXT_MISSING";
  return text.length > MAX_TEXT_LETTERS ? "TEXT_TOO_LONG" : null;
};

/** Whether the caller may do it; reading is what {@link Viewable} has let through already. */
const isAllowed = async (
  platform: Platform,
  { caller }: Call,
  {
    municipality,
    service,
    act,
  }: { readonly municipality: Municipality; readonly service: string; readonly act: Act },
): Promise<boolean> => {
  if (act.action === "MARK_READ") return true;
  const asked = { party: act.party, service: service.slice(SERVICE_PREFIX.length), action: "write" };
  return mayDo(platform.tunetOf(municipality), caller.subject, asked).catch((error: unknown) => {
    throw new GraphQLError("It could not be found out what you may do; try again in a moment.", {
      extensions: { code: "FIKS_AUTHORIZATION_UNAVAILABLE" },
      originalError: error instanceof Error ? error : null,
    });
  });
};

const readItem = ({ store }: Platform, row: StoredItem, at: number): void => {
  const letter = row.recordKind === "letter" ? store.record("letter", row.recordId) : null;
  if (letter !== null) store.keepRecord(readBy(letter, SYSTEM, at));
  store.markRead(row.source, row.id, Math.max(at, row.updatedAt));
};

const reply = (
  { store, newId }: Platform,
  letter: LetterRecord,
  { at, party, text }: { readonly at: number; readonly party: string; readonly text: string },
): void => {
  const { record, waiting } = repliedTo(letter, { id: newId(), at, party, text });
  store.keepRecord(record);
  store.addReply(letter.municipalityId, waiting);
};

const perform = (platform: Platform, row: StoredItem, { action, party, text }: Act, at: number): void => {
  if (action === "MARK_READ") {
    readItem(platform, row, at);
    return;
  }
  const letter = platform.store.record("letter", row.recordId);
  if (letter !== null) reply(platform, letter, { at, party, text: text ?? "" });
};

/** Does it once, in one transaction with the key that says so. */
const doOnce = (platform: Platform, row: StoredItem, act: Act, asked: string, by: string): Acted =>
  platform.store.transaction(() => {
    const { store, now } = platform;
    const before = store.doneAction(act.idempotencyKey);
    if (before !== null) return before.asked === asked ? actedBefore(before) : refused("KEY_REUSED");
    const code = problemOf(row, act);
    if (code === null) perform(platform, row, act, now());
    store.keepAction(act.idempotencyKey, now(), by, {
      asked,
      outcome: code === null ? "DONE" : "REFUSED",
      code,
    });
    return code === null ? DONE : refused(code);
  });

/**
 * Does what an item allows, once for each key. What is refused because of rights is not remembered: these change.
 * @throws GraphQLError where it can't be found out whether the caller may
 */
export const act = async (
  platform: Platform,
  { viewable, call }: { readonly viewable: Viewable; readonly call: Call },
  source: SourceId,
  given: Act,
): Promise<Acted> => {
  if (given.idempotencyKey === "" || given.idempotencyKey.length > MAX_KEY_LETTERS) {
    throw new GraphQLError(`idempotencyKey has 1 to ${MAX_KEY_LETTERS} letters.`, {
      extensions: { code: "BAD_USER_INPUT" },
    });
  }
  const { store } = platform;
  const { history } = store;
  const { subject } = call.caller;
  const by = `${subject.type}:${subject.value}`;
  const { item, party, action, text } = given;
  const asked = JSON.stringify([by, source, item, party, action, text]);
  // Whoever got no answer gets it now, also where they may not do it any more: it is done.
  const before = store.doneAction(given.idempotencyKey);
  if (before?.asked === asked) return actedBefore(before);
  const name = [source, item] as const;
  const visible = await viewable.of(history.municipalitiesOfItems([name]), [party]);
  const [row] = history.itemsByIds(visible, [name]);
  const municipality = row === undefined ? null : store.municipality(row.municipalityId);
  if (row === undefined || municipality === null) return refused("NOT_THERE");
  const { service } = shownItem(row);
  if (!(await isAllowed(platform, call, { municipality, service, act: given })))
    return refused("NOT_ALLOWED");
  return doOnce(platform, row, given, asked, by);
};
