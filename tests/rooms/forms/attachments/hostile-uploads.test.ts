import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { uuidFromName } from "../../../../lib/ids.js";
import { DOCX, docxWith, PDF, zipOf } from "./files.js";
import { openFiles } from "./room.js";

const MEGABYTE = 1_048_576;
const ZIP = "application/zip";

/** A part that unpacks to so much, and is a thousandth of it. */
const zeros = (name: string, megabytes: number, saidBytes?: number) => ({
  name,
  content: Buffer.alloc(megabytes * MEGABYTE),
  ...(saidBytes === undefined ? {} : { saidBytes }),
});

const noise = {
  name: "a.txt",
  content: Buffer.from(Array.from({ length: 500 }, (_, n) => (n * 7_919) % 256)),
};

/** What would take a hundred times its size where it were unpacked, each in a way of its own. */
const BOMBS: readonly (readonly [what: string, contentType: string, content: Buffer, problem: string])[] = [
  ["says what it is", ZIP, zipOf([zeros("a.txt", 150)]), "it unpacks to more than 100 MB"],
  ["says less", ZIP, zipOf([zeros("a.txt", 150, 1_000)]), "it does not unpack to what it says"],
  [
    "says less in its last part alone",
    DOCX,
    docxWith(zeros("word/a.xml", 90), zeros("word/b.xml", 60, MEGABYTE)),
    "it does not unpack to what it says",
  ],
  [
    "is one where its kind is told from",
    DOCX,
    zipOf([zeros("[Content_Types].xml", 150, 1_000)]),
    "it is application/zip",
  ],
  ["lies upon itself", ZIP, zipOf([noise], { copies: 1_500 }), "its parts lie upon each other"],
  [
    "has another in it",
    DOCX,
    docxWith({ name: "word/embeddings/a.zip", content: zipOf([zeros("b.txt", 90)]) }),
    "there are archives or programs in it",
  ],
];

/** The most memory that buffers take while something is done, in bytes beyond what they took before. */
const peakOf = async (work: () => Promise<unknown>): Promise<number> => {
  // What making the bombs left behind would hide what is taken now.
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const before = process.memoryUsage().arrayBuffers;
  let peak = before;
  const look = (): void => {
    peak = Math.max(peak, process.memoryUsage().arrayBuffers);
  };
  const watching = setInterval(look, 1);
  await work();
  look();
  clearInterval(watching);
  return peak - before;
};

it("refuses bombs that are sent to it with the right link, in little memory, keeps none, and takes what is sent beside them", async () => {
  const { app, awaitUpload, elements, onDisk } = await openFiles("sqlite");
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  const put = async (name: string, contentType: string, content: Buffer) => {
    const link = await awaitUpload(name, { sizeBytes: content.length, contentType });
    const body = new Uint8Array(content);
    const answer = await fetch(`${url}${link}`, {
      method: "PUT",
      body,
      headers: { "content-type": contentType },
    });
    return [answer.status, await answer.json()];
  };
  const answers: unknown[] = [];
  const peak = await peakOf(async () => {
    const sent = BOMBS.map(([what, contentType, content]) => put(what, contentType, content));
    answers.push(...(await Promise.all([...sent, put("beside", "application/pdf", PDF)])));
  });
  expect(answers).toEqual([
    ...BOMBS.map(([, contentType, , problem]) => [
      422,
      {
        error: {
          code: "FORM_ATTACHMENT_REFUSED",
          message: `The file is not taken as ${contentType}: ${problem}.`,
        },
      },
    ]),
    [201, expect.objectContaining({ id: uuidFromName("beside") })],
  ]);
  // One of them alone, held in memory, would take more.
  expect(peak).toBeLessThan(96 * MEGABYTE);
  expect(onDisk()).toEqual([uuidFromName("beside")]);
  expect((await elements()).map(({ id }) => id)).toEqual([uuidFromName("beside")]);
});
