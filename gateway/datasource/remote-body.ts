import type { Readable } from "node:stream";
import { type BrotliDecompress, createBrotliDecompress, createGunzip, type Gunzip } from "node:zlib";
import type { Dispatcher } from "undici";
import { SubgraphError } from "./subgraph-error.js";

const JSON_TYPE = /^application\/(json|graphql-response\+json)\s*(;|$)/i;

const unpackers: Readonly<Record<string, () => Gunzip | BrotliDecompress>> = {
  gzip: createGunzip,
  br: createBrotliDecompress,
};

const unpacked = (service: string, body: Readable, encoding: string): Readable => {
  if (encoding === "" || encoding === "identity") return body;
  const unpacker = unpackers[encoding]?.();
  if (unpacker === undefined) {
    const message = `The subgraph "${service}" packed its answer in a way that was not asked for.`;
    throw new SubgraphError("SUBGRAPH_RESPONSE_INVALID", service, message);
  }
  body.on("error", (error) => unpacker.destroy(error));
  return body.pipe(unpacker);
};

/**
 * The text of an answer that says that it is JSON.
 * @param maxBytes counted after unpacking, so that a small bomb stays small
 */
export const readBody = async (
  service: string,
  { headers, body }: Dispatcher.ResponseData,
  maxBytes: number,
): Promise<{ text: string; bytes: number }> => {
  if (!JSON_TYPE.test(String(headers["content-type"]))) {
    const message = `The subgraph "${service}" answered with something that is not JSON.`;
    throw new SubgraphError("SUBGRAPH_RESPONSE_INVALID", service, message);
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of unpacked(service, body, String(headers["content-encoding"] ?? ""))) {
    bytes += (chunk as Buffer).length;
    if (bytes > maxBytes) {
      throw new SubgraphError(
        "SUBGRAPH_RESPONSE_TOO_LARGE",
        service,
        `The subgraph "${service}" answered with more than ${maxBytes} bytes; ask for a smaller page.`,
      );
    }
    chunks.push(chunk as Buffer);
  }
  return { text: Buffer.concat(chunks).toString("utf8"), bytes };
};
