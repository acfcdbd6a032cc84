import { createReadStream } from "node:fs";
import { AwsClient } from "aws4fetch";
import { Pool } from "undici";
import type { FileStore } from "./file-store.js";

/** A bucket of an S3-compatible store. */
export interface S3Settings {
  /** With the bucket's name as its path, e.g. `https://s3.example.org/attachments`. */
  readonly url: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** SHA-256 of nothing. */
const EMPTY_HASH = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const MAX_CONNECTIONS = 16;
const ANSWER_MILLIS = 30_000;

/** Files as objects named by their ids. Each request is signed (AWS Signature Version 4) with the hash of what it sends. */
export const createS3FileStore = (settings: S3Settings): FileStore & { close(): Promise<void> } => {
  const { region, accessKeyId, secretAccessKey } = settings;
  const signer = new AwsClient({ accessKeyId, secretAccessKey, region, service: "s3" });
  const base = new URL(settings.url);
  const pool = new Pool(base.origin, {
    connections: MAX_CONNECTIONS,
    headersTimeout: ANSWER_MILLIS,
    bodyTimeout: ANSWER_MILLIS,
  });

  const send = async (
    method: "GET" | "PUT" | "DELETE",
    id: string,
    more: {
      readonly headers?: Readonly<Record<string, string>>;
      readonly hash?: string;
      readonly path?: string;
    } = {},
  ) => {
    const url = `${base.href.replace(/\/$/, "")}/${id}`;
    const headers = { ...more.headers, "x-amz-content-sha256": more.hash ?? EMPTY_HASH };
    const signed = await signer.sign(url, { method, headers });
    return pool.request({
      method,
      path: new URL(url).pathname,
      headers: { ...more.headers, ...Object.fromEntries(signed.headers) },
      body: more.path === undefined ? null : createReadStream(more.path),
    });
  };
  const failed = (what: string, status: number) =>
    new Error(`The file store answered with ${status} when ${what}.`);

  return {
    async put(id, { path, sizeBytes, hash }) {
      const headers = { "content-length": String(sizeBytes), "content-type": "application/octet-stream" };
      const { statusCode, body } = await send("PUT", id, { headers, hash, path });
      await body.dump();
      if (statusCode !== 200) throw failed("a file was written", statusCode);
    },
    async open(id, range) {
      const headers: Record<string, string> =
        range === null ? {} : { range: `bytes=${range.start}-${range.end}` };
      const { statusCode, body } = await send("GET", id, { headers });
      if (statusCode === (range === null ? 200 : 206)) return body;
      await body.dump();
      if (statusCode === 404) return null;
      throw failed("a file was read", statusCode);
    },
    async remove(id) {
      const { statusCode, body } = await send("DELETE", id);
      await body.dump();
      if (![200, 204, 404].includes(statusCode)) throw failed("a file was removed", statusCode);
    },
    close: () => pool.close(),
  };
};
