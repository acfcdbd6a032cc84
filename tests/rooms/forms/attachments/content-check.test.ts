import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { contentProblem, servedType } from "../../../../subgraphs/forms/attachments/content-check.js";
import { DOCX, docxWith, PDF, PNG, zipOf } from "./files.js";

const directory = mkdtempSync(join(tmpdir(), "tunet-content-"));
afterAll(() => rmSync(directory, { recursive: true }));

const check = (content: Buffer | string, declared: string): Promise<string | null> => {
  const path = join(directory, "file");
  writeFileSync(path, content);
  return contentProblem({ path, sizeBytes: Buffer.byteLength(content) }, declared);
};

it("takes files that are what they say", async () => {
  for (const [content, declared] of [
    [PDF, "application/pdf"],
    [PNG, "image/png"],
    [docxWith(), DOCX],
    [zipOf([{ name: "nested.zip", content: zipOf([]) }]), "application/zip"],
    ["Kjære nabo, <b> er ikke en side.", "text/plain"],
    ['{"a": 1}', "application/json"],
    ['<?xml version="1.0"?><a/>', "application/xml"],
    ["navn;beløp\nÅse;1\n", "text/csv"],
  ] as const) {
    expect([declared, await check(content, declared)]).toEqual([declared, null]);
  }
});

it("refuses what is something else than it says", async () => {
  expect(await check(PNG, "application/pdf")).toBe("it is image/png");
  expect(await check(PDF, "text/plain")).toBe("it is application/pdf");
  expect(await check("MZ not a picture", "image/png")).toMatch(/^it is /);
  expect(await check("what is this", "image/png")).toBe("what it is can't be told from it");
  expect(await check("a\0b", "text/plain")).toBe("it is no text");
  expect(await check(Buffer.from([0x61, 0xff, 0xfe, 0x62, 0x63, 0x64, 0x65, 0x66]), "text/plain")).toBe(
    "its letters are not written as UTF-8",
  );
  expect(await check("<!DOCTYPE html><script>alert(1)</script>", "text/plain")).toBe(
    "it is a page that a browser would run",
  );
  expect(await check(docxWith(), "application/zip")).toMatch(/^it is application\/vnd/);
});

it("refuses files that are two things at once", async () => {
  const archive = zipOf([{ name: "a.txt", content: Buffer.from("a") }]);
  expect(await check(Buffer.concat([PDF, archive]), "application/pdf")).toBe(
    "there is an archive hidden in it",
  );
  expect(await check(Buffer.concat([PNG, archive]), "image/png")).toBe("there is an archive hidden in it");
  expect(await check(Buffer.concat([PNG, Buffer.from("more")]), "image/png")).toBe(
    "it goes on after its end, or is cut off before it",
  );
  expect(await check(PNG.subarray(0, -6), "image/png")).toBe(
    "it goes on after its end, or is cut off before it",
  );
  const gif = Buffer.from("GIF89a/*<script>alert(1)</script>*/;", "latin1");
  expect(await check(gif, "image/gif")).toBe("there is a page hidden in it that a browser would run");
});

it("refuses archives that are bombs, hide something, or lead out of themselves", async () => {
  const zeros = Buffer.alloc(2_000_000);
  const many = Array.from({ length: 60 }, (_, index) => ({ name: `word/${index}.xml`, content: zeros }));
  for (const [content, problem] of [
    [docxWith(...many), "it unpacks to more than 100 MB"],
    [docxWith({ name: "word/a.xml", content: zeros, saidBytes: 10 }), "it does not unpack to what it says"],
    [docxWith({ name: "word/embeddings/a.zip", content: PDF }), "there are archives or programs in it"],
    [docxWith({ name: "../../etc/cron.d/a", content: PDF }), "names in it lead out of it"],
    [
      docxWith({ name: "word/a.xml", content: PDF, isEncrypted: true }),
      "parts of it are locked by a password",
    ],
    [docxWith().subarray(0, -30), "its directory is not there"],
  ] as const) {
    expect([problem, await check(content, DOCX)]).toEqual([problem, problem]);
  }
  const big = {
    name: "a.txt",
    content: Buffer.from(Array.from({ length: 500 }, (_, n) => (n * 7919) % 256)),
  };
  expect(await check(zipOf([big], { copies: 100 }), "application/zip")).toBe("its parts lie upon each other");
  expect(await check(zipOf([big], { copies: 3_000 }), "application/zip")).toBe("it has more than 2000 parts");
});

it("never gives a browser something that it would run", () => {
  expect(
    ["image/svg+xml", "text/html", "application/xhtml+xml", "text/javascript", "text/xml"].map(servedType),
  ).toEqual(Array(5).fill("application/octet-stream"));
  expect(servedType("application/pdf")).toBe("application/pdf");
});
