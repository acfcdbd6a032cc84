import { promisify } from "node:util";
import { brotliDecompress, gunzip } from "node:zlib";
import { tooLarge, unreachable } from "./http-exchange.js";

const unpackers = { gzip: promisify(gunzip), br: promisify(brotliDecompress) };

const isKnown = (encoding: string): encoding is keyof typeof unpackers => Object.hasOwn(unpackers, encoding);

/** @throws SubgraphError `SUBGRAPH_RESPONSE_TOO_LARGE`, or where it can't be unpacked */
export const unpack = async (
  service: string,
  packed: Buffer,
  encoding: string,
  maxBytes: number,
): Promise<Buffer> => {
  if (!isKnown(encoding)) throw unreachable(service, new Error(`Nothing unpacks ${encoding}.`));
  try {
    return await unpackers[encoding](packed, { maxOutputLength: maxBytes });
  } catch (cause) {
    const isLarge = (cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw isLarge ? tooLarge(service, maxBytes) : unreachable(service, cause);
  }
};
