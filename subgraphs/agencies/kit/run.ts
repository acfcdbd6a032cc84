import { type ServedSubgraph, type SubgraphOptions, serveSubgraph } from "./serve.js";
import { publish, type Tunet, TunetRefused } from "./tunet.js";

const FIRST_WAIT_MILLIS = 500;
const LONGEST_WAIT_MILLIS = 30_000;

/** One line of JSON for each event. */
export type Log = (level: "info" | "warn" | "error", message: string) => void;

export interface AgencyOptions {
  /** The subgraph's. */
  readonly name: string;
  readonly sdl: string;
  readonly tunet: Tunet;
  /** Synthetic parties, by URN, that a live history source is asked as before it is published. */
  readonly probeParties?: readonly string[];
  readonly subgraph: Omit<SubgraphOptions, "onError">;
  /** 0 for any that is free; one that is taken is left for another. */
  readonly port: number;
  onListening?(port: number): void;
  /** What the agency does unasked. */
  startWork?(log: Log): { close(): Promise<void> };
  close?(): void;
}

const listen = async (options: SubgraphOptions, port: number): Promise<ServedSubgraph> => {
  try {
    return await serveSubgraph(options, port);
  } catch (error) {
    if (port === 0 || (error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    return serveSubgraph(options, 0);
  }
};

/** Resolves when the process is told to stop, or whoever started it is gone. */
const told = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT", "disconnect"]) process.once(signal, () => resolve());
  });

/** Publishes, and tries again while the registry is out of reach. @returns `false` where the agency was stopped first */
const join = async (
  { name, sdl, tunet, probeParties }: AgencyOptions,
  url: string,
  { log, stopped }: { readonly log: Log; readonly stopped: Promise<void> },
): Promise<boolean> => {
  let isStopped = false;
  void stopped.then(() => {
    isStopped = true;
  });
  for (let wait = FIRST_WAIT_MILLIS; !isStopped; wait = Math.min(2 * wait, LONGEST_WAIT_MILLIS)) {
    try {
      const { isPublished, supergraph, check } = await publish(
        tunet,
        { name, sdl, url },
        `${name} joins`,
        probeParties,
      );
      const lines = (check?.findings ?? []).filter(({ severity }) => severity === "ERROR" || !isPublished);
      for (const { line, column, message } of lines)
        log("error", `schema.graphql:${line}:${column} ${message}`);
      if (!isPublished) throw new Error("The registry does not take the subgraph.");
      log("info", `joined: supergraph ${supergraph} serves`);
      return true;
    } catch (error) {
      if (!(error instanceof TunetRefused) || !error.isPassing) throw error;
      log("warn", `The registry can't be asked yet: ${error.message}`);
      await Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, wait).unref())]);
    }
  }
  return false;
};

/** Serves a subgraph, joins through the registry, and runs until it is told to stop. */
export const runAgency = async (options: AgencyOptions): Promise<void> => {
  const { name, subgraph } = options;
  const log: Log = (level, message) => {
    process.stdout.write(
      `${JSON.stringify({ level, time: new Date().toISOString(), agency: name, msg: message })}\n`,
    );
  };
  const stopped = told();
  const onError = (error: unknown): void =>
    log("error", error instanceof Error ? (error.stack ?? error.message) : String(error));
  const served = await listen({ ...subgraph, onError }, options.port);
  options.onListening?.(Number(new URL(served.url).port));
  log("info", `listening at ${served.url}`);
  try {
    if (await join(options, served.url, { log, stopped })) {
      const work = options.startWork?.(log);
      await stopped;
      await work?.close();
    }
  } finally {
    await served.close();
    options.close?.();
    if (process.connected) process.disconnect();
  }
};
