import { expect, it } from "vitest";
import type { FormDefinitionRow } from "../../../../drizzle/forms/tables.js";
import type { InstanceAccess } from "../../../../schema/instance-access-port.js";
import { PERSON_PREFIX } from "../../../../schema/urns.js";
import { checkDefinition } from "../../../../subgraphs/forms/index.js";
import { followAccess } from "../../../../subgraphs/forms/signing/follow-access.js";
import { createStatementSigner } from "../../../../subgraphs/forms/signing/statement.js";
import {
  readSignedReceipt,
  readSigningKeys,
  verifyReceipt,
} from "../../../../subgraphs/forms/signing/verify.js";
import { NOW, partyOf, personClaims } from "../../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { ALL_ACTIONS, type Filler, type FillingKit, FORM, openFilling, said } from "../filling-kit.js";
import { PLAIN_SCOPE, scopeOf, serviceOf } from "../forms.js";
import { ownerCall } from "../history/world.js";

/** Whoever is named signs; all of them. */
const BOARD_FORM: FormDefinitionRow = {
  ...FORM,
  tasks: [
    { elementId: "fill", type: "DATA", name: said("Fyll ut") },
    { elementId: "sign", type: "SIGNING", name: said("Signer"), signing: { signees: "NAMED" } },
    { elementId: "wait", type: "FEEDBACK", name: said("Behandling") },
  ],
};
const TWO_OF_THEM: FormDefinitionRow = {
  ...BOARD_FORM,
  tasks: BOARD_FORM.tasks.map((task) =>
    task.type === "SIGNING" ? { ...task, signing: { signees: "NAMED", minSignatures: 2 } } : task,
  ),
};

const ANSWERS = { applicant: { name: "Firma 0", phone: "12345678" }, kind: "HOUSE", area: 100 };
const SHOWN = `id state hashToSign currentTask { id } signatures { id signee statement signature keyId hash }
  signees { name taskId status signedAt declinedBecause isViewer } receipts { content }`;
const ERRORS = "errors { __typename message ... on FormStateConflict { reason } }";
const MUTATIONS = {
  name: ["nameFormSignees(input: $input)", "$input: NameFormSigneesInput!"],
  sign: ["signForm(id: $id, hash: $hash)", "$id: ID!, $hash: String!"],
  withdraw: ["withdrawFormSignature(id: $id)", "$id: ID!"],
  decline: ["declineFormSigning(id: $id, reason: $reason)", "$id: ID!, $reason: String"],
} as const;

const ask = async (by: Filler, name: keyof typeof MUTATIONS, variables: object) => {
  const [field, declared] = MUTATIONS[name];
  const query = `mutation(${declared}) { it: ${field} { instance { ${SHOWN} } ${ERRORS} } }`;
  return (await by.ask(query, variables)).data.it;
};

const show = async (by: Filler, id: string) => {
  const query = `query($r: [_Any!]!) { _entities(representations: $r) { ... on FormInstance { ${SHOWN} } } }`;
  return (await by.ask(query, { r: [{ __typename: "FormInstance", id }] })).data._entities[0];
};

const urnOf = (index: number): string => PERSON_PREFIX + String(personClaims(index)["pid"]);
/** Persons as the register of `openFilling` has them; what proves that they are known. */
const signee = (index: number) => ({ party: urnOf(index), lastName: `Person${index}` });

/** A filled-in form at its signing, with the people who have to do with it. */
const open = async (kit: FillingKit) => {
  const { person, store } = kit;
  const { instance } = await person.start();
  await person.save(instance.id, instance.revision, ANSWERS);
  for (let step = 0; step < 3; step++) await person.next(instance.id);
  const id: string = instance.id;
  const told: InstanceAccess[] = [];
  const access = new Map<string, string>();
  let isDown = false;
  const parts = {
    history: store.history,
    signatures: store.signatures,
    clock: () => NOW,
    ownerCall,
    instanceAccess: {
      setAccess: async (_call: unknown, wanted: InstanceAccess) => {
        if (isDown) throw new Error("Authorization is down.");
        told.push(wanted);
        access.set(wanted.to, wanted.actions.join(" "));
      },
    },
  };
  /** Somebody with no right but what the form let them in to. */
  const let_in = async (index: number) => {
    const actions = access.get(urnOf(index))?.split(" ").filter(Boolean) ?? [];
    const given = { party: partyOf(0), service: serviceOf(0), instanceRef: id, requiredLevel: 3 };
    const scope = scopeOf([], actions.includes("read") ? [given] : []);
    return kit.as(actions, scope, personClaims(index));
  };
  return {
    id,
    told,
    access,
    follow: () => followAccess(id, parts),
    down: (now: boolean) => {
      isDown = now;
    },
    as: let_in,
  };
};

const statusOf = (instance: { signees: { name: string; status: string }[] }): string[] =>
  instance.signees.map(({ name, status }) => `${name} ${status}`);

