/** What a deadline is for. */
export const DEADLINE_KINDS = ["ANSWER", "PAY", "SIGN", "APPEAL", "SEND_IN"] as const;

export type DeadlineKind = (typeof DEADLINE_KINDS)[number];

/** What says that a deadline is met: an activity of the dialog, its status, or its owner. */
export const DEADLINE_MET_BY = [
  "COMPLETED",
  "DIALOG_CLOSED",
  "PAYMENT_MADE",
  "SIGNATURE_PROVIDED",
  "FORM_SUBMITTED",
  "CORRESPONDENCE_CONFIRMED",
  "SERVICE_OWNER",
] as const;

export type DeadlineMetBy = (typeof DEADLINE_MET_BY)[number];
