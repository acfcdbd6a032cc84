import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Fastify from "fastify";
import { onTestFinished } from "vitest";
import type { Dialect } from "../../../../drizzle/columns.js";
import { uuidFromName } from "../../../../lib/ids.js";
import { createLinkSigner } from "../../../../lib/signed-link.js";
import type { FileStore } from "../../../../subgraphs/forms/attachments/file-store.js";
import { UPLOAD_MILLIS, uploadLink } from "../../../../subgraphs/forms/attachments/links.js";
import { NOW, partyOf, scopePort } from "../../../kit/ask-room.js";
import { testFormsOptions } from "../../../kit/forms-options.js";
import { roomHttpWith } from "../../../kit/room-http.js";
import { anInstance, DEFINITION, openForms, PLAIN_SCOPE, SENT } from "../forms.js";
import { DOCX, PDF } from "./files.js";

const KEY = new Uint8Array(32).fill(3);
export const links = { signer: createLinkSigner(KEY), key: KEY, publicUrl: () => "" };
export const VIEWER = partyOf(1).urn;
const MAX_SIZE_BYTES = 1_000_000;
const DATA_TYPES = [
  {
    id: "drawing",
    allowedContentTypes: ["application/pdf", "application/zip", DOCX],
    taskId: "fill",
    maxSizeBytes: MAX_SIZE_BYTES,
    minCount: 0,
    maxCount: 2,
  },
];

/** A forms room with files, and how to send and fetch them. */
export const openFiles = async (dialect: Dialect, files?: FileStore) => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-files-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const { store, roomFor } = await openForms(
    dialect,
    [anInstance("open"), anInstance("sent", SENT)],
    [{ ...DEFINITION, dataTypes: DATA_TYPES }],
  );
  const options = testFormsOptions(directory, files === undefined ? {} : { files });
  const room = roomFor(scopePort(PLAIN_SCOPE), options);
  const app = Fastify();
  await app.register(async (own) => {
    await room.routes?.(own, roomHttpWith({ publicUrl: "" }));
  });
  onTestFinished(() => app.close());
  const awaitUpload = async (
    name: string,
    more: { instance?: string; sizeBytes?: number; contentType?: string } = {},
  ) => {
    const id = uuidFromName(name);
    const upload = {
      id,
      instanceId: anInstance(more.instance ?? "open").id,
      dataType: "drawing",
      filename: "Tegning på ark.pdf",
      contentType: more.contentType ?? "application/pdf",
      sizeBytes: more.sizeBytes ?? PDF.length,
      maxSizeBytes: MAX_SIZE_BYTES,
      by: VIEWER,
    };
    await store.blobs.await(upload, NOW + UPLOAD_MILLIS);
    return uploadLink(links, id, VIEWER, NOW).url;
  };
  const send = async (url: string, payload: Buffer) => {
    const headers = { "content-type": "application/pdf" };
    const { statusCode, body } = await app.inject({ method: "PUT", url, payload, headers });
    return [statusCode, JSON.parse(body)] as const;
  };
  const elements = async () => {
    const [row] = await store.instancesByIds([anInstance("open").id], { scope: PLAIN_SCOPE, now: NOW });
    return row?.dataElements ?? [];
  };
  /** Everything that lies in the folders of what comes in and of what is kept. */
  const onDisk = () =>
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort();
  return { app, store, options, directory, awaitUpload, send, elements, onDisk };
};
