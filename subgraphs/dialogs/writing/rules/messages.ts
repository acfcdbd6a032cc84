import type { ActivityType, TransmissionType } from "../../../../drizzle/dialogs/values.js";
import type { OwnerRight } from "../calls.js";

/** Whether a transmission is from the party's side; all others are from the service owner. */
export const isFromParty = (type: TransmissionType): boolean =>
  type === "SUBMISSION" || type === "CORRECTION";

/** How many of these are from which side. */
export const countSides = (
  transmissions: readonly { readonly type: TransmissionType }[],
): { readonly fromParty: number; readonly fromOwner: number } => {
  const fromParty = transmissions.filter(({ type }) => isFromParty(type)).length;
  return { fromParty, fromOwner: transmissions.length - fromParty };
};

/**
 * Whether a new dialog holds what nobody has opened: a transmission from the service owner, or a correspondence. What
 * has been opened is what the owner says has been, by its activities.
 */
export const hasUnopenedContent = (
  serviceResourceType: string,
  transmissions: readonly { readonly id: string; readonly type: TransmissionType }[],
  activities: readonly { readonly type: ActivityType; readonly transmissionId: string | null }[],
): boolean => {
  const opened = new Set(
    activities.flatMap(({ type, transmissionId }) =>
      type === "TRANSMISSION_OPENED" ? [transmissionId] : [],
    ),
  );
  if (transmissions.some(({ id, type }) => !isFromParty(type) && !opened.has(id))) return true;
  return (
    serviceResourceType === CORRESPONDENCE && activities.every(({ type }) => type !== "CORRESPONDENCE_OPENED")
  );
};

/** The type of service whose dialogs are unopened until their owner says otherwise. */
export const CORRESPONDENCE = "correspondenceservice";

const OF_CORRESPONDENCE: readonly ActivityType[] = ["CORRESPONDENCE_OPENED", "CORRESPONDENCE_CONFIRMED"];

/** Why these activities may not be written by this call, or `null`. */
export const activitiesForbidden = (
  activities: readonly { readonly type: ActivityType }[],
  rights: ReadonlySet<OwnerRight>,
): string | null =>
  !rights.has("CORRESPONDENCE") && activities.some(({ type }) => OF_CORRESPONDENCE.includes(type))
    ? "Activities of types CorrespondenceOpened and CorrespondenceConfirmed need the scope " +
      "digdir:dialogporten.serviceprovider.correspondence."
    : null;
