import { SECOND_MILLIS } from "../../../../lib/clock.js";

/** What a dialog may hold, after Dialogporten. Lengths in UTF-16 units, as .NET counts them. */
export const LIMITS = {
  /** Names, references, actions, most texts. */
  text: 255,
  /** The same texts for correspondence. */
  correspondenceText: 512,
  uri: 1_023,
  /** Service URNs, as they are indexed. */
  serviceResource: 255,
  additionalInfo: 1_023,
  extendedStatusLabel: 25,
  activityDescription: 255,
  correspondenceActivityDescription: 4_095,
  idempotentKey: { min: 3, max: 36 },
  searchTag: { min: 3, max: 63 },
  ownerLabel: { min: 3, max: 255, count: 20 },
  /** An owner's own deadlines of one dialog. */
  deadlines: 20,
  progress: { min: 0, max: 100 },
  guiActions: { PRIMARY: 1, SECONDARY: 1, TERTIARY: 5 },
  /** How deep transmissions may be related, and how many may be related to one. */
  tree: { depth: 100, width: 100 },
  /** Transmissions of a dialog, from each side. */
  transmissionsPerSide: 32_767,
  /** How far clocks may differ: moments and UUIDv7 ids may lie so far ahead. */
  futureMillis: 15 * SECOND_MILLIS,
} as const;
