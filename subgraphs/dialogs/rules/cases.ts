import type { DialogStatus } from "../../../drizzle/dialogs/values.js";

/** A process, and the one that it follows. */
export interface ProcessLink {
  readonly process: string;
  readonly precedingProcess: string;
}

/** The processes that belong together with one, itself included, in alphabetical order. */
export const chainOf = (process: string, links: readonly ProcessLink[]): string[] => {
  const chain = new Set([process]);
  for (let size = 0; size < chain.size; ) {
    size = chain.size;
    for (const link of links) {
      if (!chain.has(link.process) && !chain.has(link.precedingProcess)) continue;
      chain.add(link.process);
      chain.add(link.precedingProcess);
    }
  }
  return [...chain].sort();
};

/** What stands first decides where a case stands: what somebody has to do, before what is waited for. */
const BY_URGENCY: readonly DialogStatus[] = ["REQUIRES_ATTENTION", "DRAFT", "IN_PROGRESS", "AWAITING"];

/** Where a case stands, by the statuses of its items; at least one. */
export const statusOfCase = (statuses: ReadonlySet<DialogStatus>): DialogStatus =>
  BY_URGENCY.find((status) => statuses.has(status)) ??
  (statuses.has("COMPLETED") ? "COMPLETED" : "NOT_APPLICABLE");
