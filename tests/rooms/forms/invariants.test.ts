import fc from "fast-check";
import { expect, it } from "vitest";
import { columnsOf } from "../../../drizzle/columns.js";
import { type FormsTables, formsTables } from "../../../drizzle/forms/tables.js";
import type { FormTask } from "../../../drizzle/forms/values.js";
import type { JsonObject } from "../../../lib/json.js";
import { PERSON_PREFIX } from "../../../schema/urns.js";
import { advance, joined, taskOfHeld } from "../../../subgraphs/forms/rules/process.js";
import { snapshotOf } from "../../../subgraphs/forms/rules/snapshot.js";
import type { FormsStore } from "../../../subgraphs/forms/store.js";
import { NOW } from "../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { type FillingKit, FORM, openFilling, said } from "./filling-kit.js";
import { PLAIN_SCOPE } from "./forms.js";

/** Every kind of task that the party has, and the owner's. */
const TASKS: readonly FormTask[] = [
  { elementId: "fill", type: "DATA", name: said("Fyll ut") },
  { elementId: "look", type: "CONFIRMATION", name: said("Se over") },
  { elementId: "sign", type: "SIGNING", name: said("Signer"), signing: { minSignatures: 2 } },
  { elementId: "wait", type: "FEEDBACK", name: said("Behandling") },
  { elementId: "refused", type: "REJECT", name: said("Avvist") },
];
const LONG = { ...FORM, tasks: TASKS, content: FORM.content && { ...FORM.content, decisionRules: [] } };

/** What a filling-in must look like, told without a database: plain and slow. */
interface Model {
  answers: Record<string, unknown>;
  task: string | null;
  step: number;
  signed: number;
  sent: number;
  isDeleted: boolean;
}

type Step =
  | { do: "save"; field: "note" | "area"; value: string | number }
  | { do: "next" | "back" | "submit" | "sign" | "delete" | "undelete" | "return" | "reject" | "complete" };

const simple = fc
  .constantFrom(
    "next",
    "next",
    "next",
    "back",
    "submit",
    "submit",
    "sign",
    "sign",
    "delete",
    "undelete",
    "return",
    "reject",
    "complete",
  )
  .map((name): Step => ({ do: name as "next" }));
const save = fc.oneof(
  fc
    .string({ maxLength: 5 })
    .map((value): Step => ({ do: "save", field: "note", value: value.replaceAll("\u0000", "") })),
  fc.integer({ min: 1, max: 900 }).map((value): Step => ({ do: "save", field: "area", value })),
);

const ways = (...names: Step["do"][]): Step[] => names.map((name) => ({ do: name as "next" }));
const TO_SIGNING = ways("next", "next", "next", "next");
/** Where a run begins: chance alone seldom comes far. */
const beginning = fc.constantFrom<Step[]>(
  [],
  TO_SIGNING,
  [...TO_SIGNING, ...ways("sign")],
  [...TO_SIGNING, ...ways("sign", "sign", "return"), ...TO_SIGNING],
);

/** A valid house: three steps, so that the way is long. */
const STEPS = 3;
const BEGIN = { applicant: { phone: "12345678" }, kind: "HOUSE", area: 10, neighbours: [{ name: "Kari" }] };

/** What a step does to the model; `false` where it must be refused. */
const expected = (model: Model, step: Step): boolean => {
  const { task } = model;
  if (step.do === "undelete") {
    if (!model.isDeleted) return false;
    model.isDeleted = false;
    return true;
  }
  const isOwners = ["return", "reject", "complete"].includes(step.do);
  if (model.isDeleted) return false;
  switch (step.do) {
    case "save":
      if (task !== "fill") return false;
      model.answers[step.field] = step.value;
      return true;
    case "next":
      if (task === "fill" && model.step < STEPS - 1) model.step += 1;
      else if (task === "fill") Object.assign(model, { task: "look", step: -1 });
      else if (task === "look") Object.assign(model, { task: "sign", signed: 0 });
      else return false;
      return true;
    case "back":
      if (task === "fill" && model.step > 0) model.step -= 1;
      else if (task === "look") Object.assign(model, { task: "fill", step: STEPS - 1 });
      else if (task === "sign" && model.signed === 0) model.task = "look";
      else if (task === "refused") Object.assign(model, { task: "fill", step: STEPS - 1 });
      else return false;
      return true;
    case "sign":
      if (task !== "sign") return false;
      model.signed += 1;
      if (model.signed === 2) Object.assign(model, { task: "wait", sent: model.sent + 1 });
      return true;
    case "submit":
      return false; // it is sent by the last signature
    case "delete":
      if (task === "wait") return false;
      model.isDeleted = true;
      return true;
    default:
      if (!isOwners || task !== "wait") return false;
      if (step.do === "return") Object.assign(model, { task: "fill", step: 0 });
      else model.task = step.do === "reject" ? "refused" : null;
      return true;
  }
};

const STATES: Readonly<Record<string, string>> = {
  look: "IN_PROGRESS",
  sign: "IN_PROGRESS",
  wait: "AWAITING_FEEDBACK",
  refused: "REJECTED",
};

const stateOf = ({ isDeleted, task, sent }: Model): string => {
  if (isDeleted) return "DELETED";
  if (task === null) return "AWAITING_CONFIRMATION";
  return STATES[task] ?? (sent > 0 ? "IN_PROGRESS" : "DRAFT");
};

