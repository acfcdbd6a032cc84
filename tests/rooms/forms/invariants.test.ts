import { eq } from "drizzle-orm";
import fc from "fast-check";
import { expect, it } from "vitest";
import { columnsOf, type Dialect } from "../../../drizzle/columns.js";
import { dialogsTables } from "../../../drizzle/dialogs/tables.js";
import type { FormTask } from "../../../drizzle/forms/values.js";
import { idFromName } from "../../../lib/ids.js";
import type { JsonObject } from "../../../lib/json.js";
import { createDialogsPort, DialogStore } from "../../../subgraphs/dialogs/index.js";
import { followInstance } from "../../../subgraphs/forms/history/follow.js";
import { snapshotOf } from "../../../subgraphs/forms/rules/snapshot.js";
import type { FormsStore } from "../../../subgraphs/forms/store.js";
import { NOW, personClaims } from "../../kit/ask-room.js";
import { describeOnBothDatabases, openTestDatabase } from "../../kit/databases.js";
import { ALL_ACTIONS, type Filler, type FillingKit, FORM, openFilling, said } from "./filling-kit.js";
import { PLAIN_SCOPE } from "./forms.js";
import { links, ownerCall, services } from "./history/world.js";

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
  /** Who has signed in this visit to the task. */
  signedBy: Set<number>;
  sent: number;
  isDeleted: boolean;
  isConfirmed: boolean;
}

type Step =
  | { do: "save"; field: "note" | "area"; value: string | number }
  | { do: "sign" | "withdraw"; by: 0 | 1 }
  | {
      do:
        | "next"
        | "back"
        | "reopen"
        | "submit"
        | "delete"
        | "undelete"
        | "return"
        | "reject"
        | "complete"
        | "confirm";
    };

const simple = fc
  .constantFrom(
    "next",
    "next",
    "next",
    "back",
    "reopen",
    "submit",
    "submit",
    "delete",
    "undelete",
    "return",
    "reject",
    "complete",
    "confirm",
  )
  .map((name): Step => ({ do: name as "next" }));
const signing = fc.record({
  do: fc.constantFrom("sign" as const, "sign" as const, "sign" as const, "withdraw" as const),
  by: fc.constantFrom(0 as const, 1 as const),
});
const save = fc.oneof(
  fc
    .string({ maxLength: 5 })
    .map((value): Step => ({ do: "save", field: "note", value: value.replaceAll("\u0000", "") })),
  fc.integer({ min: 1, max: 900 }).map((value): Step => ({ do: "save", field: "area", value })),
);

const ways = (...names: string[]): Step[] =>
  names.map((name) =>
    name === "sign 0" || name === "sign 1"
      ? { do: "sign", by: name === "sign 0" ? 0 : 1 }
      : { do: name as "next" },
  );
