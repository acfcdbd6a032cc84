export type {
  ActivityRow,
  DialogBodyRow,
  DialogRow,
  LabelAssignmentLogRow,
  SeenLogRow,
  SourceRow,
  TransmissionRow,
} from "../../drizzle/dialogs/tables.js";
export { type DialogImport, type ImportStep, importDialogs } from "./bulk/import.js";
export type { LineResult } from "./bulk/rows.js";
export type { DialogsConfig } from "./config.js";
export { type DialogsErrorCode, dialogsErrors } from "./errors.js";
export type { CopySettings, LiveSettings } from "./live/index.js";
export { createDialogsPort } from "./port.js";
export type { DeclaredDeadline } from "./rules/deadlines.js";
export { type DialogSeed, type SourceSeed, seedDialogs, seedSources } from "./seed.js";
export { DialogStore } from "./store.js";
export { buildDialogsSubgraph, openDialogsRoom } from "./subgraph.js";
export { type DialogTokenSeeds, dialogTokenKeys } from "./token/index.js";
