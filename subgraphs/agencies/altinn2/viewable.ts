import { GraphQLError } from "graphql";
import { createPartiesAsker } from "../kit/authorized-parties.js";
import type { Call } from "../kit/call.js";
import type { AuthorizedParty, Tunet } from "../kit/tunet.js";
import type { ArchivedService } from "./record.js";
import type { Visible } from "./store.js";

const RESOURCE_PREFIX = "urn:altinn:resource:";

/** Whom the caller of a request may act for, in all owners' services. @throws TunetRefused */
export type AskOwners = (call: Call) => Promise<readonly AuthorizedParty[]>;

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
 * Asks about every owner's services, as that owner has let the archive; once for one request.
 * @param tunetFor as whom one owner's services are asked about; `null`: the owner has not let it
 */
export const createOwnersAsker = (
  tunetFor: (owner: string) => Tunet | null,
  services: readonly ArchivedService[],
  now: () => number,
): AskOwners => {
  // Services that nobody has let the archive ask about are shown to nobody.
  const askers = [...servicesByOwner(services)].flatMap(([owner, names]) => {
    const tunet = tunetFor(owner);
    return tunet === null ? [] : [createPartiesAsker(tunet, names, now)];
  });
  return async (call) => (await Promise.all(askers.map((ask) => ask(call)))).flat();
};

/** Asks authorization when it is first needed. Where any owner's answer can't be had, nothing is shown, and that is said. */
export const viewableBy = (askOwners: AskOwners, call: Call): Viewable => {
  let asked: Promise<Visible> | null = null;
  return {
    visible() {
      asked ??= askOwners(call)
        .then((parties) => visibleOf(parties, call.caller.level))
        .catch(unavailable);
      return asked;
    },
  };
};
