import type { FormInstanceRow } from "./tables.js";

/** What an instance has that was never filled in here, e.g. one that another platform keeps. */
export const FRESH_INSTANCE = {
  changeCount: 0,
  round: 0,
  currentStepId: null,
  submittedAt: null,
  startedByOwner: false,
  process: null,
  precedingProcess: null,
  hardDeletedAt: null,
} as const satisfies Partial<FormInstanceRow>;

/** What a definition has that was never published here. */
export const UNPUBLISHED_DEFINITION = { content: null, hash: "", publishedBy: null } as const;
