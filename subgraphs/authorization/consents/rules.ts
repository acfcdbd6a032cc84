import type { ConsentMetadataKey } from "../../../drizzle/authorization/tables-consents.js";

/** Where a consent stands, as it is kept. */
export const CONSENT_STATUSES = ["CREATED", "ACCEPTED", "REJECTED", "REVOKED", "DELETED"] as const;
export type ConsentStatus = (typeof CONSENT_STATUSES)[number];

/** The same as it is told: what is open or in force, but past its time, is EXPIRED; what is used up is USED. */
export type ShownConsentStatus = ConsentStatus | "EXPIRED" | "USED";

/** What can be done with a consent. */
export const CONSENT_STEPS = ["ACCEPT", "REJECT", "REVOKE", "DELETE"] as const;
export type ConsentStep = (typeof CONSENT_STEPS)[number];

/** Whose step it is: of the one who is asked, or of the organisation that asks. */
export type ConsentSide = "GIVER" | "RECEIVER";

interface StepRule {
  readonly side: ConsentSide;
  readonly from: readonly ConsentStatus[];
  readonly to: ConsentStatus;
}

const STEPS: Readonly<Record<ConsentStep, StepRule>> = {
  ACCEPT: { side: "GIVER", from: ["CREATED"], to: "ACCEPTED" },
  REJECT: { side: "GIVER", from: ["CREATED"], to: "REJECTED" },
  REVOKE: { side: "GIVER", from: ["ACCEPTED"], to: "REVOKED" },
  /** The receiver takes its question back. */
  DELETE: { side: "RECEIVER", from: ["CREATED"], to: "DELETED" },
};

export const consentStepRule = (step: ConsentStep): StepRule => STEPS[step];

/** A consent, as far as its standing goes. */
export interface Standing {
  readonly status: ConsentStatus;
  readonly validTo: number;
  readonly isOneTime: boolean;
  readonly usedAt: number | null;
}

const isLive = (status: ConsentStatus): boolean => status === "CREATED" || status === "ACCEPTED";

/** How a consent stands at a moment. It holds until `validTo`, and not from then on. */
export const shownStatus = (standing: Standing, now: number): ShownConsentStatus => {
  if (!isLive(standing.status)) return standing.status;
  if (standing.status === "ACCEPTED" && standing.isOneTime && standing.usedAt !== null) return "USED";
  return now >= standing.validTo ? "EXPIRED" : standing.status;
};

/** Where a step leads; `null` where it can't be taken. A consent that is over in time can still be taken back. */
export const consentStatusAfter = (
  standing: Standing,
  step: ConsentStep,
  now: number,
): ConsentStatus | null => {
  const { from, to } = STEPS[step];
  if (!from.includes(standing.status)) return null;
  const shown = shownStatus(standing, now);
  if (step === "REVOKE") return to;
  return shown === "EXPIRED" && step !== "DELETE" ? null : to;
};

/** Whether the receiver may fetch now what the consent is to. */
export const isInForce = (standing: Standing, now: number): boolean =>
  shownStatus(standing, now) === "ACCEPTED";

/** What is wrong with the metadata that came with a right; `null` where nothing is. */
export const metadataProblem = (
  service: string,
  keys: Readonly<Record<string, ConsentMetadataKey>>,
  metadata: Readonly<Record<string, string>>,
): string | null => {
  const missing = Object.entries(keys).filter(
    ([key, { isOptional }]) => !isOptional && (metadata[key] ?? "").trim() === "",
  );
  if (missing.length > 0) {
    return `${service} must be told ${missing.map(([key]) => key).join(", ")}; give them as metadata.`;
  }
  const unknown = Object.keys(metadata).filter((key) => !Object.hasOwn(keys, key));
  return unknown.length > 0 ? `${service} does not know ${unknown.join(", ")}; leave them out.` : null;
};
