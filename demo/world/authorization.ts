import type { PartyRow } from "../../drizzle/authorization/tables.js";
import type { AuthorizationSeed } from "../../subgraphs/authorization/index.js";
import { businesses, machines, people } from "../cast.js";
import { type DemoParty, organizationOf } from "../party.js";
import { agencies, platformOperator } from "./agencies.js";
import { areaGroups, areas } from "./areas.js";
import { consentPolicyRules, consentServiceRows, consentServices } from "./consents.js";
import { delegationsOf, type InstanceDelegation } from "./delegations.js";
import { accessPackages, rolePackages } from "./packages.js";
import { policyRules, serviceRows } from "./policies.js";
import { type Population, partiesOf } from "./population.js";
import { roleMap, roles } from "./roles.js";

const FIRST_AGENCY_ORDINAL = 500;

/** The agencies as parties: their machines sign in. */
export const agencyParties: readonly DemoParty[] = [...agencies, platformOperator].map(
  ({ code, name, organizationNumber }, index) =>
    organizationOf(
      FIRST_AGENCY_ORDINAL + index,
      name.nb ?? code,
      (name.nb ?? "").endsWith("kommune") ? "KOMM" : "STAT",
      "none",
      { actor: people.odd, number: organizationNumber },
    ),
);

const rowOf = (party: DemoParty, dateOfDeath: string | null = null): PartyRow => {
  const { id, urn, type, variant, name, parentId, partyId, dateOfBirth } = party;
  return { id, urn, type, variant, name, parentId, partyId, dateOfBirth, dateOfDeath, deletedAt: null };
};

/**
 * Who may do what for whom.
 * @param diedOn ISO date of the story's death
 */
export const authorizationOf = (
  population: Population,
  instanceDelegations: readonly InstanceDelegation[],
  diedOn: string,
): AuthorizationSeed => {
  const cast: readonly DemoParty[] = [
    ...Object.values(people),
    ...Object.values(businesses),
    ...Object.values(machines),
    ...agencyParties,
  ];
  return {
    parties: [
      ...cast.map((party) => rowOf(party, party === people.sverre ? diedOn : null)),
      ...partiesOf(population).map((party) => rowOf(party)),
    ],
    roles,
    roleMap,
    areaGroups,
    areas,
    accessPackages,
    rolePackages,
    services: [...serviceRows, ...consentServiceRows],
    policyRules: [...policyRules, ...consentPolicyRules],
    consentServices,
    ...delegationsOf(population, instanceDelegations),
  };
};
