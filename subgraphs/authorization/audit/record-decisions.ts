import type { Authorization } from "../port.js";
import type { AccessTrail } from "./trail.js";

/** The port, with its decisions on sensitive services told to the trail. Scopes of lists are not: they open nothing. */
export const recordDecisions = (authorization: Authorization, trail: AccessTrail): Authorization => ({
  ...authorization,
  async decide(call, requests) {
    const decisions = await authorization.decide(call, requests);
    if (decisions.length > 0) {
      const viewerId = (await authorization.connections(call)).viewer?.id ?? null;
      const told = decisions.flatMap(({ decision: outcome, partyId, requiredLevel }, index) => {
        const request = requests[index];
        if (request === undefined) return [];
        const { service, action } = request;
        return [{ service, action, outcome, partyId, requiredLevel, subjectId: viewerId }];
      });
      await trail.decided(call, viewerId, told);
    }
    return decisions;
  },
});
