import type { Logger } from "pino";

/** Apollo's chatter about itself is for whoever debugs; its warnings are for everyone. */
export const quiet = (logger: Logger) => ({
  debug: (line?: unknown) => logger.debug(line),
  info: (line?: unknown) => logger.debug(line),
  warn: (line?: unknown) => logger.warn(line),
  error: (line?: unknown) => logger.error(line),
});
