import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import type { Dispatcher } from "undici";
import { SubgraphError } from "./subgraph-error.js";

const JSON_TYPE = /^application\/(json|graphql-response\+json)\s*(;|$)/i;

const unpacked = (service: string, body: Readable, encoding: string): Readable => {
  const fail = () =>
    new SubgraphError(
      "SUBGRAPH_RESPONSE_INVALID",
      service,
      `The subgraph "${service}" packed its answer in a way that was not asked for.`,
    );
  const through = (unpack: NodeJS.ReadWriteStream & Readable): Readable => {
    body.on("error", (error) => unpack.destroy(error));
    return body.pipe(unpack);
  };
  switch (encoding) {
    case "":
    case "identity":
      return body;
    case "gzip":
      return through(createGunzip());
    case "br":
      return through(createBrotliDecompress());
    case "deflate":
      return through(createInflate());
    default:
      throw fail();
  }
};

/**
 * The text of an answer that says that it is JSON.
 * @param maxBytes counted after unpacking, so that a small bomb stays small
 */
export const readBody = async (
  service: string,
  { headers, body }: Dispatcher.ResponseData,
  maxBytes: number,
): Promise<string> => {
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
  return Buffer.concat(chunks).toString("utf8");
};
