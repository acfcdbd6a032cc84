/** Where a request for access stands. */
export const REQUEST_STATUSES = ["DRAFT", "PENDING", "APPROVED", "REJECTED", "WITHDRAWN"] as const;
export type RequestStatus = (typeof REQUEST_STATUSES)[number];

/** What can be done with a request. */
export const REQUEST_STEPS = ["CONFIRM", "WITHDRAW", "APPROVE", "REJECT"] as const;
export type RequestStep = (typeof REQUEST_STEPS)[number];

/** Whose step it is: of the party that asks, or of the party that is asked. */
export type RequestSide = "REQUESTER" | "GIVER";

interface StepRule {
  readonly side: RequestSide;
  readonly from: readonly RequestStatus[];
  readonly to: RequestStatus;
}

const STEPS: Readonly<Record<RequestStep, StepRule>> = {
  CONFIRM: { side: "REQUESTER", from: ["DRAFT"], to: "PENDING" },
  WITHDRAW: { side: "REQUESTER", from: ["DRAFT", "PENDING"], to: "WITHDRAWN" },
  APPROVE: { side: "GIVER", from: ["PENDING"], to: "APPROVED" },
  REJECT: { side: "GIVER", from: ["PENDING"], to: "REJECTED" },
};

/** Whose step it is, from where it may be taken, and where it leads. */
export const stepRule = (step: RequestStep): StepRule => STEPS[step];

/** Where a step leads; `null` where it can't be taken. */
export const statusAfter = (status: RequestStatus, step: RequestStep): RequestStatus | null =>
  STEPS[step].from.includes(status) ? STEPS[step].to : null;

/** Requests that somebody has still to do something with. */
export const isOpen = (status: RequestStatus): boolean => status === "DRAFT" || status === "PENDING";

/** A draft is its author's own; the giver hears of it when it is confirmed. */
export const isSeenBy = (status: RequestStatus, side: RequestSide): boolean =>
  side === "REQUESTER" || status !== "DRAFT";
