import type { PartyRow } from "../drizzle/authorization/tables.js";
import { uuidFromName } from "../lib/ids.js";
import { EMAIL_PREFIX, ORGANIZATION_PREFIX, PERSON_PREFIX, SYSTEM_USER_PREFIX } from "../schema/urns.js";
import { businessNumber, personNumber } from "./numbers.js";

/** What kind of history a party has: which services write to it, and how often. */
export type Profile =
  | "person"
  | "enk"
  | "farm"
  | "company"
  | "subunit"
  | "shipping"
  | "housing"
  | "bankruptcy"
  | "none";

/** A party of the demo: its row, and what the bulk needs to know of it. */
export interface DemoParty extends Omit<PartyRow, "dateOfDeath" | "deletedAt"> {
  readonly profile: Profile;
  /** How long it has had to do with agencies. */
  readonly sinceDaysAgo: number;
  /** Who does things on its behalf; itself for persons. */
  readonly actorUrn: string;
}

const ALWAYS = 40 * 365;
const FIRST_PARTY_ID = {
  PERSON: 50_000_001,
  ORGANIZATION: 51_000_001,
  SELF_IDENTIFIED: 52_000_001,
  SYSTEM_USER: 53_000_001,
};
/** Parties of the cast come first; generated ones begin here. */
export const FIRST_GENERATED = 1_000;

/** A person. @param ordinal unique among persons @param individual see `personNumber` */
export const personOf = (
  ordinal: number,
  name: string,
  born: string,
  options: { individual?: number; profile?: Profile } = {},
): DemoParty => {
  const urn = PERSON_PREFIX + personNumber(born, options.individual ?? ordinal % 500);
  return {
    id: uuidFromName(urn),
    urn,
    type: "PERSON",
    variant: "Person",
    name,
    parentId: null,
    partyId: FIRST_PARTY_ID.PERSON + ordinal,
    dateOfBirth: born,
    profile: options.profile ?? "person",
    sinceDaysAgo: ALWAYS,
    actorUrn: urn,
  };
};

/** An organisation. @param ordinal unique among organisations: gives the number */
export const organizationOf = (
  ordinal: number,
  name: string,
  variant: string,
  profile: Profile,
  options: { actor: DemoParty; parent?: DemoParty; sinceDaysAgo?: number; number?: string },
): DemoParty => {
  const urn = ORGANIZATION_PREFIX + (options.number ?? businessNumber(ordinal));
  return {
    id: uuidFromName(urn),
    urn,
    type: "ORGANIZATION",
    variant,
    name,
    parentId: options.parent?.id ?? null,
    partyId: FIRST_PARTY_ID.ORGANIZATION + ordinal,
    dateOfBirth: null,
    profile,
    sinceDaysAgo: options.sinceDaysAgo ?? ALWAYS,
    actorUrn: options.actor.urn,
  };
};

/** Somebody who signed in with an e-mail address only. */
export const emailUserOf = (ordinal: number, name: string, address: string): DemoParty => {
  const urn = EMAIL_PREFIX + address;
  return {
    id: uuidFromName(urn),
    urn,
    type: "SELF_IDENTIFIED",
    variant: "SI_EMAIL",
    name,
    parentId: null,
    partyId: FIRST_PARTY_ID.SELF_IDENTIFIED + ordinal,
    dateOfBirth: null,
    profile: "none",
    sinceDaysAgo: ALWAYS,
    actorUrn: urn,
  };
};

/** An end-user system that an organisation has let in. */
export const systemUserOf = (ordinal: number, name: string): DemoParty => {
  const id = uuidFromName(`system user ${name}`);
  return {
    id,
    urn: SYSTEM_USER_PREFIX + id,
    type: "SYSTEM_USER",
    variant: "StandardSystem",
    name,
    parentId: null,
    partyId: FIRST_PARTY_ID.SYSTEM_USER + ordinal,
    dateOfBirth: null,
    profile: "none",
    sinceDaysAgo: ALWAYS,
    actorUrn: SYSTEM_USER_PREFIX + id,
  };
};
