import type { Candidate, ProbeCaller } from "../../schema/history-source/conformance/probe.js";
import { HISTORY_ARGUMENTS } from "../../schema/history-source/contract.js";

/** Names of the arguments that a live source has. */
export const SOURCE_ARGUMENTS = Object.keys(HISTORY_ARGUMENTS);

/**
 * An agency that is served, as a candidate that is probed.
 * @param tokens what stands for a call token of the party's, of a stranger's, and of one that nobody signed
 */
export const candidateAt = (
  url: string,
  tokens: { party(urn: string): string; readonly stranger: string },
): Candidate => {
  const tokenOf = (as: ProbeCaller): Record<string, string> => {
    if (as.kind === "UNSIGNED") return {};
    if (as.kind === "PARTY") return { "x-tunet-call": tokens.party(as.party) };
    return { "x-tunet-call": as.kind === "STRANGER" ? tokens.stranger : "forged" };
  };
  return {
    async ask({ query, variables }, as) {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", ...tokenOf(as) },
        body: JSON.stringify({ query, variables }),
      });
      const { data = null, errors = [] } = (await response.json()) as {
        data?: Readonly<Record<string, unknown>> | null;
        errors?: readonly { message: string; extensions?: { code?: string } }[];
      };
      return {
        data,
        errors: errors.map(({ message, extensions }) => ({ message, code: extensions?.code ?? null })),
      };
    },
  };
};
