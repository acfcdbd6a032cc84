const HEAD_END = Buffer.from("\r\n\r\n");
/** In JSON there is no bare line break, so this is nothing but the end of the last chunk. */
const LAST_CHUNK = Buffer.from("0\r\n\r\n");

/** One HTTP request or answer, all of it. */
export interface HttpMessage {
  /** The status of an answer; 0 of a request. */
  readonly status: number;
  readonly body: Buffer;
}

interface Head {
  readonly status: number;
  /** Where the body begins. */
  readonly end: number;
  /** Of the body; `null`: it comes in chunks. */
  readonly length: number | null;
}

const readHead = (bytes: Buffer): Head | null => {
  const end = bytes.indexOf(HEAD_END);
  if (end === -1) return null;
  const text = bytes.toString("latin1", 0, end);
  const first = /^(?:HTTP\/1\.1 (\d{3})|[A-Z]+ \S+ HTTP\/1\.1\r\n)/.exec(text);
  const length = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1];
  const isChunked = /\r\ntransfer-encoding: *chunked/i.test(text);
  if (first === null || (length === undefined) !== isChunked) {
    throw new Error(`A head has come that can't be read: ${text.slice(0, 200)}`);
  }
  return {
    status: Number(first[1] ?? 0),
    end: end + HEAD_END.length,
    length: isChunked ? null : Number(length),
  };
};

const joinChunks = (bytes: Buffer, from: number): Buffer => {
  const chunks: Buffer[] = [];
  let at = from;
  for (;;) {
    const sizeEnd = bytes.indexOf("\r\n", at);
    const size = Number.parseInt(bytes.toString("latin1", at, sizeEnd), 16);
    if (sizeEnd === -1 || Number.isNaN(size)) throw new Error("Chunks have come that can't be read.");
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(bytes.subarray(sizeEnd + 2, sizeEnd + 2 + size));
    at = sizeEnd + 2 + size + 2;
  }
};

/**
 * Puts one message together from what comes off a connection. Knows just enough of HTTP/1.1 for one message with a body at
 * a time, so that load and subgraphs cost the machine as little as they can.
 */
export const createMessageReader = () => {
  let parts: Buffer[] = [];
  let received = 0;
  let head: Head | null = null;

  const joined = (): Buffer => {
    const [only] = parts;
    if (only === undefined || parts.length > 1) parts = [Buffer.concat(parts)];
    return parts[0] as Buffer;
  };
  const isComplete = ({ end, length }: Head, latest: Buffer): boolean => {
    if (length !== null) return received >= end + length;
    const tail = latest.length < LAST_CHUNK.length ? joined() : latest;
    return tail.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK) && received > end;
  };

  /** @returns the message once its last byte is in, `null` until then */
  return (bytes: Buffer): HttpMessage | null => {
    parts.push(bytes);
    received += bytes.length;
    head ??= readHead(joined());
    if (head === null || !isComplete(head, bytes)) return null;

    const { status, end, length } = head;
    const whole = joined();
    parts = [];
    received = 0;
    head = null;
    if (length !== null && whole.length > end + length) throw new Error("More has come than was due.");
    return { status, body: length === null ? joinChunks(whole, end) : whole.subarray(end) };
  };
};
