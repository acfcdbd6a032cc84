import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Line, type LineLimits, runsOfLines } from "../../../../subgraphs/dialogs/bulk/lines.js";

const LIMITS: LineLimits = { lines: 3, runBytes: 1_000, lineBytes: 50 };

async function* streamOf(chunks: readonly (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

const runsIn = async (
  stream: AsyncIterable<Buffer>,
  limits = LIMITS,
  first?: { number: number; byte: number },
): Promise<Line[][]> => {
  const runs: Line[][] = [];
  for await (const run of runsOfLines(stream, limits, first)) runs.push(run);
  return runs;
};

describe("the lines of a stream", () => {
  it("are the same however the stream is cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "binary", maxLength: 12 }).map((text) => text.replaceAll("\n", ""))),
        fc.array(fc.nat(20)),
        async (lines, cuts) => {
          const bytes = Buffer.from(lines.join("\n"), "utf8");
          const chunks: Buffer[] = [];
          let start = 0;
          for (const cut of cuts) {
            chunks.push(bytes.subarray(start, start + cut));
            start += cut;
          }
          chunks.push(bytes.subarray(start));
          const found = (await runsIn(streamOf(chunks))).flat();
          const expected = lines.flatMap((line, index) => {
            const text = Buffer.from(line, "utf8").toString("utf8");
            return text.trim() === "" ? [] : [[index + 1, text]];
          });
          expect(found.map(({ number, text }) => [number, text])).toEqual(expected);
        },
      ),
    );
  });

  it("come in runs that are no larger than they may be", async () => {
    expect(
      (await runsIn(streamOf(["1\n2\n3\n4\n5\n6\n7"]))).map((run) => run.map(({ text }) => text)),
    ).toEqual([["1", "2", "3"], ["4", "5", "6"], ["7"]]);
    const byBytes = await runsIn(streamOf(["aaaa\nbbbb\ncccc\n"]), { ...LIMITS, runBytes: 8 });
    expect(byBytes.map((run) => run.map(({ text }) => text))).toEqual([["aaaa", "bbbb"], ["cccc"]]);
  });

  it("know where they end, so that the rest can be read from there", async () => {
    const text = "{}\n\n[æ]\nlast";
    const lines = (await runsIn(streamOf([text]))).flat();
    expect(lines.map(({ number, endByte }) => [number, endByte])).toEqual([
      [1, 3],
      [3, 9],
      [4, 13],
    ]);
    const rest = Buffer.from(text).subarray(9);
    expect(await runsIn(streamOf([rest]), LIMITS, { number: 4, byte: 9 })).toEqual([
      [{ number: 4, text: "last", endByte: 13 }],
    ]);
  });

  it("that are too long are not held, and the next ones are read", async () => {
    const long = "x".repeat(30);
    const lines = (await runsIn(streamOf([`${"y".repeat(50)}\n${long}`, long, `${long}\nnext\n`]))).flat();
    expect(lines.map(({ number, text }) => [number, text])).toEqual([
      [1, "y".repeat(50)],
      [2, null],
      [3, "next"],
    ]);
  });

  it("are given when the stream pauses, and the stream is read no faster than they are taken", async () => {
    let asked = 0;
    let goOn: () => void = () => undefined;
    async function* pausing(): AsyncGenerator<Buffer> {
      asked++;
      yield Buffer.from("1\n");
      asked++;
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
      yield Buffer.from("2\n");
      asked++;
    }
    const runs = runsOfLines(pausing(), LIMITS);
    expect((await runs.next()).value?.map(({ text }: Line) => text)).toEqual(["1"]);
    expect(asked).toBe(2);
    goOn();
    expect((await runs.next()).value?.map(({ text }: Line) => text)).toEqual(["2"]);
    expect((await runs.next()).done).toBe(true);
  });
});
