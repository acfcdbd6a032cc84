import { createHash } from "node:crypto";

/**
 * A UUIDv7 (RFC 9562 §5.7), as dialogs' ids are, that follows from a name: whoever sends the same thing twice, from
 * whatever copy of a store, sends it by the same id.
 * @param atMillis the moment that it carries
 */
export const uuidFor = (name: string, atMillis: number): string => {
  const bytes = createHash("sha256").update(name).digest().subarray(0, 16);
  bytes.writeUIntBE(atMillis, 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
};
