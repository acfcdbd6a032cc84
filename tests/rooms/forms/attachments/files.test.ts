import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { uuidFromName } from "../../../../lib/ids.js";
import { createDirectoryFileStore } from "../../../../subgraphs/forms/attachments/directory-store.js";
import { downloadLink, UPLOAD_MILLIS } from "../../../../subgraphs/forms/attachments/links.js";
import { createSpool } from "../../../../subgraphs/forms/attachments/spool.js";
import { createSweeping } from "../../../../subgraphs/forms/attachments/sweep.js";
import { createS3FileStore } from "../../../../subgraphs/forms/index.js";
import { NOW } from "../../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { openS3 } from "../../../kit/s3.js";
import { anInstance } from "../forms.js";
import { PDF } from "./files.js";
import { links, openFiles, VIEWER } from "./room.js";

const refusal = (message: unknown) => [422, { error: { code: "FORM_ATTACHMENT_REFUSED", message } }];

describeOnBothDatabases("a file that is attached", (dialect) => {
  it("comes by a link, is kept with its hash, and is fetched by another, whole or in part", async () => {
    const { app, awaitUpload, send, elements } = await openFiles(dialect);
    const upload = await awaitUpload("a");
    const element = {
      id: uuidFromName("a"),
      dataType: "drawing",
      filename: "Tegning på ark.pdf",
      contentType: "application/pdf",
      sizeBytes: PDF.length,
      contentHash: createHash("sha256").update(PDF).digest("hex"),
    };
    const [status, answer] = await send(upload, PDF);
    expect([status, answer]).toEqual([201, element]);
    expect(await elements()).toEqual([answer]);

    const { url } = downloadLink(links, element.id, VIEWER, NOW);
    const whole = await app.inject({ url });
    expect(whole.rawPayload.equals(PDF)).toBe(true);
    expect(whole.headers).toMatchObject({
      "content-type": "application/pdf",
      "content-disposition": `attachment; filename="Tegning p_ ark.pdf"; filename*=UTF-8''Tegning%20p%C3%A5%20ark.pdf`,
      "content-length": String(PDF.length),
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'",
      etag: `"${answer.contentHash}"`,
    });
    const part = await app.inject({ url, headers: { range: "bytes=0-3" } });
    expect([part.statusCode, part.body, part.headers["content-range"]]).toEqual([
      206,
      "%PDF",
      `bytes 0-3/${PDF.length}`,
    ]);
    const end = await app.inject({ url, headers: { range: "bytes=-6" } });
    expect([end.statusCode, end.body]).toEqual([206, "%%EOF\n"]);
    expect((await app.inject({ url, headers: { range: "bytes=9999-" } })).statusCode).toBe(416);
  });

  it("is refused where it is not as was said, comes twice, or has nothing to be attached to", async () => {
    const { awaitUpload, send, elements, directory, store } = await openFiles(dialect);
    expect(await send(await awaitUpload("a"), Buffer.concat([PDF, PDF]))).toEqual(
      refusal("The file is larger than what was said, or than the form takes; it was not kept."),
    );
    expect(await send(await awaitUpload("b", { sizeBytes: 5_000 }), PDF)).toEqual(
      refusal("The file did not come whole; send it again."),
    );
    const fake = Buffer.from("MZ".padEnd(PDF.length, "x"));
    expect(await send(await awaitUpload("c"), fake)).toEqual(
      refusal(expect.stringMatching(/^The file is not taken as application\/pdf: it is .*\.$/)),
    );
    expect(await send(await awaitUpload("d", { instance: "sent" }), PDF)).toEqual(
      refusal("The submission is sent or deleted; nothing can be attached any more."),
    );
    const twice = await awaitUpload("e");
    const both = await Promise.all([send(twice, PDF), send(twice, PDF)]);
    expect(both.map(([status]) => status).sort()).toEqual([201, 422]);
    await send(await awaitUpload("f"), PDF);
    expect(await send(await awaitUpload("g"), PDF)).toEqual(
      refusal("The form takes 2 file(s) of this kind, and has them already."),
    );
    expect((await elements()).map(({ id }) => id).sort()).toEqual(
      [uuidFromName("e"), uuidFromName("f")].sort(),
    );
    expect(readdirSync(join(directory, "incoming"))).toEqual([]);
    expect(await store.blobs.awaited(uuidFromName("e"), NOW)).toBeNull();
  });

  it("is not sent, fetched or found by a link that was altered, has run out, or is somebody else's", async () => {
    const { app, awaitUpload, send } = await openFiles(dialect);
    const upload = await awaitUpload("a");
    await send(upload, PDF);
    const { url } = downloadLink(links, uuidFromName("a"), VIEWER, NOW);
    const code = async (asked: string, method: "GET" | "PUT" = "GET") => {
      const { statusCode, body } = await app.inject({
        method,
        url: asked,
        payload: method === "PUT" ? PDF : undefined,
      });
      return [statusCode, JSON.parse(body).error.code];
    };
    expect(await code(upload)).toEqual([403, "FORM_LINK_INVALID"]);
    expect(await code(url, "PUT")).toEqual([403, "FORM_LINK_INVALID"]);
    expect(await code(url.replace(uuidFromName("a"), uuidFromName("b")))).toEqual([403, "FORM_LINK_INVALID"]);
    expect(await code(url.replace(/expires=\d/, "expires=9"))).toEqual([403, "FORM_LINK_INVALID"]);
    expect(await code(url.slice(0, -3))).toEqual([403, "FORM_LINK_INVALID"]);
    const old = downloadLink(links, uuidFromName("a"), VIEWER, NOW - 600_000).url;
    expect(await code(old)).toEqual([410, "FORM_LINK_EXPIRED"]);
    const none = downloadLink(links, uuidFromName("none"), VIEWER, NOW).url;
    expect(await code(none)).toEqual([404, "FORM_FILE_NOT_FOUND"]);
  });

  it("is thrown away where it never came whole, or was taken off; what is held stays", async () => {
    const { app, store, options, awaitUpload, send, onDisk } = await openFiles(dialect);
    await send(await awaitUpload("held"), PDF);
    await send(await awaitUpload("off"), PDF);
    await awaitUpload("never came");
    const { filling, blobs } = store;
    const id = uuidFromName("off");
    const moment = { now: NOW, newId: () => uuidFromName("revision") };
    await filling.change(anInstance("open").id, { system: true }, moment, ({ row }) => ({
      set: { dataElements: row.dataElements.filter((element) => element.id !== id) },
      events: [],
      also: (tx) => blobs.release(tx, id, NOW),
    }));
    const sweepAt = async (now: number) => {
      const spool = createSpool(options.spoolDirectory);
      const sweeping = createSweeping({ blobs, files: options.files, spool, clock: () => now }, (fault) =>
        expect.fail(String(fault)),
      );
      await sweeping.runOnce();
    };
    expect(onDisk()).toEqual([uuidFromName("held"), id].sort());
    await sweepAt(NOW);
    expect(onDisk()).toEqual([uuidFromName("held")]);
    await sweepAt(NOW + UPLOAD_MILLIS);
    expect(await blobs.awaited(uuidFromName("never came"), NOW)).toBeNull();
    expect(await blobs.heldBy(uuidFromName("never came"))).toBeNull();
    const { url } = downloadLink(links, uuidFromName("held"), VIEWER, NOW);
    expect((await app.inject({ url })).statusCode).toBe(200);
  });
});

