import { type PartiesPort, partiesUnavailable } from "../../schema/parties-port.js";
import { authorizationError } from "./errors.js";
import { MAX_DECISIONS } from "./port.js";
import type { AuthorizationStore } from "./store.js";

/** What the register of parties tells the other rooms. */
export const createPartiesPort = (store: AuthorizationStore): PartiesPort => ({
  async partiesByUrns(_call, urns) {
    if (urns.length > MAX_DECISIONS) {
      throw authorizationError(
        "BATCH_TOO_LARGE",
        `Ask for at most ${MAX_DECISIONS} parties at once; it was ${urns.length}.`,
      );
    }
    const rows = await store.partiesByUrns(urns).catch((cause: unknown) => {
      throw partiesUnavailable(cause);
    });
    return new Map(rows.map(({ urn, id, partyId, name }) => [urn, { urn, id, partyId, name }]));
  },
});
