import { GraphQLError } from "graphql";
import type { Call } from "../kit/call.js";
import { type AuthorizedParty, authorizedParties, type Tunet } from "../kit/tunet.js";
import type { ArchivedService } from "./record.js";
import type { Visible } from "./store.js";

const RESOURCE_PREFIX = "urn:altinn:resource:";

/** As whom the archive asks about one owner's services: every owner has to have let it. */
export type OwnersTunet = (owner: string) => Tunet | null;

/** What one viewer may see of the archive, found out once in a request. */
export interface Viewable {
  /** @throws GraphQLError where that can't be found out: then nothing may be shown */
  visible(): Promise<Visible>;
}

const unavailable = (error: unknown): never => {
  throw new GraphQLError("It could not be found out whose archive you may read; try again in a moment.", {
    extensions: { code: "ALTINN2_AUTHORIZATION_UNAVAILABLE" },
    originalError: error instanceof Error ? error : null,
  });
};

const servicesByOwner = (services: readonly ArchivedService[]): Map<string, string[]> => {
  const byOwner = new Map<string, string[]>();
  for (const { owner, service } of services)
    byOwner.set(owner, [...(byOwner.get(owner) ?? []), service.slice(RESOURCE_PREFIX.length)]);
  return byOwner;
};

const visibleOf = (parties: readonly AuthorizedParty[], level: number): Visible => ({
  services: parties.flatMap(({ urn, services }) =>
    urn === null ? [] : services.map((service) => [urn, RESOURCE_PREFIX + service] as const),
  ),
  instances: parties.flatMap(({ instances }) => instances).map((instance) => instance.toLowerCase()),
  level,
});

/**
 * Asks authorization when it is first needed, about every owner's services as that owner has let the archive. Where it
 * does not answer, nothing is shown, and that is said.
 */
export const viewableBy = (
  tunetFor: OwnersTunet,
  services: readonly ArchivedService[],
  { caller }: Call,
): Viewable => {
  const ask = async (): Promise<Visible> => {
    const asked = [...servicesByOwner(services)].map(([owner, names]) => {
      const tunet = tunetFor(owner);
      // Nobody has let the archive ask about these: they are shown to nobody.
      return tunet === null ? [] : authorizedParties(tunet, caller.subject, names);
    });
    return visibleOf((await Promise.all(asked)).flat(), caller.level);
  };
  let asked: Promise<Visible> | null = null;
  return {
    visible() {
      asked ??= ask().catch(unavailable);
      return asked;
    },
  };
};
