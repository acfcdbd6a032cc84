export type { LabelTarget } from "../store/owner-writes/labels.js";
export type {
  EndUserCall,
  FindServices,
  OwnerCall,
  OwnerRight,
  RegisteredService,
  WriteOptions,
} from "./calls.js";
export { type DialogWriterConfig, openDialogWriter } from "./open-writer.js";
export type { Added, Created, Entity, NotAllowed, Problem, Refusal, Written } from "./outcomes.js";
export type { DialogWriter, LabelsSet, LabelWish } from "./writer.js";
