import type { Authorization } from "../port.js";
import type { AccessTrail } from "./trail.js";

/** The port, with its decisions on sensitive services told to the trail. Scopes of lists are not: they open nothing. */
export const recordDecisions = (authorization: Authorization, trail: AccessTrail): Authorization => ({
  ...authorization,
  async decide(call, requests) {
    const decisions = await authorization.decide(call, requests);
    if (decisions.length > 0) {
      const { viewer } = await authorization.connections(call);
      await trail.decided(call, viewer?.id ?? null, requests, decisions);
    }
    return decisions;
  },
});
