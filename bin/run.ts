import type { Logger } from "pino";

/**
 * Waits until the process is told to stop (SIGTERM, SIGINT), then closes. A second signal ends it at once.
 * @param close lets what is under way finish
 */
export const runUntilStopped = async (logger: Logger, close: () => Promise<void>): Promise<void> => {
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => resolve(name));
  });
  logger.info({ signal }, "stopping: finishing what is under way");
  await close();
  logger.info("stopped");
};
