import type { LocalizedText } from "../../../schema/localization.js";
import { SubgraphSilent } from "../../../schema/subgraphs-port.js";

/**
 * Why a source gave nothing: `LATE` no answer in time; `AWAY` it can't be reached; `BUSY` it has too much to do; `GONE`
 * it is not in the supergraph; `FAILED` it answered that it can't; `UNUSABLE` it answered against the contract.
 */
export type FailureReason = "LATE" | "AWAY" | "BUSY" | "GONE" | "FAILED" | "UNUSABLE";

/** Thrown where a source's answer can't be had, or not be used. The message is for logs. */
export class SourceFailure extends Error {
  readonly reason: FailureReason;

  constructor(reason: FailureReason, message: string) {
    super(message);
    this.name = "SourceFailure";
    this.reason = reason;
  }
}

const SILENCES = {
  TIMEOUT: "LATE",
  UNREACHABLE: "AWAY",
  OVERLOADED: "BUSY",
  UNKNOWN_SUBGRAPH: "GONE",
} as const;

/** Whatever was thrown while a source was asked, as a failure of the source. */
export const failureOf = (thrown: unknown): SourceFailure => {
  if (thrown instanceof SourceFailure) return thrown;
  if (thrown instanceof SubgraphSilent) return new SourceFailure(SILENCES[thrown.reason], thrown.message);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new SourceFailure("AWAY", message);
};

/** What people are told. */
export const FAILURE_WORDS: Readonly<Record<FailureReason, LocalizedText>> = {
  LATE: {
    nb: "Svarte ikke i tide; spør igjen.",
    nn: "Svara ikkje i tide; spør igjen.",
    en: "Did not answer in time; ask again.",
  },
  AWAY: {
    nb: "Kan ikke nås akkurat nå.",
    nn: "Kan ikkje nåast akkurat no.",
    en: "Can't be reached at the moment.",
  },
  BUSY: {
    nb: "Har for mye å gjøre akkurat nå; spør igjen.",
    nn: "Har for mykje å gjere akkurat no; spør igjen.",
    en: "Has too much to do at the moment; ask again.",
  },
  GONE: {
    nb: "Er ikke tilkoblet nå.",
    nn: "Er ikkje tilkopla no.",
    en: "Is not connected now.",
  },
  FAILED: {
    nb: "Klarte ikke å svare.",
    nn: "Klarte ikkje å svare.",
    en: "Was not able to answer.",
  },
  UNUSABLE: {
    nb: "Svarte noe som ikke kan stemme; ingenting av det er vist.",
    nn: "Svara noko som ikkje kan stemme; ingenting av det er vist.",
    en: "Answered what can't be right; nothing of it is shown.",
  },
};
