import { DomainError } from "../lib/errors.js";
import type { DialogsPort } from "./dialogs-port.js";
import { DIALOGS_PATHS, readDialogThere, readDialogWriteOutcome } from "./dialogs-wire.js";
import { createPortClient, type HttpPortOptions } from "./port-client.js";

const unavailable = (cause: unknown): DomainError => {
  const failure = new DomainError(
    "DIALOGS_UNAVAILABLE",
    "The history can't be written to just now; it is tried again.",
  );
  failure.cause = cause;
  return failure;
};

/** The dialogs in another process. Whatever goes wrong on the way is `DIALOGS_UNAVAILABLE`. */
export const createHttpDialogsPort = (options: HttpPortOptions): DialogsPort & { close(): Promise<void> } => {
  const client = createPortClient(options, unavailable);
  return {
    look: (call, dialogId) => client.ask(DIALOGS_PATHS.look, call, { dialogId }, readDialogThere),
    write: (call, write) => client.ask(DIALOGS_PATHS.write, call, write, readDialogWriteOutcome),
    close: () => client.close(),
  };
};
