import type { Clock } from "../../../lib/clock.js";
import type { Call } from "../../../schema/call.js";
import type { LocalizedText } from "../../../schema/localization.js";
import type { AccessRequest } from "../../../schema/ports.js";
import { partyByUrn } from "../delegation/store/parties.js";
import { failClosed } from "../errors.js";
import type { Authorization } from "../port.js";
import type { Connection } from "../rules/connections.js";
import type { ReasonedDecision } from "../rules/decision.js";
import type { AuthorizationStore } from "../store.js";
import { consentedServices, partyIdsByUrns } from "./store.js";

const NAME: LocalizedText = { nb: "Samtykke", nn: "Samtykke", en: "Consent" };

/** What a consent is, in the words of connections: rights by name, to one service, and to nothing else. */
const consentConnection = (giverId: string): Connection => ({
  giverId,
  inheritance: null,
  role: { urn: "urn:altinn:role:samtykke", legacyUrn: null, code: "samtykke", isKeyRole: false },
  isByName: true,
  through: null,
  source: { id: -1, subjects: new Map(), services: new Map() },
  instances: [],
});

const permitted = (
  request: AccessRequest,
  { giverId, giverUrn }: { readonly giverId: string; readonly giverUrn: string },
): ReasonedDecision => ({
  decision: "PERMIT",
  partyId: giverId,
  // How sure it must be that it is them was asked of whoever gave the consent.
  requiredLevel: 0,
  grants: [
    {
      grantType: "RESOURCE_DELEGATION",
      subject: request.service,
      name: NAME,
      via: giverUrn,
      connection: consentConnection(giverId),
      viaId: giverId,
      roleName: NAME,
      throughRoleName: null,
    },
  ],
});

/**
 * The port, where an organisation's machine may also do what consents in force let it do. Only what nobody said
 * anything of is asked: a refusal by name stays one.
 */
export const decideByConsents = (
  authorization: Authorization,
  store: AuthorizationStore,
  clock: Clock,
): Authorization => {
  const consented = async (
    { viewer }: Call,
    requests: readonly AccessRequest[],
    decisions: readonly ReasonedDecision[],
  ): Promise<readonly ReasonedDecision[]> => {
    const open = requests.filter((_, index) => decisions[index]?.decision === "NOT_APPLICABLE");
    if (viewer.organization === null || open.length === 0) return decisions;
    const { database, tables } = store.open;
    const receiver = await partyByUrn(database.read, tables, viewer.organization);
    if (receiver === null) return decisions;
    const givers = await partyIdsByUrns(database.read, tables, [...new Set(open.map(({ party }) => party))]);
    if (givers.size === 0) return decisions;
    const found = await consentedServices(database.read, tables, {
      toId: receiver.id,
      fromIds: [...new Set(givers.values())],
      now: clock(),
    });
    return decisions.map((decision, index) => {
      const request = requests[index];
      const giverId = request === undefined ? undefined : givers.get(request.party);
      if (request === undefined || giverId === undefined || decision.decision !== "NOT_APPLICABLE") {
        return decision;
      }
      const isCovered = found.some(
        ({ fromId, service, actions }) =>
          fromId === giverId && service === request.service && actions.includes(request.action),
      );
      return isCovered ? permitted(request, { giverId, giverUrn: request.party }) : decision;
    });
  };

  return {
    ...authorization,
    decide: async (call, requests) => {
      const decisions = await authorization.decide(call, requests);
      return failClosed(() => consented(call, requests, decisions));
    },
  };
};
