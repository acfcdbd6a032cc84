import { DEADLINE_KINDS, type DeadlineKind } from "../../../../drizzle/dialogs/values-deadlines.js";
import { type DeclaredDeadline, DUE_KEY } from "../../rules/deadlines.js";
import { LIMITS } from "./limits.js";
import { eachOnce } from "./parts.js";
import { isObject, list, optional, orElse, type Place, type Read, required } from "./place.js";
import { bool, moment, optionalPastMoment, text, word } from "./scalars.js";

/** `SEND_IN` as REST spells it: `SendIn`. */
const KINDS = Object.fromEntries(
  DEADLINE_KINDS.map((kind) => [
    kind
      .split("_")
      .map((part) => part.slice(0, 1) + part.slice(1).toLowerCase())
      .join(""),
    kind,
  ]),
) as Readonly<Record<string, DeadlineKind>>;

const deadlineKind = word<DeadlineKind>(KINDS, "ANSWER");

/** A text of a form. @param example of what is right */
const formed =
  (pattern: RegExp, example: string): Read<string> =>
  (at) => {
    const value = text({ max: LIMITS.text })(at);
    if (value !== "" && !pattern.test(value)) at.wrong(`This must be ${example}.`);
    return value;
  };

const key = formed(
  /^[a-z0-9][a-z0-9._-]{0,49}$/,
  "a name of small letters, digits, points and dashes, at most 50",
);
const amount = formed(/^\d{1,15}(\.\d{1,4})?$/, "a decimal number as a text, e.g. 1250.00");
const currency = formed(/^[A-Z]{3}$/, "a currency's code, e.g. NOK");
const kid = formed(/^\d{1,24}[\d-]$/, "a KID of 2 to 25 digits");
const account = formed(
  /^(\d{11}|[A-Z]{2}\d{2}[A-Z0-9]{10,30})$/,
  "an account's eleven digits, or an IBAN, without spaces",
);

const money = (at: Place): Pick<DeclaredDeadline, "amount" | "currency"> => {
  if (at.isAbsent || !isObject(at)) return { amount: null, currency: null };
  return { amount: required(amount)(at.field("value")), currency: required(currency)(at.field("currency")) };
};

const deadline: Read<Omit<DeclaredDeadline, "since">> = (at) => {
  const isThere = isObject(at);
  const kind = isThere ? required(deadlineKind)(at.field("kind")) : "ANSWER";
  const keyAt = at.field("key");
  const named = optional(key)(keyAt) ?? kind.toLowerCase().replace("_", "-");
  if (named === DUE_KEY)
    keyAt.wrong(`"${DUE_KEY}" is what follows from the dialog's dueAt; use another name.`);
  const payment = {
    ...money(at.field("amount")),
    kid: optional(kid)(at.field("kid")),
    account: optional(account)(at.field("account")),
  };
  if (kind !== "PAY" && Object.values(payment).some((value) => value !== null)) {
    at.wrong("Only what is to be paid has an amount, a kid or an account.");
  }
  return {
    key: named,
    kind,
    dueAt: isThere ? required(moment)(at.field("dueAt")) : 0,
    ...payment,
    isMetByOwnerOnly: orElse(bool, false)(at.field("isMetByOwnerOnly")),
    metAt: optionalPastMoment(at.field("metAt")),
  };
};

/** An owner's own deadlines, each by a key of its own. @param since activities from here on can meet them */
export const deadlines =
  (since: number): Read<DeclaredDeadline[]> =>
  (at) => {
    const problems = at.reading.problems.length;
    const items = list(deadline)(at);
    if (items.length > LIMITS.deadlines) {
      at.wrong(`There are ${items.length} deadlines; at most ${LIMITS.deadlines} are taken.`);
    }
    // What could not be read has no key of its own.
    if (at.reading.problems.length === problems) {
      eachOnce(
        at,
        "key",
        items.map((item) => item.key),
      );
    }
    return items.map((item) => ({ ...item, since }));
  };

/** `{deadlines: […]}` */
export const deadlinesBody: Read<DeclaredDeadline[]> = (at) => {
  if (!isObject(at)) return [];
  const listAt = at.field("deadlines");
  if (listAt.isAbsent) listAt.wrong("This must be given; an empty list takes all of them away.");
  return deadlines(at.reading.now)(listAt);
};
