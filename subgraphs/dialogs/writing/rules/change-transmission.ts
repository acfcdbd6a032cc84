import { isDeepStrictEqual } from "node:util";
import type { TransmissionRow } from "../../../../drizzle/dialogs/tables.js";
import type { Problem, Refusal } from "../outcomes.js";
import type { NewTransmission } from "../reading/messages.js";
import { sideProblems } from "./create.js";
import { countSides } from "./messages.js";
import { goneBy, transmissionExpiries } from "./moments.js";
import type { DialogState } from "./state.js";
import { treeProblems } from "./tree.js";

/** The dialog has no such transmission. */
export const noTransmission = (transmissionId: string): Refusal => ({
  outcome: "NOT_FOUND",
  entity: "Transmission",
  ids: [transmissionId],
});

/** The dialog's transmissions once one of them is as wanted. */
const treeAfter = ({ facts }: DialogState, wanted: NewTransmission) =>
  facts.tree.map((node) => (node.id === wanted.id ? wanted : node));

/** The circle, or the depth or width beyond the limits, that a change would make. The request is the transmission. */
const treeProblemsAfter = (state: DialogState, wanted: NewTransmission): Problem[] => {
  const problems = treeProblems(treeAfter(state, wanted), new Map(), () => "");
  // The same path for all: whatever breaks, this change is what breaks it.
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()].slice(0, 1);
};

/** Why a transmission may not become what is wanted, or `null`. */
export const refusedTransmissionChange = (
  state: DialogState,
  there: TransmissionRow,
  wanted: NewTransmission,
  options: { readonly now: number; readonly isPastAllowed: boolean },
): Refusal | null => {
  const { facts, row } = state;
  const key = wanted.idempotentKey;
  if (key !== null && facts.tree.some((node) => node.id !== wanted.id && node.idempotentKey === key)) {
    const message = `The dialog has another transmission with the key ${key}.`;
    return { outcome: "CONFLICT", problem: { path: "idempotentKey", message }, dialogId: row.id };
  }
  const expiriesThere = new Set(
    [...there.attachments, ...there.navigationalActions].map(({ expiresAt }) => expiresAt),
  );
  const coming = transmissionExpiries(() => "", [wanted]).filter(({ at }) => !expiriesThere.has(at));
  const problems = [
    ...treeProblemsAfter(state, wanted),
    ...sideProblems(countSides(treeAfter(state, wanted)), "type"),
    ...(options.isPastAllowed ? [] : goneBy(coming, options.now)),
  ];
  return problems.length === 0 ? null : { outcome: "DOMAIN_ERROR", problems };
};

/** How many transmissions each side has, once one is as wanted. */
export const sidesAfter = (state: DialogState, wanted: NewTransmission) => {
  const { fromParty, fromOwner } = countSides(treeAfter(state, wanted));
  return { fromPartyTransmissionsCount: fromParty, fromServiceOwnerTransmissionsCount: fromOwner };
};

/** Whether a transmission is as wanted already. */
export const isUnchanged = (there: TransmissionRow, wanted: NewTransmission): boolean =>
  isDeepStrictEqual({ ...there }, { ...wanted, dialogId: there.dialogId });
