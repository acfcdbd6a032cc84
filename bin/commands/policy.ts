import { readFile } from "node:fs/promises";
import { systemClock } from "../../lib/clock.js";
import { DomainError, messageOf } from "../../lib/errors.js";
import {
  type DecisionResponse,
  explainPolicy,
  indeterminateResponse,
  loadPolicies,
  openDecisionPoint,
  type Policies,
  processingError,
  readRequest,
  syntaxError,
  toJsonResponse,
  writeExplanation,
  writeXmlResponse,
} from "../../subgraphs/authorization/xacml/index.js";
import { CommandError } from "../command-error.js";

const read = async (path: string): Promise<Uint8Array> => {
  try {
    return await readFile(path);
  } catch (error) {
    throw new CommandError(`${path} cannot be read: ${messageOf(error)}`);
  }
};

const said = (error: unknown): CommandError =>
  error instanceof DomainError
    ? new CommandError(`${error.code}: ${error.message}`, { cause: error })
    : new CommandError(messageOf(error), { cause: error });

const load = async (paths: readonly string[]): Promise<Policies> =>
  loadPolicies(await Promise.all(paths.map(async (path) => ({ name: path, content: await read(path) }))));

/** The answer that XACML gives for a document that no decision can be made with, or `null` where it gives none. */
const answerTo = (error: unknown): DecisionResponse | null => {
  if (!(error instanceof DomainError)) return null;
  if (error.code === "POLICY_ILL_TYPED") return indeterminateResponse(processingError(error.message));
  const isMalformed = error.code === "POLICY_INVALID" || error.code === "REQUEST_INVALID";
  return isMalformed ? indeterminateResponse(syntaxError(error.message)) : null;
};

/**
 * Decides one request by policies and prints the response.
 *
 * An expression that can have no value makes XACML's answer Indeterminate, so that is printed as any other decision.
 * For documents that are malformed the same is printed, and the command fails as well: whatever reads only the answer
 * is then safe, and whoever reads the message knows what to mend. For what is not supported nothing is printed.
 */
export const evaluatePolicy = async (options: {
  readonly policy: readonly string[];
  readonly request: string;
  readonly json?: boolean;
}): Promise<void> => {
  const print = (response: DecisionResponse) =>
    process.stdout.write(
      options.json === true
        ? `${JSON.stringify(toJsonResponse(response), null, 2)}\n`
        : writeXmlResponse(response),
    );
  try {
    const policies = await load(options.policy);
    for (const { problem } of policies.illTyped) console.error(`POLICY_ILL_TYPED: ${problem}`);
    const request = readRequest(await read(options.request), options.request);
    print(openDecisionPoint(policies, systemClock).decide(request));
  } catch (error) {
    const answer = answerTo(error);
    if (answer !== null) print(answer);
    if (!(error instanceof DomainError) || error.code !== "POLICY_ILL_TYPED") throw said(error);
    console.error(`${error.code}: ${error.message}`);
  }
};

/** Explains policies in words, or refuses them by name. */
export const checkPolicy = async (
  files: readonly string[],
  options: { readonly json?: boolean },
): Promise<void> => {
  try {
    const { initial, illTyped } = await load(files);
    for (const { problem } of illTyped) throw new CommandError(`POLICY_ILL_TYPED: ${problem}`);
    const explained = initial.map(explainPolicy);
    console.log(
      options.json === true
        ? JSON.stringify(explained, null, 2)
        : explained.map(writeExplanation).join("\n\n"),
    );
  } catch (error) {
    throw said(error);
  }
};
