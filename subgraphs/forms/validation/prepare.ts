import { setImmediate } from "node:timers/promises";
import type { FormsStore } from "../store.js";
import type { Validators } from "./validators.js";

/** Forms that are compiled at a start: those that were published last. */
const MOST = 200;

/**
 * Compiles the newest version of each form at the start, one at a time, and lets others be answered in between. A version
 * that was begun on earlier is compiled when it is first asked for.
 * @param isEnded looked at before each
 */
export const prepareValidators = async (
  store: Pick<FormsStore, "newestDefinitions">,
  validators: Pick<Validators, "prepare">,
  isEnded: () => boolean,
): Promise<void> => {
  for (const definition of await store.newestDefinitions(MOST)) {
    if (isEnded()) return;
    validators.prepare(definition);
    await setImmediate();
  }
};
