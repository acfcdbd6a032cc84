import { systemClock } from "../../lib/clock.js";
import type { Environment } from "../../lib/config.js";
import { messageOf } from "../../lib/errors.js";
import {
  importInstances as importStored,
  readSignedReceipt,
  readSigningKeys,
  verifyReceipt,
} from "../../subgraphs/forms/index.js";
import { CommandError } from "../command-error.js";
import { readJson } from "../import/read-document.js";
import { withStores } from "./import.js";

const reading = async <T>(source: string, read: (value: unknown) => T): Promise<T> => {
  const value = await readJson(source);
  try {
    return read(value);
  } catch (error) {
    throw new CommandError(`${source} is not what it should be: ${messageOf(error)}.`, { cause: error });
  }
};

/** Checks every signature of a receipt, and prints what is right and wrong. Ends with 1 where one is wrong. */
export const verifyForm = async (source: string, options: { readonly keys: string }): Promise<void> => {
  const receipt = await reading(source, readSignedReceipt);
  const keys = await reading(options.keys, readSigningKeys);
  const checked = verifyReceipt(receipt, keys);
  for (const { signee, signedAt, problem } of checked) {
    console.log(
      `${problem === null ? "good" : "WRONG"}  ${signedAt}  ${signee}${problem === null ? "" : `  ${problem}`}`,
    );
  }
  if (checked.length === 0) console.log("Nobody has signed this.");
  if (checked.length === 0 || checked.some(({ problem }) => problem !== null)) process.exitCode = 1;
};

/** Takes instances of Altinn 3's storage over. Ends with 1 where one was left out. */
export const importInstances = async (
  environment: Environment,
  source: string,
  options: { readonly json?: boolean },
): Promise<void> => {
  const document = await readJson(source);
  const report = await withStores(environment, ({ forms }) => importStored(forms, document, systemClock));
  const { added, changed, unchanged, leftOut } = report;
  if (options.json === true) console.log(JSON.stringify(report, null, 2));
  else {
    console.log(`Instances: ${added} added, ${changed} changed, ${unchanged} as they were.`);
    for (const { at, reason } of leftOut) console.log(`Left out: number ${at + 1}: ${reason}.`);
  }
  if (leftOut.length > 0) process.exitCode = 1;
};
