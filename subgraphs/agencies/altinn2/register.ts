import { tableOf } from "../kit/table-of.js";
import type { ArchivedService, ArchiveRecord, MigrationPhase } from "./record.js";

const PARTY = /^urn:altinn:(person:identifier-no:\d{11}|organization:identifier-no:\d{9})$/;
const NAME = /^urn:[!-~]{1,250}$/;
const KINDS: ReadonlySet<unknown> = new Set(["CORRESPONDENCE", "FORM"]);

/** What the archive is made of. */
export interface Register {
  /** When the old platform took its last; null where no line says so. */
  readonly closedAt: number | null;
  readonly phases: readonly MigrationPhase[];
  readonly services: readonly ArchivedService[];
  readonly records: readonly ArchiveRecord[];
}

type Line = Readonly<Record<string, unknown>>;

const isMap = (value: unknown): value is Line =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isMoment = (value: unknown): value is string =>
  typeof value === "string" && !Number.isNaN(Date.parse(value));
const isTexts = (value: unknown): boolean =>
  isMap(value) && Object.keys(value).length > 0 && Object.values(value).every(isText);
const isCode = (value: unknown): boolean => typeof value === "string" && /^\d{4,5}$/.test(value);

/** What a field must be, and what is said where it is not. */
type Checks = Readonly<Record<string, readonly [isGood: (value: unknown) => boolean, problem: string]>>;

const orNull =
  (isGood: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    value == null || isGood(value);

const ARCHIVE: Checks = { closedAt: [isMoment, "is no moment"] };
const PHASE: Checks = {
  name: [isText, "is no name"],
  before: [isMoment, "is no moment"],
  purgedAt: [orNull(isMoment), "is no moment"],
};
const SERVICE: Checks = {
  serviceCode: [isCode, "is no service code"],
  serviceEdition: [isWhole, "is no edition"],
  service: [
    (value) => typeof value === "string" && value.startsWith("urn:altinn:resource:"),
    "is no service's URN",
  ],
  owner: [isText, "is no short code"],
  requiredLevel: [(value) => isWhole(value) && value <= 4, "is no level from 0 to 4"],
};
const RECORD: Checks = {
  archiveReference: [
    (value) => typeof value === "string" && /^AR\d{1,12}$/.test(value),
    "is no archive reference",
  ],
  reporteeElementId: [isWhole, "is no number"],
  kind: [(value) => KINDS.has(value), "is neither CORRESPONDENCE nor FORM"],
  party: [(value) => typeof value === "string" && PARTY.test(value), "is no person's or organisation's URN"],
  serviceCode: SERVICE["serviceCode"] ?? [isCode, ""],
  serviceEdition: [isWhole, "is no edition"],
  status: [isText, "is empty"],
  title: [isTexts, "is no text by language"],
  summary: [orNull(isTexts), "is no text by language"],
  sender: [orNull(isTexts), "is no text by language"],
  createdAt: [isMoment, "is no moment"],
  updatedAt: [isMoment, "is no moment"],
  dueAt: [orNull(isMoment), "is no moment"],
  attachmentCount: [isWhole, "is no number"],
  movedAt: [orNull(isMoment), "is no moment"],
  movedTo: [
    (value) => Array.isArray(value) && value.every((name) => typeof name === "string" && NAME.test(name)),
    "is no list of URNs",
  ],
};
const KIND_OF_LINE: Readonly<Record<string, Checks>> = tableOf({
  archive: ARCHIVE,
  phase: PHASE,
  service: SERVICE,
  record: RECORD,
});

const refuse = (number: number, why: string): never => {
  throw new Error(`The register's line ${number} can't be read: ${why}.`);
};

const millis = (value: unknown): number | null => (value == null ? null : Date.parse(String(value)));

const recordOf = (given: Line): ArchiveRecord => ({
  ...(given as unknown as ArchiveRecord),
  summary: (given["summary"] as ArchiveRecord["summary"]) ?? null,
  sender: (given["sender"] as ArchiveRecord["sender"]) ?? null,
  createdAt: Date.parse(String(given["createdAt"])),
  updatedAt: Date.parse(String(given["updatedAt"])),
  dueAt: millis(given["dueAt"]),
  movedAt: millis(given["movedAt"]),
});

/** One line: what it is, by its only field. */
const readLine = (text: string, number: number): readonly [kind: string, given: Line] => {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    return refuse(number, "it is no JSON");
  }
  const [[kind, given] = ["", null], ...more] = isMap(line) ? Object.entries(line) : [];
  const checks = KIND_OF_LINE[kind];
  if (checks === undefined || !isMap(given) || more.length > 0)
    return refuse(number, "it is neither archive, phase, service nor record");
  for (const [field, [isGood, problem]] of Object.entries(checks)) {
    if (!isGood(given[field])) return refuse(number, `${field} ${problem}`);
  }
  return [kind, given];
};

/**
 * Reads the archive's register: JSON, one object on each line, with moments in RFC 3339.
 * @throws Error that names the line that can't be read
 */
export const readRegister = (text: string): Register => {
  const of = new Map<string, Line[]>(Object.keys(KIND_OF_LINE).map((kind) => [kind, []]));
  const known = new Set<string>();
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const [kind, given] = readLine(line, index + 1);
    const code = `${given["serviceCode"]}/${given["serviceEdition"]}`;
    if (kind === "service") known.add(code);
    if (kind === "record" && !known.has(code)) refuse(index + 1, `no line before it is of service ${code}`);
    of.get(kind)?.push(given);
  }
  const [archive] = of.get("archive") ?? [];
  return {
    closedAt: millis(archive?.["closedAt"]),
    phases: (of.get("phase") ?? []).map(({ name, before, purgedAt }) => ({
      name: String(name),
      before: Date.parse(String(before)),
      purgedAt: millis(purgedAt),
    })),
    services: (of.get("service") ?? []) as unknown as readonly ArchivedService[],
    records: (of.get("record") ?? []).map(recordOf),
  };
};
