import { LRUCache } from "lru-cache";
import { HOUR_MILLIS, systemClock } from "../../lib/clock.js";
import type { RegistryStore } from "../../registry/index.js";
import type { RefusedAttempt } from "../../schema/room.js";
import { ORGANIZATION_PREFIX, type PartyUrn } from "../../schema/urns.js";

/** So many of one organisation are noted in an hour: who tries on and on says nothing more by it. */
const MAX_AN_HOUR = 200;
const MAX_ORGANIZATIONS = 10_000;

/** How the registry names an organisation: what subgraphs are owned by, and what the audit log has. */
export const organizationId = (organization: PartyUrn): string =>
  `org:${organization.slice(ORGANIZATION_PREFIX.length)}`;

/** Notes in the audit log what organisations were refused elsewhere than in the registry. */
export const createRefusalNotes = (
  store: Pick<RegistryStore, "addAudit">,
  onProblem: (error: unknown) => void,
) => {
  const noted = new LRUCache<string, number>({ max: MAX_ORGANIZATIONS, ttl: HOUR_MILLIS, noUpdateTTL: true });
  return (organization: PartyUrn, { action, subject, code, reason }: RefusedAttempt): void => {
    const by = organizationId(organization);
    const count = noted.get(by) ?? 0;
    if (count >= MAX_AN_HOUR) return;
    noted.set(by, count + 1);
    store.addAudit({ at: systemClock(), by, action, subject, outcome: code, reason }).catch(onProblem);
  };
};