/** A signature, as the room's signing makes one: over the snapshot, the last of them goes on. */
const sign = async (
  store: FormsStore,
  signatures: FormsTables["signatures"],
  id: string,
  signee: number,
  newId: (at: number) => string,
) => {
  const actor = { kind: "PARTY" as const, urn: `${PERSON_PREFIX}${signee}` };
  const outcome = await store.filling.change(id, { system: true }, { now: NOW, newId }, (held, tx) => {
    const task = taskOfHeld(held);
    if (task?.type !== "SIGNING" || held.row.softDeletedAt !== null) return { refused: true };
    const { hash } = snapshotOf(held);
    const signed = {
      set: {},
      events: [{ kind: "SIGNED" as const, actor, taskId: task.elementId, details: { hash } }],
    };
    const isLast = held.signatureCount + 1 >= (task.signing?.minSignatures ?? 1);
    const row = {
      id: newId(NOW),
      instanceId: id,
      round: held.row.round,
      signee: actor.urn,
      signedAt: NOW,
      hash,
      statement: "{}",
      signature: "",
      keyId: "test",
      taskId: task.elementId,
      withdrawnAt: null,
    };
    return {
      ...(isLast ? joined(signed, advance(held, actor, NOW)) : signed),
      also: async () => {
        await tx.insert(signatures).values(row);
      },
    };
  });
  return outcome !== null && !("refused" in outcome);
};

const act = async (
  { person, owner, store }: FillingKit,
  signatures: FormsTables["signatures"],
  id: string,
  step: Step,
  n: number,
) => {
  const isDone = ({ errors }: { errors: readonly unknown[] }): boolean => errors.length === 0;
  switch (step.do) {
    case "save":
      return isDone(await person.save(id, await revisionOf(store, id), { [step.field]: step.value }));
    case "next":
      return isDone(await person.next(id));
    case "back":
      return isDone(await person.back(id));
    case "submit":
      return isDone(await person.submit(id, await revisionOf(store, id)));
    case "sign":
      return sign(
        store,
        signatures,
        id,
        n,
        (at) =>
          `00000000-0000-7000-8000-${String(at + n)
            .slice(-12)
            .padStart(12, "0")}`,
      );
    case "delete":
      return isDone(await person.named("deleteForm", id));
    case "undelete":
      return isDone(await person.named("undeleteForm", id));
    default:
      return isDone(await owner.feedback({ id, outcome: step.do.toUpperCase() }));
  }
};

const revisionOf = async (store: FormsStore, id: string): Promise<number> =>
  (await rowOf(store, id)).changeCount;

const rowOf = async (store: FormsStore, id: string) => {
  const [row] = await store.instancesByIds([id], { scope: PLAIN_SCOPE, now: NOW });
  if (row === undefined) throw new Error("It is gone.");
  return row;
};

describeOnBothDatabases("any way through a form", (dialect) => {
  it("loses nothing, changes nothing that was signed or sent, and is in the state that the table says", async () => {
    const kit = await openFilling(dialect, [LONG]);
    const { person, store } = kit;
    const { signatures } = formsTables(columnsOf(dialect));
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(
        beginning,
        fc.array(fc.oneof({ weight: 5, arbitrary: simple }, { weight: 2, arbitrary: save }), {
          minLength: 5,
          maxLength: 15,
        }),
        async (begin, more) => {
          const steps = [...begin, ...more];
          runs += 1;
          const { instance } = await person.start({ answers: BEGIN });
          const { id } = instance;
          const model: Model = {
            answers: { ...instance.answers },
            task: "fill",
            step: 0,
            signed: 0,
            sent: 0,
            isDeleted: false,
          };
          let receipts: readonly unknown[] = [];
          let signedHash: string | null = null;
          for (const [index, step] of steps.entries()) {
            const mayBeDone = expected(model, step);
            expect([step, await act(kit, signatures, id, step, runs * 100 + index)]).toEqual([
              step,
              mayBeDone,
            ]);
            const row = await rowOf(store, id);
            const answers: JsonObject = (await store.filling.answersOf([id]))[0]?.answers ?? {};
            expect(answers).toEqual(model.answers);
            expect(row.currentTaskId).toBe(model.task);
            const sent = await store.filling.submissionsOf([id]);
            expect(sent.slice(0, receipts.length)).toEqual(receipts);
            expect(sent).toHaveLength(model.sent);
            receipts = sent;
            const snapshot = snapshotOf({ row, definition: LONG, answers });
            if (step.do === "sign" && mayBeDone && model.signed === 1) signedHash = snapshot.hash;
            if (model.task === "sign" && model.signed > 0) expect(snapshot.hash).toBe(signedHash);
            if (step.do === "sign" && mayBeDone && model.signed === 2)
              expect(sent.at(-1)?.hash).toBe(signedHash);
          }
          const events = await store.filling.eventsOf(id);
          expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_event, index) => index + 1));
          expect(events.filter(({ kind }) => kind === "SUBMITTED")).toHaveLength(model.sent);
          const shown = await person.ask(
            "query($r: [_Any!]!) { _entities(representations: $r) { ... on FormInstance { state } } }",
            { r: [{ __typename: "FormInstance", id }] },
          );
          expect(shown.data._entities).toEqual([{ state: stateOf(model) }]);
        },
      ),
      { numRuns: 16, seed: 7 },
    );
  });
});
