import { Readable } from "node:stream";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { GraphQLSchema } from "graphql";
import { DomainError } from "../../../lib/errors.js";
import type { RoomHttp } from "../../../schema/room.js";
import { refuse, refuseFor, statusOf } from "../end-user-refusals.js";
import { dialogsError } from "../errors.js";
import { csvWriter } from "./csv.js";
import { ndjsonWriter } from "./ndjson.js";
import type { ExportRecord, ExportWriter } from "./records.js";
import { type ExportRequest, parametersOf, readExportRequest } from "./request.js";
import { type Export, type ExportParts, openExport } from "./run.js";

export const EXPORT_PATH = "/history/export";

/** A filter with a thousand values of everything. */
const BODY_BYTES = 1_048_576;

/** How many exports may run in one process, in all and for one viewer. */
export interface ExportLimits {
  readonly total: number;
  readonly perViewer: number;
}

export interface ExportRoutesOptions extends ExportParts {
  readonly schema: GraphQLSchema;
  readonly http: Pick<RoomHttp, "identify">;
  readonly limits: ExportLimits;
}

/** Counts what runs. */
const createTurnstile = ({ total, perViewer }: ExportLimits) => {
  const running = new Map<string, number>();
  let all = 0;
  return {
    /** @returns ends the turn, once however often it is called. @throws DomainError `TOO_MANY_EXPORTS` */
    enter(viewer: string): () => void {
      const own = running.get(viewer) ?? 0;
      if (all >= total || own >= perViewer) {
        const whose = own >= perViewer ? "of yours" : "in all";
        throw dialogsError(
          "TOO_MANY_EXPORTS",
          `As many exports ${whose} are running as may; wait for one to end.`,
        );
      }
      all += 1;
      running.set(viewer, own + 1);
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        all -= 1;
        const left = (running.get(viewer) ?? 1) - 1;
        if (left > 0) running.set(viewer, left);
        else running.delete(viewer);
      };
    },
  };
};

const writerFor = (request: ExportRequest): ExportWriter =>
  request.format === "CSV" ? csvWriter(request) : ndjsonWriter;

/** The export as text, a run of records at a time, each made only when the one before has gone out. */
async function* textOf(
  { records }: Export,
  { write }: ExportWriter,
  onEnd: (outcome: { readonly itemCount: number; readonly last: ExportRecord["record"] | "left" }) => void,
): AsyncGenerator<string, void, void> {
  let itemCount = 0;
  let last: ExportRecord["record"] | "left" = "left";
  try {
    for await (const run of records()) {
      yield run.map(write).join("");
      itemCount += run.filter(({ record }) => record === "item").length;
      const final = run.at(-1)?.record;
      if (final === "end" || final === "error") last = final;
    }
  } finally {
    onEnd({ itemCount, last });
  }
}

/** Mounts the export of the whole filtered history, to whoever shows the token that they ask the graph with. */
export const mountExport = (app: FastifyInstance, options: ExportRoutesOptions): void => {
  const { schema, http, clock } = options;
  const turnstile = createTurnstile(options.limits);

  const answer = async (request: FastifyRequest, reply: FastifyReply, asked: unknown) => {
    const wanted = readExportRequest(schema, asked, request.headers.accept);
    const began = clock();
    const onFault = (fault: unknown) =>
      request.log.error({ err: fault }, "An export of the history could not be taken to its end.");
    const opened = await openExport(wanted, options, () => http.identify(request), onFault);
    const leave = turnstile.enter(opened.viewer);
    reply.raw.once("close", leave);
    const writer = writerFor(wanted);
    const text = textOf(opened, writer, (outcome) => {
      leave();
      const report = { ...outcome, format: wanted.format, millis: Math.round(clock() - began) };
      request.log.info(report, "The history was exported.");
    });
    const day = new Date(began).toISOString().slice(0, 10);
    return reply
      .type(writer.contentType)
      .header("cache-control", "no-store")
      .header("x-content-type-options", "nosniff")
      .header("x-accel-buffering", "no")
      .header("content-disposition", `attachment; filename="history-${day}.${writer.fileExtension}"`)
      .send(Readable.from(text, { objectMode: false }));
  };

  app.register(async (own) => {
    own.setErrorHandler((error, request, reply) => {
      if (error instanceof DomainError && statusOf(error.code) !== null) return refuseFor(reply, error);
      const { statusCode = 500, message } = error as Partial<FastifyError>;
      if (statusCode < 500) {
        return refuse(reply, statusCode, [{ message, extensions: { code: "EXPORT_REQUEST_INVALID" } }]);
      }
      request.log.error({ err: error }, "An export of the history could not be begun.");
      const shown = "Something went wrong here. It has been logged; try again later.";
      return refuse(reply, 500, [{ message: shown, extensions: { code: "INTERNAL_SERVER_ERROR" } }]);
    });
    own.get(EXPORT_PATH, (request, reply) =>
      answer(request, reply, parametersOf(request.url.split("?").slice(1).join("?"))),
    );
    own.post(EXPORT_PATH, { bodyLimit: BODY_BYTES }, (request, reply) =>
      answer(request, reply, request.body),
    );
  });
};
