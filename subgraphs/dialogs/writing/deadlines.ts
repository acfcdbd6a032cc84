import { isDeepStrictEqual } from "node:util";
import type { DeadlineRow } from "../../../drizzle/dialogs/tables.js";
import { type DeclaredDeadline, DUE_KEY } from "../rules/deadlines.js";
import type { OwnerCall, WriteOptions } from "./calls.js";
import type { Refusal, Written } from "./outcomes.js";
import { deadlinesBody } from "./reading/deadlines.js";
import { refusedEntry } from "./rules/entering.js";
import { finished, NOTHING } from "./rules/finish.js";
import { ownerChanging, readBody, type Workshop } from "./workshop.js";

/** What an owner says of a deadline, without what we add. */
const said = ({
  key,
  kind,
  dueAt,
  amount,
  currency,
  kid,
  account,
  isMetByOwnerOnly,
}: DeclaredDeadline | DeadlineRow) => ({
  key,
  kind,
  dueAt,
  amount,
  currency,
  kid,
  account,
  isMetByOwnerOnly,
});

const byKey = (one: { readonly key: string }, other: { readonly key: string }): number =>
  one.key < other.key ? -1 : 1;

const isSaidAlready = (declared: readonly DeclaredDeadline[], known: readonly DeadlineRow[]): boolean =>
  isDeepStrictEqual(
    [...declared].sort(byKey).map((one) => [said(one), one.metAt]),
    known
      .filter(({ key }) => key !== DUE_KEY)
      .sort(byKey)
      .map((one) => [said(one), one.ownerMetAt]),
  );

/** PUT: the owner's own deadlines become what the body says. What is said again changes nothing. */
export const setDeadlines = (
  workshop: Workshop,
  call: OwnerCall,
  dialogId: string,
  body: unknown,
  options: WriteOptions,
): Promise<Written | Refusal> => {
  const changing = ownerChanging(workshop, call, options);
  const read = readBody(deadlinesBody, body, call, changing);
  if ("refusal" in read) return Promise.resolve(read.refusal);
  const { input } = read;
  return workshop.store.writes.change<Written | Refusal>(
    dialogId,
    {
      wanted: { withDeadlines: true },
      refuse: (row) => refusedEntry(dialogId, row, call, options),
      decide: (state) => {
        if (isSaidAlready(input, state.facts.deadlines)) {
          return { answer: { outcome: "WRITTEN", revision: state.row.revision }, change: null };
        }
        const change = finished(state, { ...NOTHING, declaredDeadlines: input }, changing);
        return {
          answer: { outcome: "WRITTEN", revision: change.row.revision ?? state.row.revision },
          change,
        };
      },
    },
    workshop.newId,
  );
};
