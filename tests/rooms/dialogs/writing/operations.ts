import fc from "fast-check";

export type Label = "DEFAULT" | "BIN" | "ARCHIVE" | "MARKED_AS_UNOPENED" | "SENT";

/** Something that happens to a dialog. */
export type Operation =
  | { readonly kind: "WAIT"; readonly millis: number }
  | {
      readonly kind: "REPLACE";
      readonly title: number;
      readonly reference: number;
      readonly status: string;
      readonly isSilent: boolean;
    }
  | { readonly kind: "TRANSMIT"; readonly type: string; readonly isSilent: boolean }
  | { readonly kind: "OPEN"; readonly which: number; readonly isSilent: boolean }
  | { readonly kind: "LABEL"; readonly add: readonly Label[]; readonly remove: readonly Label[] }
  | { readonly kind: "SEE"; readonly who: string }
  | { readonly kind: "OWNER_LABEL"; readonly action: "add" | "remove"; readonly label: string }
  | { readonly kind: "REMOVE" }
  | { readonly kind: "RESTORE" }
  | { readonly kind: "COME_LATE"; readonly title: number };

const peoplesLabel = fc.constantFrom<Label>("DEFAULT", "BIN", "ARCHIVE", "MARKED_AS_UNOPENED");
const seldom = fc.integer({ min: 0, max: 3 }).map((n) => n === 0);

/** Any operation; those that reach most states most often. */
export const anOperation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ kind: fc.constant("WAIT" as const), millis: fc.integer({ min: 1, max: 86_400_000 }) }),
  fc.record({
    kind: fc.constant("REPLACE" as const),
    title: fc.integer({ min: 0, max: 1 }),
    reference: fc.integer({ min: 0, max: 1 }),
    status: fc.constantFrom("NotApplicable", "Draft"),
    isSilent: seldom,
  }),
  fc.record({
    kind: fc.constant("TRANSMIT" as const),
    type: fc.constantFrom("Information", "Submission", "Correction", "Decision"),
    isSilent: seldom,
  }),
  fc.record({ kind: fc.constant("OPEN" as const), which: fc.nat({ max: 5 }), isSilent: seldom }),
  fc.record({
    kind: fc.constant("LABEL" as const),
    add: fc.array(peoplesLabel, { maxLength: 3 }),
    remove: fc.array(peoplesLabel, { maxLength: 2 }),
  }),
  fc.record({ kind: fc.constant("SEE" as const), who: fc.constantFrom("kari", "ola") }),
  fc.record({
    kind: fc.constant("OWNER_LABEL" as const),
    action: fc.constantFrom("add" as const, "remove" as const),
    label: fc.constantFrom("one", "two"),
  }),
  fc.constant({ kind: "REMOVE" as const }),
  fc.constant({ kind: "RESTORE" as const }),
  fc.record({ kind: fc.constant("COME_LATE" as const), title: fc.integer({ min: 2, max: 3 }) }),
);
