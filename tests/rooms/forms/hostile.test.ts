import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { contentProblem } from "../../../subgraphs/forms/attachments/content-check.js";
import { DOCX, docxWith } from "./attachments/files.js";
import { openFilling } from "./filling-kit.js";

const nested = (depth: number): object => {
  let inner: object = {};
  for (let level = 1; level < depth; level++) inner = { a: inner };
  return inner;
};

it("refuses answers that are too deep, too many or too long, says which, keeps what was there, and takes those of others meanwhile", async () => {
  const { person, store } = await openFilling("sqlite");
  const { instance } = await person.start({ answers: { kind: "SHED" } });
  const save = (answers: object) => person.save(instance.id, instance.revision, answers);
  const hostile = [
    nested(13),
    nested(3_000),
    { note: Array.from({ length: 20_001 }, () => 0) },
    { note: "x".repeat(300_000) },
  ];
  const [others, ...refused] = await Promise.all([person.start(), ...hostile.map(save)]);
  expect(others.errors).toEqual([]);
  expect(refused.map(({ errors }) => [errors.length, errors[0]?.__typename, errors[0]?.message])).toEqual([
    [1, "FormInputInvalid", expect.stringContaining("more than 12 deep")],
    [1, "FormInputInvalid", expect.stringContaining("more than 12 deep")],
    [1, "FormInputInvalid", expect.stringContaining("20000 values")],
    [1, "FormInputInvalid", expect.stringMatching(/262144|256/)],
  ]);
  const inside = await save(JSON.parse('{"__proto__": {"polluted": true}, "note": "a"}'));
  expect(inside.errors).toMatchObject([
    {
      __typename: "FormInputInvalid",
      message: expect.stringContaining('no answer may be called "__proto__"'),
    },
  ]);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect((await store.filling.answersOf([instance.id]))[0]?.answers).toMatchObject({ kind: "SHED" });
});

it("looks into an archive that unpacks without end beside others: whoever comes after it is answered before it", async () => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-hostile-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const zeros = Buffer.alloc(2_000_000);
  const path = join(directory, "bomb.docx");
  const bomb = docxWith(...Array.from({ length: 60 }, (_, n) => ({ name: `word/${n}.xml`, content: zeros })));
  writeFileSync(path, bomb);
  const { person } = await openFilling("sqlite");
  const order: string[] = [];
  const checked = contentProblem({ path, sizeBytes: bomb.length }, DOCX).then((problem) => {
    order.push("bomb");
    return problem;
  });
  const started = person.start().then(({ errors }) => {
    order.push("others");
    return errors;
  });
  expect([await checked, await started]).toEqual(["it unpacks to more than 100 MB", []]);
  expect(order).toEqual(["others", "bomb"]);
});