describeOnBothDatabases("a submission that named persons sign", (dialect) => {
  it("is seen and signed by those persons alone, and goes on when all have; the signatures can be checked", async () => {
    const kit = await openFilling(dialect, [BOARD_FORM]);
    const { id, as, follow, access, down, told } = await open(kit);
    const { person } = kit;
    const named = await ask(person, "name", { input: { id, signees: [signee(1), signee(2)] } });
    expect(named.errors).toEqual([]);
    expect(statusOf(named.instance)).toEqual(["Ola Person1 WAITING", "Ola Person2 WAITING"]);
    expect(await show(await as(1), id)).toBeNull();

    down(true);
    await expect(follow()).rejects.toThrow("Authorization is down.");
    down(false);
    await follow();
    expect(told.map(({ service, instanceRef, from }) => [service, instanceRef, from])).toEqual(
      [1, 2].map(() => [serviceOf(0), id, partyOf(0).urn]),
    );
    expect([...access]).toEqual([1, 2].map((index) => [urnOf(index), "read sign"]));

    // Whoever filled it in has every right to the party, and is not named.
    const { hashToSign: hash } = await show(person, id);
    expect((await ask(person, "sign", { id, hash })).errors).toMatchObject([
      { __typename: "FormActionForbidden" },
    ]);
    expect((await ask(await as(3), "sign", { id, hash })).errors).toMatchObject([
      { __typename: "FormInstanceNotFound" },
    ]);
    const first = await ask(await as(1), "sign", { id, hash });
    expect(first).toMatchObject({ errors: [], instance: { currentTask: { id: "sign" }, receipts: [] } });
    expect(first.instance.signees).toEqual([
      {
        name: "Ola Person1",
        taskId: "sign",
        status: "SIGNED",
        signedAt: new Date(NOW).toISOString(),
        declinedBecause: null,
        isViewer: true,
      },
      {
        name: "Ola Person2",
        taskId: "sign",
        status: "WAITING",
        signedAt: null,
        declinedBecause: null,
        isViewer: false,
      },
    ]);
    const last = await ask(await as(2), "sign", { id, hash });
    expect(last).toMatchObject({ errors: [], instance: { state: "AWAITING_FEEDBACK" } });
    const { receipts, signatures, signees } = last.instance;
    for (const index of [1, 2]) {
      expect(JSON.stringify([signatures, signees])).not.toContain(personClaims(index)["pid"]);
    }
    const keys = readSigningKeys({ keys: [createStatementSigner(new Uint8Array(32).fill(4)).jwk] });
    const checked = verifyReceipt(readSignedReceipt({ content: receipts[0].content, signatures }), keys);
    expect(checked.map(({ problem }) => problem)).toEqual([null, null]);
    // What they signed they may read for good, and sign no more.
    await follow();
    expect([...access.values()]).toEqual(["read", "read"]);
    expect(await show(await as(1), id)).toMatchObject({ state: "AWAITING_FEEDBACK" });
    const late = await ask(person, "name", { input: { id, signees: [signee(1)] } });
    expect(late.errors).toMatchObject([{ reason: "OTHER_TASK" }]);
  });

  it("may be declined and a signature withdrawn, and waits until enough have signed; who is named no more is out", async () => {
    const kit = await openFilling(dialect, [TWO_OF_THEM]);
    const { id, as, follow, access } = await open(kit);
    const { person } = kit;
    await ask(person, "name", { input: { id, signees: [signee(1), signee(2), signee(3)] } });
    await follow();
    const { hashToSign: hash } = await show(person, id);

    await ask(await as(1), "sign", { id, hash });
    expect((await ask(await as(2), "withdraw", { id })).errors).toMatchObject([{ reason: "NOT_SIGNED" }]);
    expect((await ask(await as(1), "decline", { id })).errors).toMatchObject([{ reason: "SIGNED" }]);
    const withdrawn = await ask(await as(1), "withdraw", { id });
    expect(withdrawn).toMatchObject({
      errors: [],
      instance: { signatures: [], currentTask: { id: "sign" } },
    });
    const reason = "Arealet er feil.";
    expect((await ask(await as(1), "decline", { id, reason: "x".repeat(501) })).errors).toHaveLength(1);
    const declined = await ask(await as(1), "decline", { id, reason });
    expect(declined.instance.signees[0]).toMatchObject({ status: "DECLINED", declinedBecause: reason });

    await ask(await as(2), "sign", { id, hash });
    const refused = await ask(person, "name", { input: { id, signees: [signee(1), signee(3)] } });
    expect(refused.errors).toMatchObject([{ reason: "SIGNED" }]);
    // Person 3 is taken off the list, and out of the submission; the other two remain, of whom two must sign.
    const fewer = await ask(person, "name", { input: { id, signees: [signee(1), signee(2)] } });
    expect(statusOf(fewer.instance)).toEqual(["Ola Person1 DECLINED", "Ola Person2 SIGNED"]);
    await follow();
    expect([...access.values()]).toEqual(["read sign", "read sign", ""]);
    expect((await ask(await as(3), "sign", { id, hash })).errors).toMatchObject([
      { __typename: "FormInstanceNotFound" },
    ]);
    // Going back ends what was declined and signed, and lets everybody out until it is there again.
    await person.back(id, true);
    await follow();
    expect([...access.values()]).toEqual(["", "", ""]);
    await person.next(id);
    await follow();
    const again = await show(person, id);
    expect(statusOf(again)).toEqual(["Ola Person1 WAITING", "Ola Person2 WAITING"]);
    for (const index of [1, 2]) await ask(await as(index), "sign", { id, hash: again.hashToSign });
    expect(await show(person, id)).toMatchObject({ state: "AWAITING_FEEDBACK" });
    const events = (await kit.store.filling.eventsOf(id)).map(({ kind }) => kind);
    expect(events.filter((kind) => kind.includes("SIGN"))).toEqual([
      "SIGNEES_NAMED",
      "SIGNED",
      "SIGNATURE_WITHDRAWN",
      "SIGNING_DECLINED",
      "SIGNED",
      "SIGNEES_NAMED",
      "SIGNATURES_DISCARDED",
      "SIGNED",
      "SIGNED",
    ]);
  });

  it("is never signed where nobody is named, and goes on where those who are left have signed", async () => {
    const kit = await openFilling(dialect, [BOARD_FORM]);
    const { id, as, follow } = await open(kit);
    const { person, owner } = kit;
    const { hashToSign: hash } = await show(person, id);
    expect((await ask(person, "sign", { id, hash })).errors).toHaveLength(1);
    // The service owner names whom it knows by number alone, when the register has them.
    const byNumber = [1, 2].map((index) => ({ party: urnOf(index) }));
    expect((await ask(person, "name", { input: { id, signees: byNumber } })).errors).toMatchObject([
      { __typename: "FormInputInvalid" },
    ]);
    expect((await ask(owner, "name", { input: { id, signees: byNumber } })).errors).toEqual([]);
    await follow();
    await ask(await as(2), "sign", { id, hash });
    const done = await ask(owner, "name", { input: { id, signees: byNumber.slice(1) } });
    expect(done.errors).toEqual([]);
    expect(await show(person, id)).toMatchObject({
      state: "AWAITING_FEEDBACK",
      signees: [{ name: "Ola Person2", status: "SIGNED" }],
    });
  });

  it("has its list from those who may say, with persons whom they know", async () => {
    const kit = await openFilling(dialect, [BOARD_FORM]);
    const { id } = await open(kit);
    const { person } = kit;
    const wrong = async (by: Filler, input: object) => (await ask(by, "name", { input })).errors;
    const guess = { party: urnOf(1), lastName: "Person2" };
    const nobody = { party: urnOf(8), lastName: "Person8" };
    const message = "There is no person of that number and last name at signees[0]. Check both.";
    for (const signees of [[guess], [nobody], [{ party: partyOf(1).urn, lastName: "1" }]]) {
      expect(await wrong(person, { id, signees })).toEqual([{ __typename: "FormInputInvalid", message }]);
    }
    expect(await wrong(person, { id, taskId: "fill", signees: [] })).toMatchObject([
      { message: "Say which task they sign in: sign." },
    ]);
    const unable = kit.as(ALL_ACTIONS.filter((action) => action !== "write"));
    expect(await wrong(unable, { id, signees: [signee(1)] })).toMatchObject([
      { __typename: "FormActionForbidden" },
    ]);
    const stranger = kit.as(ALL_ACTIONS, scopeOf([]));
    expect(await wrong(stranger, { id, signees: [signee(1)] })).toMatchObject([
      { __typename: "FormInstanceNotFound" },
    ]);
    expect((await show(kit.as(ALL_ACTIONS, PLAIN_SCOPE), id)).signees).toEqual([]);
  });
});

it("lets a definition say that persons are named, and how many of them sign", () => {
  const problemsOf = (signing: object) => {
    const { content, tasks, dataTypes, title, id, serviceResource: service } = BOARD_FORM;
    const signed = tasks.map((task) => (task.type === "SIGNING" ? { ...task, signing } : task));
    const checked = checkDefinition(
      JSON.stringify({ id, service, title, dataTypes, ...content, tasks: signed }),
    );
    return "problems" in checked ? checked.problems.map(({ path }) => path) : [];
  };
  expect(problemsOf({ signees: "NAMED" })).toEqual([]);
  expect(problemsOf({ signees: "NAMED", minSignatures: 2 })).toEqual([]);
  expect(problemsOf({ minSignatures: 1 })).toEqual([]);
  for (const wrong of [
    {},
    { signees: "ALL" },
    { minSignatures: 0 },
    { signees: "NAMED", minSignatures: 101 },
  ]) {
    expect(problemsOf(wrong)).toEqual(["/tasks/1/signing"]);
  }
});
