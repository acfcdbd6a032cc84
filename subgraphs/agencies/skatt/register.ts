import type { Assessment } from "./assessment.js";

const PARTY = /^urn:altinn:(person:identifier-no:\d{11}|organization:identifier-no:\d{9})$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const KINDS: ReadonlySet<unknown> = new Set(["ORDINARY", "CHANGED"]);

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);
const isMoment = (value: unknown): value is string =>
  typeof value === "string" && !Number.isNaN(Date.parse(value));

/** What is wrong with a line; `null` where nothing is. */
const faultIn = (line: Readonly<Record<string, unknown>>): string | null => {
  const { id, party, incomeYear, kind, assessedAt, payBy, dialogId } = line;
  if (typeof id !== "string" || !UUID.test(id)) return "id is no UUID";
  if (typeof party !== "string" || !PARTY.test(party)) return "party is no person's or organisation's URN";
  if (!isWhole(incomeYear)) return "incomeYear is no year";
  if (!KINDS.has(kind)) return "kind is neither ORDINARY nor CHANGED";
  if (!isMoment(assessedAt)) return "assessedAt is no moment";
  if (payBy != null && !isMoment(payBy)) return "payBy is no moment";
  if (dialogId != null && (typeof dialogId !== "string" || !UUID.test(dialogId)))
    return "dialogId is no UUID";
  const amount = ["taxableIncome", "assessedTax", "prepaidTax"].find((name) => !isWhole(line[name]));
  return amount === undefined ? null : `${amount} is no whole number of kroner`;
};

const assessmentOf = (line: Readonly<Record<string, unknown>>): Assessment => {
  const { assessedAt, payBy, dialogId } = line;
  return {
    ...(line as unknown as Assessment),
    assessedAt: Date.parse(String(assessedAt)),
    payBy: payBy == null ? null : Date.parse(String(payBy)),
    dialogId: dialogId == null ? null : String(dialogId),
  };
};

/**
 * Reads the register of assessments: JSON, one on each line, with moments in RFC 3339.
 * @throws Error that names the line that can't be read
 */
export const readRegister = (text: string): Assessment[] =>
  text
    .split("\n")
    .map((line, index) => [line.trim(), index + 1] as const)
    .filter(([line]) => line !== "")
    .map(([line, number]) => {
      const value: unknown = JSON.parse(line);
      const fault =
        typeof value === "object" && value !== null ? faultIn(value as Record<string, unknown>) : "no object";
      if (fault !== null) throw new Error(`The register's line ${number} can't be read: ${fault}.`);
      return assessmentOf(value as Record<string, unknown>);
    });
