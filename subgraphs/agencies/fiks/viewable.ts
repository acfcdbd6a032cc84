import { GraphQLError } from "graphql";
import type { Call } from "../kit/call.js";
import type { AuthorizedParty } from "../kit/tunet.js";
import { type Municipality, SERVICE_PREFIX } from "./municipality.js";
import type { Platform } from "./platform.js";
import type { Visible } from "./store/history.js";

/** What one caller may be shown, of some municipalities. */
export interface Viewable {
  /**
   * @param municipalityIds whose services are asked about: all that what is looked for may be of
   * @param parties `null`: everybody whom the caller may act for
   * @throws GraphQLError `FIKS_AUTHORIZATION_UNAVAILABLE` where any of them can't be asked about: then nothing is shown
   */
  of(municipalityIds: readonly string[], parties: readonly string[] | null): Promise<Visible>;
}

const unavailable = (error: unknown): never => {
  throw new GraphQLError("It could not be found out what you may see; try again in a moment.", {
    extensions: { code: "FIKS_AUTHORIZATION_UNAVAILABLE" },
    originalError: error instanceof Error ? error : null,
  });
};

const scopeOf = (
  authorized: readonly AuthorizedParty[],
  parties: ReadonlySet<string> | null,
): (readonly [party: string, service: string])[] =>
  authorized.flatMap(({ urn, services }) =>
    urn === null || (parties !== null && !parties.has(urn))
      ? []
      : services.map((service) => [urn, SERVICE_PREFIX + service] as const),
  );

/** Authorization is asked, once in a request, about those municipalities only that have something to show. */
export const viewableBy = ({ store, askParties, now }: Platform, call: Call): Viewable => {
  const municipalities = (ids: readonly string[]): Municipality[] =>
    ids.flatMap((id) => store.municipality(id) ?? []);
  return {
    async of(municipalityIds, parties) {
      const wanted = parties === null ? null : new Set(parties);
      const authorized = await Promise.all(
        municipalities(municipalityIds).map((one) => askParties(one)(call)),
      ).catch(unavailable);
      return {
        scope: authorized.flatMap((one) => scopeOf(one, wanted)),
        level: call.caller.level,
        now: now(),
      };
    },
  };
};
