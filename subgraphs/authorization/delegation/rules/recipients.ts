import type { PartyRow } from "../../../../drizzle/authorization/tables.js";
import { hasLastName } from "../../../../lib/last-name.js";
import { PARTY_UUID_PREFIX } from "../../../../schema/urns.js";
import { isActive } from "../../rules/connections.js";
import type { Refusal } from "./refusal.js";

/** Whom something is to be given to, as the giver names them. */
export interface Recipient {
  readonly urn: string;
  /** Of a person who is named by number. */
  readonly lastName: string | null;
}

/** An agent's system is made to be passed clients; a standard one acts for its own organisation only. */
const AGENT_SYSTEM = "AgentSystem";

const notFound: Refusal = {
  kind: "RECIPIENT_NOT_FOUND",
  message:
    "There is nobody of that name and number. Check both; a person is named by number and last name, or by the URN " +
    "that a list of theirs shows.",
};

const notAllowed = (message: string): Refusal => ({ kind: "RECIPIENT_NOT_ALLOWED", message });

/**
 * Whether the giver may name this party so. Organisations are public. A person is known by number and last name, or
 * by id to whoever has to do with them already; a wrong guess is answered as if there were nobody.
 * @param isKnown whether the giver has to do with them already
 */
export const recipientRefusal = (
  { urn, lastName }: Recipient,
  party: PartyRow | null,
  isKnown: boolean,
): Refusal | null => {
  if (party === null) return notFound;
  if (party.type === "PERSON") {
    const isProven = urn.startsWith(PARTY_UUID_PREFIX) ? isKnown : hasLastName(party.name, lastName ?? "");
    if (!isProven) return notFound;
  }
  if (party.type === "SELF_IDENTIFIED") {
    return isKnown || !urn.startsWith(PARTY_UUID_PREFIX)
      ? notAllowed(
          "Users who signed in with an e-mail address only can't be given access; name a person by number.",
        )
      : notFound;
  }
  return isActive(party)
    ? null
    : notAllowed("They are dead or deleted in their register; choose somebody else.");
};

/** Whether a party may be passed clients as an agent. */
export const agentRefusal = ({ type, variant }: PartyRow): Refusal | null => {
  if (type === "PERSON" || (type === "SYSTEM_USER" && variant === AGENT_SYSTEM)) return null;
  return notAllowed(
    type === "SYSTEM_USER"
      ? "A standard system user can't be an agent; use one that was made for clients (AgentSystem)."
      : "Agents are persons or agents' system users; name one of them.",
  );
};

/** Main administrators are people. */
export const isForPersonsOnly = (packageUrn: string): boolean =>
  packageUrn === "urn:altinn:accesspackage:hovedadministrator";
