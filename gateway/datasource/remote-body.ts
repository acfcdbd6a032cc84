import { promisify } from "node:util";
import { brotliDecompress, gunzip } from "node:zlib";
import { type RawAnswer, tooLarge } from "./http-exchange.js";
import { SubgraphError } from "./subgraph-error.js";

const unpackers = { gzip: promisify(gunzip), br: promisify(brotliDecompress) };

const isPacked = (encoding: string): encoding is keyof typeof unpackers => Object.hasOwn(unpackers, encoding);

/** @throws SubgraphError `SUBGRAPH_RESPONSE_TOO_LARGE`, or where it can't be unpacked */
export const unpack = async (
  service: string,
  { body, encoding }: RawAnswer,
  maxBytes: number,
): Promise<Buffer> => {
  if (!isPacked(encoding)) return body;
  try {
    return await unpackers[encoding](body, { maxOutputLength: maxBytes });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(service, maxBytes);
    const message = `The subgraph "${service}" could not be reached; try again.`;
    throw new SubgraphError("SUBGRAPH_UNAVAILABLE", service, message, { cause });
  }
};