describe("an S3-compatible store", () => {
  it("keeps, gives and removes files by signed requests, and says where it could not", async () => {
    const { settings, objects, refusals } = await openS3();
    const files = createS3FileStore(settings);
    const wrong = createS3FileStore({ ...settings, secretAccessKey: "another" });
    onTestFinished(async () => {
      await Promise.all([files.close(), wrong.close()]);
    });
    const { app, awaitUpload, send } = await openFiles("sqlite", files);
    const [status, { id }] = await send(await awaitUpload("a"), PDF);
    expect([status, [...objects.keys()], [...objects.values()]]).toEqual([
      201,
      [`/attachments/${id}`],
      [PDF],
    ]);
    const { url } = downloadLink(links, id, VIEWER, NOW);
    expect((await app.inject({ url })).rawPayload.equals(PDF)).toBe(true);
    const part = await app.inject({ url, headers: { range: "bytes=1-3" } });
    expect([part.statusCode, part.body]).toEqual([206, "PDF"]);
    expect(refusals()).toBe(0);

    await expect(wrong.open(id, null)).rejects.toThrow(
      "The file store answered with 403 when a file was read.",
    );
    await expect(wrong.remove(id)).rejects.toThrow("403");
    expect(refusals()).toBe(2);
    await files.remove(id);
    expect([await files.open(id, null), objects.size]).toEqual([null, 0]);
  });

  it("keeps nothing outside its folder, whatever a file is called", async () => {
    const directory = mkdtempSync(join(tmpdir(), "tunet-files-"));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const files = createDirectoryFileStore(directory);
    await expect(files.open("../../etc/passwd", null)).rejects.toThrow("Files are named by UUIDs.");
  });
});
