const DAY_MILLIS = 86_400_000;
/** After the Norwegian tax administration act, § 13-4. */
const APPEAL_DAYS = 42;

/** One assessment of one party's tax, as the agency's store has it. Moments are milliseconds since 1970 UTC. */
export interface Assessment {
  /** UUID. */
  readonly id: string;
  /** `urn:altinn:person:identifier-no:…` or `urn:altinn:organization:identifier-no:…`. */
  readonly party: string;
  readonly incomeYear: number;
  readonly kind: "ORDINARY" | "CHANGED";
  readonly assessedAt: number;
  /** Whole kroner, as the next three. */
  readonly taxableIncome: number;
  readonly assessedTax: number;
  readonly prepaidTax: number;
  readonly payBy: number | null;
  /** The dialog that tells of it. */
  readonly dialogId: string | null;
}

/** What is left to pay; below zero: what is paid back. */
export const balanceOf = ({ assessedTax, prepaidTax }: Assessment): number => assessedTax - prepaidTax;

/** The last moment to appeal: six weeks from the day of the assessment, to the end of the day. */
export const appealDeadlineOf = ({ assessedAt }: Pick<Assessment, "assessedAt">): number =>
  Math.floor(assessedAt / DAY_MILLIS) * DAY_MILLIS + (APPEAL_DAYS + 1) * DAY_MILLIS - 1;

/** Whether the party is written to: of decisions that can still be appealed against. */
export const isTold = (assessment: Assessment, now: number): boolean =>
  assessment.kind === "CHANGED" && assessment.dialogId === null && appealDeadlineOf(assessment) > now;
