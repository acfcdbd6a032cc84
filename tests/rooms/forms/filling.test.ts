import { expect, it } from "vitest";
import { partyOf } from "../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { ALL_ACTIONS, type Filler, openFilling } from "./filling-kit.js";
import { groupOf, PLAIN_SCOPE, scopeOf, serviceOf } from "./forms.js";

const SHED = { applicant: { phone: "12345678" }, kind: "SHED" };
const HOUSE = { applicant: { phone: "12345678" }, kind: "HOUSE", area: 100, neighbours: [{ name: "Kari" }] };

/** Fills in, and goes on as far as to the look-over. */
const toLookOver = async (person: Filler, answers: object) => {
  const { instance } = await person.start();
  const { id } = instance;
  await person.save(id, 0, answers);
  for (let steps = 0; steps < 3; steps += 1) {
    const gone = await person.next(id);
    if (gone.instance.currentTask.id === "look") return gone.instance;
  }
  throw new Error("It did not come to the look-over.");
};

const sent = async (person: Filler, answers: object) => {
  const { id, revision } = await toLookOver(person, answers);
  return (await person.submit(id, revision)).instance;
};

const codes = (answer: { errors: readonly { __typename: string; reason?: string }[] }) =>
  answer.errors.map(({ __typename, reason }) => reason ?? __typename);

