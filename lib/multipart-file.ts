/** One file out of a form that a browser sent (RFC 7578), as it comes. */
export interface MultipartFile {
  readonly filename: string;
  /** As the sender says; empty where it does not. */
  readonly contentType: string;
  readonly bytes: AsyncIterable<Buffer>;
}

/** Of the lines before a part; browsers send some 200 bytes. */
const MAX_HEAD_BYTES = 16_384;
const BLANK_LINE = "\r\n\r\n";

/** Bytes that come in runs, looked at from the front without ever holding more than is asked for. */
class Incoming {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  get held(): Buffer {
    return this.#held;
  }

  /** @returns `false` where nothing more comes */
  async more(): Promise<boolean> {
    const { done, value } = await this.#source.next();
    if (done === true) return false;
    this.#held = Buffer.concat([this.#held, value]);
    return true;
  }

  take(bytes: number): Buffer {
    const taken = this.#held.subarray(0, bytes);
    this.#held = this.#held.subarray(bytes);
    return taken;
  }
}

const boundaryIn = (contentType: string): string | null => {
  const [, quoted, plain] =
    /^multipart\/form-data\b.*;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain ?? "";
  return boundary === "" || boundary.length > 70 ? null : boundary;
};

/** A part's bytes up to the line that ends it. Ends early, without an error, where the sender does: whoever reads counts. */
async function* bytesUntil(incoming: Incoming, end: Buffer): AsyncGenerator<Buffer> {
  for (;;) {
    const at = incoming.held.indexOf(end);
    if (at >= 0) {
      if (at > 0) yield incoming.take(at);
      return;
    }
    const sure = incoming.held.length - end.length; // the rest may be the beginning of the end
    if (sure > 0) yield incoming.take(sure);
    if (!(await incoming.more())) throw new Error("The form ended in the middle of its file.");
  }
}

const skipTo = async (incoming: Incoming, mark: Buffer | string): Promise<string | null> => {
  for (;;) {
    const at = incoming.held.indexOf(mark);
    if (at >= 0) {
      const before = incoming.take(at).toString("utf8");
      incoming.take(Buffer.byteLength(mark));
      return before;
    }
    if (incoming.held.length > MAX_HEAD_BYTES || !(await incoming.more())) return null;
  }
};

/**
 * The first file of a form, without waiting for its end; parts before it that are no files are skipped.
 * @returns `null` where there is none
 */
export const multipartFile = async (
  contentType: string,
  source: AsyncIterable<Uint8Array>,
): Promise<MultipartFile | null> => {
  const boundary = boundaryIn(contentType);
  if (boundary === null) return null;
  const incoming = new Incoming(source);
  const end = Buffer.from(`\r\n--${boundary}`);
  if ((await skipTo(incoming, `--${boundary}`)) === null) return null;
  for (;;) {
    const head = await skipTo(incoming, BLANK_LINE);
    if (head === null) return null;
    const filename = /^content-disposition:.*;\s*filename="((?:[^"\\]|\\.)*)"/im.exec(head)?.[1];
    if (filename !== undefined) {
      const type = /^content-type:\s*([^\r\n]*)/im.exec(head)?.[1] ?? "";
      const name = filename.replace(/%22/g, '"').replace(/\\(.)/g, "$1");
      return { filename: name, contentType: type.trim(), bytes: bytesUntil(incoming, end) };
    }
    if ((await skipTo(incoming, end)) === null) return null;
  }
};
