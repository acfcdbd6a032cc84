const NEWLINE = 10;

/** A line of a stream. */
export interface Line {
  /** From 1 on; empty lines count. */
  readonly number: number;
  /** Without its end; null where it is longer than is read. */
  readonly text: string | null;
  /** Of the first byte after it and its end. */
  readonly endByte: number;
}

/** How much of a stream is held at a time. */
export interface LineLimits {
  /** Lines of one run, at most. */
  readonly lines: number;
  /** Bytes after which a run ends. */
  readonly runBytes: number;
  /** Of the longest line. */
  readonly lineBytes: number;
}

/** A line as large as a single create's body; runs as large as pays. */
export const BULK_LIMITS: LineLimits = { lines: 500, runBytes: 2 * 1_048_576, lineBytes: 20 * 1_048_576 };

/** Cuts chunks into lines. Holds one line at most, and of one that is too long nothing. */
const createSplitter = (lineBytes: number, first: { readonly number: number; readonly byte: number }) => {
  let { number, byte } = first;
  let parts: Buffer[] = [];
  let bytes = 0;
  const take = (part: Buffer): void => {
    bytes += part.length;
    if (bytes <= lineBytes) parts.push(part);
    else parts = [];
  };
  const end = (endBytes: number): Line => {
    byte += bytes + endBytes;
    const text = bytes > lineBytes ? null : Buffer.concat(parts, bytes).toString("utf8");
    parts = [];
    bytes = 0;
    return { number: number++, text, endByte: byte };
  };
  return {
    *push(chunk: Buffer): Generator<Line> {
      let start = 0;
      for (;;) {
        const at = chunk.indexOf(NEWLINE, start);
        if (at < 0) break;
        take(chunk.subarray(start, at));
        start = at + 1;
        yield end(1);
      }
      if (start < chunk.length) take(chunk.subarray(start));
    },
    /** The last line, where the stream does not end with a newline. */
    *rest(): Generator<Line> {
      if (bytes > 0) yield end(0);
    },
  };
};

const isBlank = ({ text }: Line): boolean => text !== null && text.trim() === "";

/** Whether a promise is still under way after everything that is at hand has been done. */
const isLate = async (promise: Promise<unknown>): Promise<boolean> => {
  const late = Symbol("late");
  const pause = new Promise((resolve) => setImmediate(() => setImmediate(resolve, late)));
  return (await Promise.race([promise, pause])) === late;
};

/**
 * The lines of a stream in runs, blank ones left out. A run is as large as the limits allow while more is at hand, and
 * ends where the stream pauses: whoever sends line by line and waits for an answer gets it. The stream is read no
 * faster than the runs are taken.
 * @param first where the stream begins, when it is the rest of one
 */
export async function* runsOfLines(
  stream: AsyncIterable<Buffer>,
  limits: LineLimits,
  first: { readonly number: number; readonly byte: number } = { number: 1, byte: 0 },
): AsyncGenerator<Line[]> {
  const splitter = createSplitter(limits.lineBytes, first);
  let run: Line[] = [];
  let runStart = first.byte;
  const isFull = (): boolean =>
    run.length >= limits.lines || (run.at(-1)?.endByte ?? runStart) - runStart >= limits.runBytes;
  const takeRun = (): Line[] => {
    const taken = run;
    runStart = taken.at(-1)?.endByte ?? runStart;
    run = [];
    return taken;
  };

  const chunks = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = chunks.next();
      if (run.length > 0 && (await isLate(next))) yield takeRun();
      const { done, value } = await next;
      for (const line of done === true ? splitter.rest() : splitter.push(value)) {
        if (isBlank(line)) continue;
        run.push(line);
        if (isFull()) yield takeRun();
      }
      if (done === true) break;
    }
    if (run.length > 0) yield takeRun();
  } finally {
    await chunks.return?.();
  }
}
