export type { Change, Deed, To } from "./change.js";
export type { ClientOrder } from "./clients.js";
export { type ChangeName, createDelegationDesk, type DelegationDesk, type OrderOf } from "./desk.js";
export { giveInstanceRights, givePackages, giveRights } from "./give.js";
export {
  type AssignmentLists,
  createAssignmentLists,
  type NamedAssignment,
  type PassedOnClient,
  type ServedClient,
} from "./lists.js";
export { setNamedInstance } from "./named-instance.js";
export type { CheckCode, CheckReason, PackageCheck, RightCheck } from "./rules/checks.js";
export type { Delegator, Way } from "./rules/delegator.js";
export type { Outcome, Refusal } from "./rules/refusal.js";
export { rightKeyOf } from "./rules/right-key.js";
