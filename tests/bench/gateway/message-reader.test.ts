import { describe, expect, it } from "vitest";
import { createMessageReader } from "../../../bench/gateway/processes/message-reader.js";

const BODY = '{"data":{"name":"Åse"}}\n';
const LENGTH = Buffer.byteLength(BODY);
const plain = Buffer.from(`HTTP/1.1 200 OK\r\nContent-Type: x\r\nContent-Length: ${LENGTH}\r\n\r\n${BODY}`);

const bytes = Buffer.from(BODY);
const chunk = (part: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from("\r\n")]);
const chunked = Buffer.concat([
  Buffer.from("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"),
  chunk(bytes.subarray(0, 16)), // its size ends in 0, as the last chunk's does
  chunk(bytes.subarray(16)),
  Buffer.from("0\r\n\r\n"),
]);

describe("the reader of HTTP messages", () => {
  for (const [form, message] of [
    ["of a stated length", plain],
    ["in chunks", chunked],
  ] as const) {
    it(`reads an answer ${form} that comes at once`, () => {
      expect(createMessageReader()(message)).toEqual({ status: 200, body: bytes });
    });

    it(`reads an answer ${form} wherever it is cut in two`, () => {
      for (let at = 1; at < message.length; at += 1) {
        const read = createMessageReader();
        expect(read(message.subarray(0, at)), `cut at ${at}`).toBeNull();
        expect(read(message.subarray(at)), `cut at ${at}`).toEqual({ status: 200, body: bytes });
      }
    });

    it(`reads an answer ${form} byte by byte, and then another`, () => {
      const read = createMessageReader();
      for (let turn = 0; turn < 2; turn += 1) {
        const answers = [...message].map((byte) => read(Buffer.of(byte)));
        expect(answers.filter((answer) => answer !== null)).toEqual([{ status: 200, body: bytes }]);
        expect(answers.at(-1)).not.toBeNull();
      }
    });
  }

  it("tells the status of a refusal", () => {
    const message = Buffer.from("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n");
    expect(createMessageReader()(message)).toEqual({ status: 503, body: Buffer.alloc(0) });
  });

  it("reads a request, which has no status", () => {
    const message = Buffer.from(
      `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: ${LENGTH}\r\n\r\n${BODY}`,
    );
    expect(createMessageReader()(message)).toEqual({ status: 0, body: bytes });
  });

  it("does not guess where an answer ends that does not say so", () => {
    expect(() => createMessageReader()(Buffer.from("HTTP/1.1 200 OK\r\n\r\n{}"))).toThrow(
      "A head has come that can't be read: HTTP/1.1 200 OK",
    );
  });

  it("refuses more than was asked for", () => {
    expect(() => createMessageReader()(Buffer.concat([plain, plain]))).toThrow("More has come than was due.");
  });
});
