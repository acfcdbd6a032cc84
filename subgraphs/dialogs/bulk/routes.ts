import { Readable } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { RoomHttp } from "../../../schema/room.js";
import type { ServicesPort } from "../../../schema/services-port.js";
import { answerProblems } from "../events/problems.js";
import { type Caller, checkScopes, readCaller, SERVICE_PROVIDER } from "../owners-api/callers.js";
import { API_PATH } from "../owners-api/operations.js";
import { readQuery } from "../owners-api/query.js";
import { RestRefusal } from "../owners-api/refusals.js";
import type { DialogWriter } from "../writing/index.js";
import { BULK_LIMITS, runsOfLines } from "./lines.js";
import { createRows, type LineResult, type RowsParts } from "./rows.js";

/** Ours, beside Dialogporten's paths. */
export const BULK_CREATE_PATH = `${API_PATH}/dialogs/actions/bulkcreate`;
const NDJSON = "application/x-ndjson";

/** Streams at a time in one process: each may hold a run. */
const MAX_STREAMS = 8;

/** What bulk creation works with. */
export interface BulkParts {
  readonly writer: DialogWriter;
  readonly services: ServicesPort;
  readonly http: Pick<RoomHttp, "identify">;
}

const counted = (results: readonly LineResult[], status: LineResult["status"]): number =>
  results.filter((result) => result.status === status).length;

const lineOf = (value: object): string => `${JSON.stringify(value)}\n`;

/**
 * The answer, line by line. It ends with a summary; an answer that ends without one was cut off, and what follows its
 * last line is to be sent again.
 */
async function* answerTo(
  stream: AsyncIterable<Buffer>,
  firstLine: number,
  parts: RowsParts,
  onFault: (fault: unknown) => void,
): AsyncGenerator<string> {
  const summary = { lines: 0, created: 0, existing: 0, refused: 0 };
  try {
    for await (const run of runsOfLines(stream, BULK_LIMITS, { number: firstLine, byte: 0 })) {
      const results = await createRows(run, BULK_LIMITS.lineBytes, parts);
      summary.lines += results.length;
      summary.created += counted(results, "CREATED");
      summary.existing += counted(results, "EXISTS");
      summary.refused += counted(results, "REFUSED");
      yield results.map(lineOf).join("");
    }
    yield lineOf({ summary });
  } catch (fault) {
    onFault(fault);
    const message = "The rest could not be made. Send what follows the last line that was answered again.";
    yield lineOf({ error: { message } });
  }
}

/** Mounts the creation of many dialogs from one stream of NDJSON. */
export const mountBulk = async (
  app: FastifyInstance,
  { writer, services, http }: BulkParts,
): Promise<void> => {
  const callers = new WeakMap<FastifyRequest, Caller>();
  let open = 0;

  await app.register(async (own) => {
    answerProblems(own);
    own.removeAllContentTypeParsers();
    own.addContentTypeParser(NDJSON, (_request, body, done) => done(null, body));

    own.addHook("onRequest", async (request) => {
      const call = await http.identify(request);
      checkScopes(call, [SERVICE_PROVIDER]);
      callers.set(request, await readCaller(call, services));
    });

    own.post(BULK_CREATE_PATH, async (request, reply) => {
      const caller = callers.get(request);
      if (caller === undefined) throw new Error("The route was reached without its caller.");
      const query = readQuery(request.url.split("?").slice(1).join("?"));
      const firstLine = query.int("firstLine", { min: 1, max: Number.MAX_SAFE_INTEGER }) ?? 1;
      const isSilentUpdate = query.bool("isSilentUpdate") ?? false;
      query.check();
      const { body } = request;
      if (!(body instanceof Readable)) {
        throw new RestRefusal(415, { "Content-Type": [`Send the dialogs as ${NDJSON}, one on each line.`] });
      }
      if (open >= MAX_STREAMS)
        throw new RestRefusal(503, { "": ["There are too many streams. Try again later."] });
      open += 1;
      reply.raw.once("close", () => {
        open -= 1;
      });
      const parts = { writer, call: caller.owner, options: { isSilentUpdate } };
      const answer = answerTo(body, firstLine, parts, (fault) =>
        request.log.error({ err: fault }, "A stream of dialogs could not be taken to its end."),
      );
      return reply.type(`${NDJSON}; charset=utf-8`).send(Readable.from(answer, { objectMode: false }));
    });
  });
};
