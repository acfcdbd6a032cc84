import { createHash, createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { S3Settings } from "../../subgraphs/forms/index.js";
import { serve } from "../gateway/kit.js";

const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
const sha256 = (bytes: string | Buffer): string => createHash("sha256").update(bytes).digest("hex");

const KEYS = { accessKeyId: "TESTKEY", secretAccessKey: "a secret of the test", region: "test-1" };

/** Whether a request is signed for us, by AWS Signature Version 4 as its documentation has it, with what it sends. */
const isSigned = ({ method, url, headers }: IncomingMessage, body: Buffer): boolean => {
  const said = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$/.exec(
    headers.authorization ?? "",
  );
  const [, credential = "", names = "", signature = ""] = said ?? [];
  const [keyId, day, region, service, end] = credential.split("/");
  const at = String(headers["x-amz-date"]);
  const bodyHash = String(headers["x-amz-content-sha256"]);
  const isOurs =
    keyId === KEYS.accessKeyId && region === KEYS.region && service === "s3" && end === "aws4_request";
  if (!isOurs || !at.startsWith(String(day)) || bodyHash !== sha256(body)) return false;
  const signedHeaders = names.split(";").map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const request = [method, url, "", signedHeaders.join(""), names, bodyHash].join("\n");
  const scope = [day, region, service, end].join("/");
  const key = [String(day), region, service, end].reduce<string | Buffer>(
    (secret, part) => hmac(secret, String(part)),
    `AWS4${KEYS.secretAccessKey}`,
  );
  return hmac(key, ["AWS4-HMAC-SHA256", at, scope, sha256(request)].join("\n")).toString("hex") === signature;
};

/** A small store on the loopback that takes signed requests only; gone when the test is. */
export const openS3 = async (): Promise<{
  readonly settings: S3Settings;
  readonly objects: ReadonlyMap<string, Buffer>;
  /** How many requests were not signed as they should be. */
  readonly refusals: () => number;
}> => {
  const objects = new Map<string, Buffer>();
  let refused = 0;
  const url = await serve(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const key = request.url ?? "";
    if (!isSigned(request, body)) {
      refused += 1;
      return response.writeHead(403).end();
    }
    if (request.method === "PUT") {
      objects.set(key, body);
      return response.end();
    }
    if (request.method === "DELETE") {
      objects.delete(key);
      return response.writeHead(204).end();
    }
    const found = objects.get(key);
    if (found === undefined) return response.writeHead(404).end();
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(String(request.headers.range)) ?? [];
    return from === undefined
      ? response.end(found)
      : response.writeHead(206).end(found.subarray(Number(from), Number(to) + 1));
  });
  return { settings: { url: new URL("/attachments", url).href, ...KEYS }, objects, refusals: () => refused };
};
