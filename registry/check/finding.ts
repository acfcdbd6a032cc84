import type { Finding } from "../../drizzle/registry/values.js";

/** A finding; what is left out is null or empty. */
export const finding = (
  found: Pick<Finding, "rule" | "severity" | "message" | "key"> & Partial<Finding>,
): Finding => ({ subgraph: null, line: null, column: null, clients: [], ...found });
