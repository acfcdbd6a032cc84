import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createAnswerCheck } from "../../../bench/gateway/processes/answer-check.js";

const RIGHT = { user: { id: "1", name: "Åse" } };

const answer = (text: string, status = 200) => ({ status, body: Buffer.from(text) });
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

describe("the check of answers", () => {
  it("knows each way in which a gateway writes the right answer", () => {
    const check = createAnswerCheck("peer, query", RIGHT);
    const first = JSON.stringify({ data: RIGHT });
    const second = `${first}\n`;
    for (const text of [first, second, first]) check.check(answer(text));
    expect(check.hashes()).toEqual([sha256(first), sha256(second)]);
    expect(check.isOrdered()).toBe(true);
  });

  it("notes fields that are out of the query's order", () => {
    const check = createAnswerCheck("peer, query", RIGHT);
    check.check(answer('{"data":{"user":{"name":"Åse","id":"1"}}}'));
    expect(check.isOrdered()).toBe(false);
  });

  it("refuses another value, an error beside right data, and a status other than 200", () => {
    const check = createAnswerCheck("peer, query", RIGHT);
    check.check(answer(JSON.stringify({ data: RIGHT })));
    expect(() => check.check(answer('{"data":{"user":{"id":"1","name":"Ase"}}}'))).toThrow(
      "peer, query: the answer is not the right one.",
    );
    expect(() => check.check(answer(JSON.stringify({ data: RIGHT, errors: [{ message: "no" }] })))).toThrow(
      'peer, query: [{"message":"no"}]',
    );
    expect(() => check.check(answer("busy", 503))).toThrow("peer, query: HTTP 503: busy");
    expect(check.hashes()).toHaveLength(1);
  });

  it("gives up on a gateway whose bytes are never the same", () => {
    const check = createAnswerCheck("peer, query", RIGHT);
    const askOften = () => {
      for (let time = 0; time < 100; time += 1) check.check(answer(JSON.stringify({ data: RIGHT, time })));
    };
    expect(askOften).toThrow("peer, query: the answer's bytes keep changing.");
  });
});