describeOnBothDatabases("filling in a form", (dialect) => {
  it("begins with what is known, goes step by step, and tells in three languages what is missing", async () => {
    const { person, asked } = await openFilling(dialect);
    const { instance, errors } = await person.start();
    expect(errors).toEqual([]);
    expect(instance).toMatchObject({
      revision: 0,
      state: "DRAFT",
      answers: { applicant: { name: "Firma 0", number: partyOf(0).urn.slice(-9) } },
      currentTask: { id: "fill" },
      currentStep: { id: "who" },
      prefilled: [
        { path: "/applicant/name", source: "PARTY" },
        { path: "/applicant/number", source: "PARTY" },
      ],
      missing: [
        { path: "/applicant/phone", code: "required", stepId: "who", message: "Phone: must be filled in." },
        { path: "/kind", code: "required", stepId: "what" },
      ],
    });
    expect(asked).toEqual([
      {
        party: partyOf(0).urn,
        service: serviceOf(0),
        action: "instantiate",
        instanceRef: null,
        attribute: null,
      },
    ]);

    await person.save(instance.id, 0, { applicant: { name: "Nytt navn", phone: "tull" } });
    const refused = await person.next(instance.id);
    expect(refused.errors).toMatchObject([{ problems: [{ path: "/applicant/phone", code: "pattern" }] }]);
    const said = await person.ask(
      `query($r: [_Any!]!) { _entities(representations: $r) { ... on FormInstance { prefilled { path }
         problems(step: "who") { nb: message(lang: "nb") nn: message(lang: "nn") en: message(lang: "en") } } } }`,
      { r: [{ __typename: "FormInstance", id: instance.id }] },
    );
    expect(said.data._entities).toEqual([
      {
        prefilled: [{ path: "/applicant/number" }],
        problems: [
          {
            nb: "Telefon skrives med åtte siffer.",
            nn: "Telefon blir skrive med åtte siffer.",
            en: "A phone number has eight digits.",
          },
        ],
      },
    ]);
  });

  it("asks only what is relevant, keeps the rest in the draft, and sends none of it", async () => {
    const { person, store } = await openFilling(dialect);
    const { instance } = await person.start({ answers: HOUSE });
    const { id } = instance;
    await person.next(id);
    expect((await person.next(id)).instance.currentStep).toEqual({ id: "neighbours" });
    const shed = await person.save(id, 2, { kind: "SHED" });
    expect(shed.instance.answers.neighbours).toEqual([{ name: "Kari" }]);
    expect((await person.back(id)).instance.currentStep).toEqual({ id: "what" });
    const over = await person.next(id);
    expect(over.instance.currentTask).toEqual({ id: "look" });
    const { instance: receipt } = await person.submit(id, over.instance.revision);
    const [submission] = await store.filling.submissionsOf([id]);
    expect(JSON.parse(submission?.snapshot ?? "")).toEqual({
      instance: id,
      form: { id: "tst/shed", version: 1, hash: "f".repeat(64) },
      answers: {
        applicant: { name: "Firma 0", number: partyOf(0).urn.slice(-9), phone: "12345678" },
        kind: "SHED",
      },
      attachments: [],
    });
    expect(receipt.receipts).toEqual([{ number: 1, hash: submission?.hash }]);
  });

  it("is decided by the agency's rule when it is sent, with its grounds and the values it rests on", async () => {
    const { person, store } = await openFilling(dialect);
    const done = await sent(person, SHED);
    expect(done).toMatchObject({
      state: "COMPLETED",
      currentTask: null,
      substatus: { label: "Approved", description: "A shed needs no more." },
      decisions: [
        {
          outcome: "APPROVED",
          ruleId: "shed",
          values: [{ path: "/kind", value: "SHED" }],
          passedOver: [],
          legalBasis: "pbl. § 20-4",
        },
      ],
    });
    const events = await store.filling.eventsOf(done.id);
    expect(
      events.map(({ sequence, kind, actorKind, taskId }) => [sequence, kind, actorKind, taskId]),
    ).toEqual([
      [1, "STARTED", "PARTY", "fill"],
      [2, "TASK_STARTED", "PARTY", "fill"],
      [3, "SAVED", "PARTY", "fill"],
      [4, "TASK_STARTED", "PARTY", "look"],
      [5, "SUBMITTED", "PARTY", "look"],
      [6, "TASK_STARTED", "PARTY", "wait"],
      [7, "DECIDED", "SYSTEM", null],
      [8, "ENDED", "SYSTEM", null],
    ]);
    const castle = await sent(person, { ...HOUSE, area: 3000 });
    expect(castle).toMatchObject({
      state: "REJECTED",
      decisions: [{ ruleId: "castle", passedOver: ["shed"] }],
    });
    const house = await sent(person, HOUSE);
    expect(house).toMatchObject({ state: "AWAITING_FEEDBACK", decisions: [] });
  });

  it("merges what two tabs change in different places, and tells what both changed, with both values", async () => {
    const { person } = await openFilling(dialect);
    const { instance } = await person.start({ answers: HOUSE });
    const { id } = instance;
    await person.save(id, 0, {
      applicant: { name: "Fra den ene" },
      neighbours: [{ name: "Kari" }, { name: "Ola" }],
    });
    const other = await person.save(id, 0, { applicant: { name: "Fra den andre" }, area: 120 }, [
      { path: "/neighbours/0/name", value: "Kåre" },
    ]);
    expect(other.conflicts).toEqual([
      { path: "/applicant/name", yours: "Fra den andre", theirs: "Fra den ene" },
      { path: "/neighbours/0/name", yours: "Kåre", theirs: "Kari" },
    ]);
    expect(other.instance).toMatchObject({
      revision: 2,
      answers: {
        applicant: { name: "Fra den ene" },
        area: 120,
        neighbours: [{ name: "Kari" }, { name: "Ola" }],
      },
    });
    const again = await person.save(id, 2, { applicant: { name: "Fra den andre" } });
    expect(again).toMatchObject({
      conflicts: [],
      instance: { revision: 3, answers: { applicant: { name: "Fra den andre" } } },
    });
    // The same values again, from a tab that is behind: nothing to save, and nothing to quarrel about.
    const same = await person.save(id, 0, { applicant: { name: "Fra den andre" } });
    expect(same).toMatchObject({ conflicts: [], errors: [], instance: { revision: 3 } });
  });

  it("loses nothing of many saves at once", async () => {
    const { person } = await openFilling(dialect);
    const { instance } = await person.start();
    const { id } = instance;
    const saves = [{ kind: "HOUSE" }, { area: 7 }, { note: "n" }, { applicant: { phone: "87654321" } }];
    const done = await Promise.all(saves.map((answers) => person.save(id, 0, answers)));
    expect(done.flatMap(({ conflicts, errors }) => [...conflicts, ...errors])).toEqual([]);
    const last = await person.save(id, 0, {});
    expect(last.instance).toMatchObject({
      revision: 4,
      answers: { kind: "HOUSE", area: 7, note: "n", applicant: { name: "Firma 0", phone: "87654321" } },
    });
  });

  it("begins once for one key, and refuses the key for something else", async () => {
    const { person } = await openFilling(dialect);
    const [one, two] = await Promise.all([
      person.start({ idempotencyKey: "k", answers: SHED }),
      person.start({ idempotencyKey: "k", answers: SHED }),
    ]);
    expect(two.instance.id).toBe(one.instance.id);
    expect(codes(await person.start({ idempotencyKey: "k", answers: HOUSE }))).toEqual(["KEY_USED"]);
    expect((await person.start({ answers: SHED })).instance.id).not.toBe(one.instance.id);
  });

  it("is refused to those who may not, and hidden from those who may not see it", async () => {
    const { person, as, store } = await openFilling(dialect);
    const { instance } = await person.start({ answers: SHED });
    const { id } = instance;
    const before = await store.filling.eventsOf(id);
    const reader = as(["read"]);
    const weak = as(ALL_ACTIONS, { ...PLAIN_SCOPE, level: 3 }, { ...person.claims, acr: "idporten-loa-low" });
    const stranger = as(ALL_ACTIONS, scopeOf([groupOf([partyOf(1)], { [serviceOf(0)]: 3 })]));
    const otherService = as(ALL_ACTIONS, scopeOf([groupOf([partyOf(0)], { [serviceOf(1)]: 3 })]));
    for (const [who, expected] of [
      [reader, "FormActionForbidden"],
      [weak, "FormActionForbidden"],
      [stranger, "FormInstanceNotFound"],
      [otherService, "FormInstanceNotFound"],
    ] as const) {
      const answers = [
        await who.save(id, 0, { note: "x" }),
        await who.next(id),
        await who.back(id),
        await who.submit(id, 0),
        await who.named("deleteForm", id),
        await who.named("undeleteForm", id),
        await who.named("copyForm", id),
      ];
      expect(answers.flatMap(codes)).toEqual(answers.map(() => expected));
    }
    expect((await weak.next(id)).errors).toMatchObject([{ action: "write", requiredLevel: 3 }]);
    expect(codes(await reader.start())).toEqual(["FormActionForbidden"]);
    expect(codes(await stranger.start())).toEqual(["FormInstanceNotFound"]);
    expect(await store.filling.eventsOf(id)).toEqual(before);
  });

  it("lets the service owner alone answer, for its own services alone", async () => {
    const { person, owner, as } = await openFilling(dialect);
    const house = await sent(person, HOUSE);
    const feedback = { id: house.id, outcome: "REJECT", label: { nb: "Nei" } };
    expect(codes(await person.feedback(feedback))).toEqual(["FormActionForbidden"]);
    expect(codes(await person.named("confirmForm", house.id))).toEqual(["FormActionForbidden"]);
    const noScope = as([], undefined, { ...owner.claims, scope: "" });
    expect(codes(await noScope.feedback(feedback))).toEqual(["FormActionForbidden"]);
    expect(codes(await owner.named("confirmForm", house.id))).toEqual(["OTHER_TASK"]);
    const rejected = await owner.feedback(feedback);
    expect(rejected.instance).toMatchObject({ state: "REJECTED", substatus: { label: "Nei" } });
    expect(codes(await owner.feedback(feedback))).toEqual(["OTHER_TASK"]);
  });

  it("goes back to be mended and is sent anew, and each receipt stays as it was", async () => {
    const { person, owner, store } = await openFilling(dialect);
    const house = await sent(person, HOUSE);
    const returned = await owner.feedback({ id: house.id, outcome: "RETURN", label: { nb: "Mangler" } });
    expect(returned.instance).toMatchObject({ state: "IN_PROGRESS", currentTask: { id: "fill" } });
    const [first] = await store.filling.submissionsOf([house.id]);
    await person.save(house.id, returned.instance.revision, { area: 90 });
    for (let i = 0; i < 3; i += 1) await person.next(house.id);
    const again = await person.save(house.id, 0, {});
    expect(codes(again)).toEqual(["OTHER_TASK"]);
    const over = await person.back(house.id);
    expect(over.instance.currentStep).toEqual({ id: "neighbours" });
    const looked = await person.next(house.id);
    const resent = await person.submit(house.id, looked.instance.revision);
    expect(resent.instance.receipts).toEqual([
      { number: 1, hash: first?.hash },
      { number: 2, hash: expect.not.stringMatching(first?.hash ?? "") },
    ]);
    expect((await store.filling.submissionsOf([house.id]))[0]).toEqual(first);
    const done = await owner.feedback({ id: house.id, outcome: "CONTINUE" });
    expect(done.instance.state).toBe("AWAITING_CONFIRMATION");
    expect((await owner.named("confirmForm", house.id)).instance.state).toBe("COMPLETED");
    expect(codes(await person.save(house.id, 0, { area: 1 }))).toEqual(["SENT"]);
  });

  it("is filled in by several, each seeing and doing only what they may", async () => {
    const { person, as } = await openFilling(dialect);
    const { instance } = await person.start({ answers: SHED });
    const other = await person.start({ answers: SHED });
    const { id } = instance;
    const given = (requiredLevel: number) =>
      scopeOf([], [{ party: partyOf(0), service: serviceOf(0), instanceRef: id, requiredLevel }]);
    const helper = as(["read", "write"], given(3));
    expect((await helper.save(id, 0, { note: "Fra hjelperen" })).instance.answers.note).toBe("Fra hjelperen");
    expect(codes(await helper.save(other.instance.id, 0, { note: "x" }))).toEqual(["FormInstanceNotFound"]);
    expect(codes(await as(["read", "write"], given(5)).save(id, 0, { note: "x" }))).toEqual([
      "FormInstanceNotFound",
    ]);
    await helper.next(id);
    const over = await helper.next(id);
    expect(over.instance.currentTask).toEqual({ id: "look" });
    expect((await helper.submit(id, over.instance.revision)).errors).toMatchObject([{ action: "confirm" }]);
    expect(codes(await helper.named("copyForm", id))).toEqual(["FormActionForbidden"]);
    expect((await person.submit(id, over.instance.revision)).instance.state).toBe("COMPLETED");
  });

  it("is put away, brought back, thrown away and copied", async () => {
    const { person, store } = await openFilling(dialect);
    const { instance } = await person.start({ answers: SHED });
    expect((await person.named("deleteForm", instance.id)).instance.state).toBe("DELETED");
    expect(codes(await person.save(instance.id, 0, { note: "x" }))).toEqual(["DELETED"]);
    expect((await person.named("undeleteForm", instance.id)).instance.state).toBe("DRAFT");
    expect(codes(await person.named("undeleteForm", instance.id))).toEqual(["NOT_DELETED"]);
    await person.named("deleteForm", instance.id, ", permanently: true");
    expect(codes(await person.named("undeleteForm", instance.id))).toEqual(["FormInstanceNotFound"]);
    expect((await store.filling.answersOf([instance.id]))[0]).toMatchObject({ answers: {} });

    const done = await sent(person, SHED);
    expect(codes(await person.named("deleteForm", done.id, ", permanently: true"))).toEqual(["SENT"]);
    const copy = await person.named("copyForm", done.id);
    expect(copy.instance).toMatchObject({
      state: "DRAFT",
      revision: 0,
      answers: { applicant: { phone: "12345678" }, kind: "SHED" },
      prefilled: expect.arrayContaining([{ path: "/kind", source: "COPY" }]),
    });
    const next = await person.start();
    expect(next.instance).toMatchObject({
      answers: { applicant: { phone: "12345678" } },
      prefilled: expect.arrayContaining([{ path: "/applicant/phone", source: "EARLIER_SUBMISSION" }]),
    });
  });

  it("is begun by its service owner on anybody's behalf, and is then no draft", async () => {
    const { person, owner, as } = await openFilling(dialect);
    const begun = await owner.start({ party: partyOf(0).urn, answers: HOUSE, process: "urn:case:1" });
    const { id } = begun.instance;
    expect(begun.instance).toMatchObject({ state: "IN_PROGRESS" });
    expect(begun.instance.prefilled).toContainEqual({ path: "/area", source: "SERVICE_OWNER" });
    expect((await person.save(id, 0, { area: 5 })).instance.answers.area).toBe(5);
    expect(codes(await person.start({ process: "urn:case:1" }))).toEqual(["FormInputInvalid"]);
    const other = as(ALL_ACTIONS, scopeOf([groupOf([partyOf(1)], { [serviceOf(0)]: 3 })]));
    expect(codes(await other.next(id))).toEqual(["FormInstanceNotFound"]);
  });
});
