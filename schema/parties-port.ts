import { DomainError } from "../lib/errors.js";
import type { Call } from "./call.js";
import { createPortClient, type HttpPortOptions } from "./port-client.js";
import type { PartyUrn } from "./urns.js";
import { int, listOf, objectOf, text } from "./wire-readers.js";

/** A party in the register, as other rooms need to know it. */
export interface PartyRecord {
  readonly urn: PartyUrn;
  /** UUID: the id that a browser sees. */
  readonly id: string;
  /** Altinn's own number, which instances in storage are named by. */
  readonly partyId: number;
  readonly name: string;
}

/**
 * What the rooms need of the register of parties. In one process a call, otherwise HTTP. It tells whoever asks about any
 * party: a room asks about parties that its caller has a right to, and shows no more than that right gives.
 */
export interface PartiesPort {
  /**
   * Parties by URN; those that are unknown are not in the answer. @param urns at most 1,000
   * @throws DomainError `AUTHORIZATION_UNAVAILABLE` where no answer can be had
   */
  partiesByUrns(
    call: Pick<Call, "token">,
    urns: readonly PartyUrn[],
  ): Promise<ReadonlyMap<PartyUrn, PartyRecord>>;
}

/** Where the authorization room's process answers it, below its URL. */
export const PARTIES_PATH = "/port/parties";

const party = objectOf<PartyRecord>({ urn: text, id: text, partyId: int, name: text });

/** @throws Error that says what is not as the contract has it */
export const readParties = (value: unknown): ReadonlyMap<PartyUrn, PartyRecord> =>
  new Map(listOf(party)(value, "parties").map((entry) => [entry.urn, entry]));

/** @throws Error that says what is not as the contract has it */
export const readPartyUrns = (value: unknown): readonly PartyUrn[] =>
  objectOf<{ urns: readonly string[] }>({ urns: listOf(text) })(value, "question").urns;

/** The register's answer did not come, for whatever reason. */
export const partiesUnavailable = (cause: unknown): DomainError => {
  const failure = new DomainError(
    "AUTHORIZATION_UNAVAILABLE",
    "It could not be found out who the party is just now; try again in a moment.",
  );
  failure.cause = cause;
  return failure;
};

/** The register in another process. */
export const createHttpPartiesPort = (options: HttpPortOptions): PartiesPort & { close(): Promise<void> } => {
  const client = createPortClient(options, partiesUnavailable);
  return {
    partiesByUrns: (call, urns) => client.ask(PARTIES_PATH, call, { urns }, readParties),
    close: () => client.close(),
  };
};
