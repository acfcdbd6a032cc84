import type { Call } from "../../../schema/call.js";
import type { InstanceAccessPort } from "../../../schema/instance-access-port.js";
import type { ServiceUrn } from "../../../schema/urns.js";
import type { HistoryStore } from "../history/store.js";
import type { SignatureStore } from "./store.js";

/** Rounds until everybody's access is as it should be: more only where it changes all the while. */
const MAX_ROUNDS = 6;

/** What following needs. */
export interface AccessParts {
  readonly history: Pick<HistoryStore, "placeOf">;
  readonly signatures: Pick<SignatureStore, "accessOf" | "noteAccess">;
  readonly instanceAccess: InstanceAccessPort;
  readonly clock: () => number;
  /** The call of the organisation that owns a service. Rejects where that can't be found out. */
  ownerCall(service: ServiceUrn): Promise<Call>;
}

/**
 * Lets the persons who are named to sign a submission in to it, and out again. What each may do is read anew after it was
 * set, until nothing differs: so whoever else does the same at the same time, what is set last is what should be.
 * @throws DomainError of the port; it is tried again
 */
export const followAccess = async (instanceId: string, parts: AccessParts): Promise<void> => {
  const { history, signatures, instanceAccess, clock, ownerCall } = parts;
  const done = new Map<string, string>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const wanted = await signatures.accessOf(instanceId);
    const open = wanted.filter(({ party, actions }) => done.get(party) !== actions.join(" "));
    if (open.length === 0) return;
    const place = await history.placeOf(instanceId);
    if (place === null) return;
    const call = await ownerCall(place.serviceResource);
    for (const { party, actions, isKnown } of open) {
      if (!isKnown) await signatures.noteAccess(instanceId, party, clock());
      await instanceAccess.setAccess(call, {
        service: place.serviceResource,
        instanceRef: instanceId,
        from: place.party,
        to: party,
        actions,
      });
      done.set(party, actions.join(" "));
    }
  }
  throw new Error("Who signs changes faster than they can be let in.");
};