const TO_SIGNING = ways("next", "next", "next", "next");
/** Where a run begins: chance alone seldom comes far. */
const beginning = fc.constantFrom<Step[]>(
  [],
  TO_SIGNING,
  [...TO_SIGNING, ...ways("sign 1")],
  [...TO_SIGNING, ...ways("sign 0", "sign 1", "return"), ...TO_SIGNING],
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
  if (step.do === "confirm") {
    if (task !== null) return false;
    model.isConfirmed = true;
    return true;
  }
  switch (step.do) {
    case "save":
      if (task !== "fill") return false;
      model.answers[step.field] = step.value;
      return true;
    case "next":
      if (task === "fill" && model.step < STEPS - 1) model.step += 1;
      else if (task === "fill") Object.assign(model, { task: "look", step: -1 });
      else if (task === "look") Object.assign(model, { task: "sign", signedBy: new Set() });
      else return false;
      return true;
    case "back":
      if (task === "fill" && model.step > 0) model.step -= 1;
      else if (task === "look") Object.assign(model, { task: "fill", step: STEPS - 1 });
      else if (task === "sign" && model.signedBy.size === 0) model.task = "look";
      else if (task === "refused") Object.assign(model, { task: "fill", step: STEPS - 1 });
      else return false;
      return true;
    case "reopen":
      if (task === "sign") {
        Object.assign(model, { task: "look", signedBy: new Set() });
        return true;
      }
      return expected(model, { do: "back" });
    case "sign":
      if (task !== "sign" || model.signedBy.has(step.by)) return false;
      model.signedBy.add(step.by);
      if (model.signedBy.size === 2) Object.assign(model, { task: "wait", sent: model.sent + 1 });
      return true;
    case "withdraw":
      return task === "sign" && model.signedBy.delete(step.by);
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

const stateOf = ({ isDeleted, isConfirmed, task, sent }: Model): string => {
  if (isDeleted) return "DELETED";
  if (task === null) return isConfirmed ? "COMPLETED" : "AWAITING_CONFIRMATION";
  return STATES[task] ?? (sent > 0 ? "IN_PROGRESS" : "DRAFT");
};

/** What the dialog of a submission in a state has as its status. */
const STATUSES: Readonly<Record<string, string>> = {
  DRAFT: "DRAFT",
  IN_PROGRESS: "IN_PROGRESS",
  AWAITING_FEEDBACK: "AWAITING",
  REJECTED: "REQUIRES_ATTENTION",
  AWAITING_CONFIRMATION: "AWAITING",
  COMPLETED: "COMPLETED",
};

/** The dialogs that submissions have, and the way to them. */
const openDialogs = async (dialect: Dialect, store: FormsStore) => {
  const { database } = await openTestDatabase(dialect, "dialogs");
  const clock = () => NOW;
  let ids = 0;
  const newId = (at: number) => idFromName(`dialog part ${ids++}`, at);
  const dialogs = createDialogsPort({ store: new DialogStore(database), services, clock, newId });
  const { dialogs: table } = dialogsTables(columnsOf(dialect));
  return {
    follow: (id: string) => followInstance(id, { store: store.history, dialogs, links, clock, ownerCall }),
    of: (id: string) => database.read.select().from(table).where(eq(table.instanceRef, id)),
  };
};

const SIGNING = {
  sign: ["signForm(id: $id, hash: $hash)", ", $hash: String!"],
  withdraw: ["withdrawFormSignature(id: $id)", ""],
} as const;

const act = async (
  { person, owner, store }: FillingKit,
  signees: readonly Filler[],
  id: string,
  step: Step,
) => {
  const isDone = ({ errors }: { errors: readonly unknown[] }): boolean => errors.length === 0;
  switch (step.do) {
    case "save":
      return isDone(await person.save(id, await revisionOf(store, id), { [step.field]: step.value }));
    case "next":
      return isDone(await person.next(id));
    case "back":
      return isDone(await person.back(id));
    case "reopen":
      return isDone(await person.back(id, true));
    case "submit":
      return isDone(await person.submit(id, await revisionOf(store, id)));
    case "sign":
    case "withdraw": {
      const [field, declared] = SIGNING[step.do];
      const answers = (await store.filling.answersOf([id]))[0]?.answers ?? {};
      const { hash } = snapshotOf({ row: await rowOf(store, id), definition: LONG, answers });
      const signee = signees[step.by] ?? person;
      const mutation = `mutation($id: ID!${declared}) { it: ${field} { errors { message } } }`;
      return isDone((await signee.ask(mutation, { id, hash })).data.it);
    }
    case "delete":
      return isDone(await person.named("deleteForm", id));
    case "undelete":
      return isDone(await person.named("undeleteForm", id));
    case "confirm":
      return isDone(await owner.named("confirmForm", id));
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
  it("loses nothing, changes nothing that was signed or sent, is in the state that the table says, and has one dialog that says so", async () => {
    const kit = await openFilling(dialect, [LONG]);
    const { person, store } = kit;
    const dialogs = await openDialogs(dialect, store);
    const signees = [person, kit.as(ALL_ACTIONS, PLAIN_SCOPE, personClaims(1))];
    /** What must hold of a submission's dialog, once it has followed. */
    const checkDialog = async (id: string, model: Model) => {
      await dialogs.follow(id);
      const found = await dialogs.of(id);
      if (model.isDeleted) {
        // One that was deleted before anybody told of it has none.
        expect(found.filter(({ deletedAt }) => deletedAt === null)).toEqual([]);
        expect(found.length).toBeLessThanOrEqual(1);
      } else {
        expect(found.map(({ status, deletedAt }) => [status, deletedAt])).toEqual([
          [STATUSES[stateOf(model)], null],
        ]);
      }
    };
    await fc.assert(
      fc.asyncProperty(
        beginning,
        fc.array(
          fc.oneof(
            { weight: 5, arbitrary: simple },
            { weight: 2, arbitrary: signing },
            { weight: 2, arbitrary: save },
          ),
          { minLength: 5, maxLength: 15 },
        ),
        async (begin, more) => {
          const { instance } = await person.start({ answers: BEGIN });
          const { id } = instance;
          const model: Model = {
            answers: { ...instance.answers },
            task: "fill",
            step: 0,
            signedBy: new Set(),
            sent: 0,
            isDeleted: false,
            isConfirmed: false,
          };
          let receipts: readonly unknown[] = [];
          let signedHash: string | null = null;
          for (const [index, step] of [...begin, ...more].entries()) {
            const mayBeDone = expected(model, step);
            expect([step, await act(kit, signees, id, step)]).toEqual([step, mayBeDone]);
            const row = await rowOf(store, id);
            const answers: JsonObject = (await store.filling.answersOf([id]))[0]?.answers ?? {};
            expect(answers).toEqual(model.answers);
            expect(row.currentTaskId).toBe(model.task);
            const sent = await store.filling.submissionsOf([id]);
            expect(sent.slice(0, receipts.length)).toEqual(receipts);
            expect(sent).toHaveLength(model.sent);
            receipts = sent;
            const given = (await store.signatures.ofInstances([id])).filter(
              ({ round }) => round === row.round,
            );
            if (model.task === "sign") {
              expect(given).toHaveLength(model.signedBy.size);
              const { hash } = snapshotOf({ row, definition: LONG, answers });
              signedHash = model.signedBy.size === 0 ? null : (signedHash ?? hash);
              if (signedHash !== null) expect(hash).toBe(signedHash);
              for (const one of given) expect(one.hash).toBe(hash);
            }
            // What was sent is what was signed, by both.
            if (step.do === "sign" && mayBeDone && model.task === "wait") {
              const last = sent.at(-1);
              expect(last?.hash).toBe(signedHash);
              const signed = (await store.signatures.ofInstances([id])).filter(
                ({ hash }) => hash === last?.hash,
              );
              expect(new Set(signed.map(({ signee }) => signee)).size).toBe(2);
            }
            if (index % 5 === 4) await checkDialog(id, model);
          }
          await checkDialog(id, model);
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
  }, 60_000);
});
