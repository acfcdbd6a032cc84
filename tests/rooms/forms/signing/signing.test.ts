import { expect, it } from "vitest";
import type { FormDefinitionRow } from "../../../../drizzle/forms/tables.js";
import type { Scope } from "../../../../schema/scope.js";
import { createStatementSigner } from "../../../../subgraphs/forms/signing/statement.js";
import {
  readSignedReceipt,
  readSigningKeys,
  verifyReceipt,
} from "../../../../subgraphs/forms/signing/verify.js";
import { partyOf, personClaims } from "../../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { ALL_ACTIONS, type Filler, FORM, openFilling, said } from "../filling-kit.js";
import { groupOf, PLAIN_SCOPE, scopeOf, serviceOf } from "../forms.js";

/** Two must sign before it is sent. */
const SIGNED_FORM: FormDefinitionRow = {
  ...FORM,
  tasks: [
    { elementId: "fill", type: "DATA", name: said("Fyll ut") },
    { elementId: "sign", type: "SIGNING", name: said("Signer"), signing: { minSignatures: 2 } },
    { elementId: "wait", type: "FEEDBACK", name: said("Behandling") },
  ],
};

const ANSWERS = { applicant: { name: "Firma 0", phone: "12345678" }, kind: "HOUSE", area: 100 };
const SHOWN = `id state hashToSign signatures { id signee isMine hash statement signature keyId }
  currentTask { id } receipts { hash content }`;
const SIGN = `mutation($id: ID!, $hash: String!) { it: signForm(id: $id, hash: $hash) {
  instance { ${SHOWN} } errors { __typename message ... on FormStateConflict { reason } } } }`;

const sign = async (by: Filler, id: string, hash: string) => (await by.ask(SIGN, { id, hash })).data.it;

const show = async (by: Filler, id: string) => {
  const query = `query($r: [_Any!]!) { _entities(representations: $r) { ... on FormInstance { ${SHOWN} } } }`;
  return (await by.ask(query, { r: [{ __typename: "FormInstance", id }] })).data._entities[0];
};

const fill = async (by: Filler) => {
  const { instance } = await by.start();
  const saved = await by.save(instance.id, instance.revision, ANSWERS);
  expect(saved.errors).toEqual([]);
  for (let step = 0; step < 3; step++) await by.next(instance.id);
  return instance.id as string;
};

describeOnBothDatabases("a submission that several sign", (dialect) => {
  it("goes on with the last signature; each can be checked by anybody, and names nobody's number", async () => {
    const { person, as } = await openFilling(dialect, [SIGNED_FORM]);
    const other = as(ALL_ACTIONS, PLAIN_SCOPE, personClaims(1));
    const id = await fill(person);
    const { hashToSign } = await show(person, id);
    const first = await sign(person, id, hashToSign);
    expect(first.errors).toEqual([]);
    expect(first.instance).toMatchObject({ state: "IN_PROGRESS", currentTask: { id: "sign" }, receipts: [] });
    expect((await sign(person, id, hashToSign)).errors).toMatchObject([{ reason: "SIGNED" }]);
    const last = await sign(other, id, hashToSign);
    expect(last.errors).toEqual([]);
    expect(last.instance).toMatchObject({
      state: "AWAITING_FEEDBACK",
      hashToSign: null,
      receipts: [{ hash: hashToSign }],
    });

    const { signatures } = last.instance;
    expect(signatures.map(({ isMine }: { isMine: boolean }) => isMine).sort()).toEqual([false, true]);
    const told = JSON.stringify(signatures);
    for (const index of [0, 1]) expect(told).not.toContain(personClaims(index)["pid"]);
    const [{ content }] = last.instance.receipts;
    const receipt = readSignedReceipt({ content, signatures });
    const keys = readSigningKeys({ keys: [createStatementSigner(new Uint8Array(32).fill(4)).jwk] });
    expect(verifyReceipt(receipt, keys).map(({ problem }) => problem)).toEqual([null, null]);

    const problemOf = (changed: object, withKeys = keys) =>
      verifyReceipt(readSignedReceipt({ ...receipt, ...changed }), withKeys)[0]?.problem;
    expect(problemOf({ content: { ...content, answers: {} } })).toBe(
      "What was signed is something else than this.",
    );
    const forged = signatures.map((signature: { statement: string }) => ({
      ...signature,
      statement: signature.statement.replace('"level":4', '"level":3'),
    }));
    expect(problemOf({ signatures: forged })).toBe(
      "The signature is not that of the statement: one of them was altered.",
    );
    const others = readSigningKeys({ keys: [createStatementSigner(new Uint8Array(32).fill(5)).jwk] });
    expect(problemOf({}, others)).toBe("The key that it names is none of those that were given.");
  });

  it("is not signed as something else than what was shown, nor by who may not, nor kept signed when it is opened again", async () => {
    const { person, as } = await openFilling(dialect, [SIGNED_FORM]);
    const id = await fill(person);
    const { hashToSign } = await show(person, id);
    expect((await sign(person, id, "0".repeat(64))).errors).toMatchObject([{ reason: "OTHER_REVISION" }]);
    const unable = as(ALL_ACTIONS.filter((action) => action !== "sign"));
    expect((await sign(unable, id, hashToSign)).errors).toMatchObject([
      { __typename: "FormActionForbidden" },
    ]);
    const stranger: Scope = scopeOf([groupOf([partyOf(1)], { [serviceOf(0)]: 3 })]);
    expect((await sign(as(ALL_ACTIONS, stranger), id, hashToSign)).errors).toMatchObject([
      { __typename: "FormInstanceNotFound" },
    ]);

    await sign(person, id, hashToSign);
    expect((await person.back(id)).errors).toMatchObject([{ reason: "SIGNED" }]);
    const back = await person.back(id, true);
    expect(back.errors).toEqual([]);
    expect(await show(person, id)).toMatchObject({
      signatures: [],
      hashToSign: null,
      currentTask: { id: "fill" },
    });
    await person.save(id, back.instance.revision, { area: 120 });
    for (let step = 0; step < 3; step++) await person.next(id);
    const again = await show(person, id);
    expect(again.hashToSign).not.toBe(hashToSign);
    expect((await sign(person, id, hashToSign)).errors).toMatchObject([{ reason: "OTHER_REVISION" }]);
    expect((await sign(person, id, again.hashToSign)).instance.signatures).toMatchObject([
      { hash: again.hashToSign },
    ]);
  });
});
