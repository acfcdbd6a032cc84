import { DAY_MILLIS } from "../lib/clock.js";
import { ORGANIZATION_PREFIX } from "../schema/urns.js";
import type { ProfileSeed } from "../subgraphs/profile/index.js";
import { businesses, people } from "./cast.js";
import { namedIds } from "./ids.js";
import type { DemoParty } from "./party.js";

/** When the cast set these things up: some of what is in their searches is newer. */
const DAYS_AGO = 30;

const { fjordbygg, fjordbyggNord, lyngtunet, tallhaug } = businesses;

const addressesOf = (organization: DemoParty, name: string, phone: string) => ({
  organizationNumber: organization.urn.slice(ORGANIZATION_PREFIX.length),
  addresses: [
    { email: `post@${name}.example`, phone: null, countryCode: null },
    { email: null, phone, countryCode: "+47" },
  ],
});

/** What some of the cast have set up for themselves. */
export const profilesOf = (now: number): ProfileSeed => {
  const at = now - DAYS_AGO * DAY_MILLIS;
  const idOf = (what: string): string => namedIds(`profile ${what}`).at(at);
  return {
    at,
    savedSearches: [
      {
        id: idOf("kari to do"),
        owner: people.kari.urn,
        name: "Det jeg må gjøre noe med",
        search: null,
        filter: { status: ["REQUIRES_ATTENTION"] },
      },
      {
        id: idOf("astrid vat"),
        owner: people.astrid.urn,
        name: "Mva som venter",
        search: "mva",
        filter: { status: ["REQUIRES_ATTENTION", "IN_PROGRESS", "AWAITING"] },
      },
    ],
    favorites: [
      { id: idOf("dag favourites"), owner: people.dag.urn, partyIds: [fjordbygg.id, fjordbyggNord.id] },
    ],
    organizations: [
      addressesOf(fjordbygg, "fjordbygg", "40000001"),
      addressesOf(tallhaug, "tallhaug-regnskap", "40000002"),
      addressesOf(lyngtunet, "lyngtunet", "40000003"),
    ],
  };
};
