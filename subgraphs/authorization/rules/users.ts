import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import { tableOf } from "../../../lib/table-of.js";
import type { Viewer } from "../../../schema/viewer.js";
import type { User, UserParty } from "../types/user.js";
import { organizationNumberIn } from "./parties.js";
import type { PartyTree } from "./party-tree.js";

/** Altinn's numbers for kinds of parties. */
const PARTY_TYPES: Readonly<Record<string, number>> = tableOf({
  PERSON: 1,
  ORGANIZATION: 2,
  SELF_IDENTIFIED: 3,
});

/** Altinn's numbers for kinds of users. */
const USER_TYPES: Readonly<Record<Viewer["kind"], number>> = {
  PERSON: 1,
  SELF_IDENTIFIED: 2,
  SYSTEM_USER: 3,
  ORGANIZATION: 3,
};

/** What no register here has of a person. */
const UNKNOWN_OF_PERSON = {
  ssn: null,
  firstName: null,
  middleName: null,
  lastName: null,
  telephoneNumber: null,
  mobileNumber: null,
  mailingAddress: null,
  mailingPostalCode: null,
  mailingPostalCity: null,
  addressMunicipalNumber: null,
  addressMunicipalName: null,
  addressStreetName: null,
  addressHouseNumber: null,
  addressHouseLetter: null,
  addressPostalCode: null,
  addressCity: null,
} as const;

/** A party with its subunits, as Arbeidsflate has it. */
const userPartyOf = (party: PartyRow, tree: PartyTree): UserParty => {
  const isOrganization = party.type === "ORGANIZATION";
  const { name, dateOfDeath } = party;
  return {
    partyId: party.partyId,
    partyUuid: party.id,
    partyTypeName: PARTY_TYPES[party.type] ?? null,
    orgNumber: organizationNumberIn(party.urn),
    ssn: null,
    unitType: isOrganization ? party.variant : null,
    name,
    isDeleted: party.deletedAt !== null,
    onlyHierarchyElementWithNoAccess: !tree.isActedFor(party.id),
    person: party.type === "PERSON" ? { ...UNKNOWN_OF_PERSON, name, dateOfDeath } : null,
    organization: isOrganization ? name : null,
    childParties: tree.subunitsOf(party.id).map((subunit) => userPartyOf(subunit, tree)),
  };
};

/** Whoever asks, as Arbeidsflate has them. @param party `null` where no register has them */
export const userOf = (id: string, viewer: Viewer, party: PartyRow | null, tree: PartyTree): User => ({
  id,
  userUuid: party?.id ?? null,
  partyId: party?.partyId ?? null,
  userType: USER_TYPES[viewer.kind],
  party: party === null ? null : userPartyOf(party, tree),
});
