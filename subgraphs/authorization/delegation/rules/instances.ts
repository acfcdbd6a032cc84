import type { PartyRow } from "../../../../drizzle/authorization/tables.js";
import { isUuid } from "../../../../lib/ids.js";
import { INSTANCE_PREFIX } from "../../../../schema/urns.js";
import { invalid, type Refusal } from "./refusal.js";

/** References to one thing that end in its UUID. */
const UUID_PREFIXES = ["urn:altinn:dialog-id:", "urn:altinn:correspondence-id:"];

/**
 * Whether a text names one thing that a party may give access to.
 * @param party whose thing it is: the instance of a form names its party by Altinn's own number
 */
export const instanceRefusal = (
  instanceRef: string,
  { partyId }: Pick<PartyRow, "partyId">,
): Refusal | null => {
  if (instanceRef.startsWith(INSTANCE_PREFIX)) {
    const [owner, id] = instanceRef.slice(INSTANCE_PREFIX.length).split("/");
    if (owner === String(partyId) && id !== undefined && isUuid(id)) return null;
    return invalid(
      "The form instance is not one of this party's; write urn:altinn:instance-id:{partyId}/{uuid}.",
    );
  }
  const prefix = UUID_PREFIXES.find((candidate) => instanceRef.startsWith(candidate));
  if (prefix !== undefined && isUuid(instanceRef.slice(prefix.length))) return null;
  return invalid(
    "Name one thing by urn:altinn:instance-id:{partyId}/{uuid}, urn:altinn:dialog-id:{uuid} or " +
      "urn:altinn:correspondence-id:{uuid}.",
  );
};
