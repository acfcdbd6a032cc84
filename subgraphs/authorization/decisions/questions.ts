import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import { isUuid } from "../../../lib/ids.js";
import type { AccessRequest } from "../../../schema/ports.js";
import {
  INSTANCE_PREFIX,
  ORGANIZATION_PREFIX,
  PARTY_UUID_PREFIX,
  type PartyUrn,
  PERSON_PREFIX,
  type ServiceUrn,
  SYSTEM_USER_PREFIX,
} from "../../../schema/urns.js";
import { INSTANCE_ATTRIBUTES, RESOURCE, SUBJECT } from "../pdp/attribute-names.js";
import { serviceNamedBy } from "../pdp/service-attributes.js";
import { ATTRIBUTE, CATEGORY, type RequestCategory } from "../xacml/index.js";

/** How a party is named in a request: by URN, or by Altinn's own number. */
export type PartyName = { readonly urn: PartyUrn } | { readonly partyId: number };

/** What one decision of a request is about, as far as its attributes say. */
export interface Question {
  /** `null` where the subject is named by nothing that the register has, e.g. by roles alone. */
  readonly subject: PartyName | null;
  readonly party: PartyName | null;
  readonly service: ServiceUrn | null;
  readonly action: string | null;
  readonly instanceRef: AccessRequest["instanceRef"];
}

/** Why a request cannot be decided; the answer is Indeterminate. */
export interface Unclear {
  readonly problem: string;
}

type Values = (attributeId: string) => readonly string[];

/** The values of one category, by attribute. */
const valuesIn = (categories: readonly RequestCategory[], wanted: string): Values => {
  const attributes = categories
    .filter(({ category }) => category === wanted)
    .flatMap((one) => one.attributes);
  return (attributeId) => [
    ...new Set(
      attributes
        .filter((attribute) => attribute.attributeId === attributeId)
        .flatMap(({ values }) => values.map(({ text }) => text.trim())),
    ),
  ];
};

const numberOf = (value: string): PartyName => ({ partyId: /^\d{1,10}$/.test(value) ? Number(value) : -1 });

const urnOf =
  (prefix: string) =>
  (value: string): PartyName => ({ urn: prefix + value.toLowerCase() });

const SUBJECT_NAMES: readonly (readonly [string, (value: string) => PartyName])[] = [
  [SUBJECT.person, urnOf(PERSON_PREFIX)],
  [SUBJECT.organization, urnOf(ORGANIZATION_PREFIX)],
  [SUBJECT.systemUser, urnOf(SYSTEM_USER_PREFIX)],
  [SUBJECT.party, urnOf(PARTY_UUID_PREFIX)],
  [SUBJECT.personUuid, urnOf(PARTY_UUID_PREFIX)],
  [SUBJECT.organizationUuid, urnOf(PARTY_UUID_PREFIX)],
  [SUBJECT.partyId, numberOf],
];

const PARTY_NAMES: readonly (readonly [string, (value: string) => PartyName])[] = [
  [RESOURCE.party, urnOf(PARTY_UUID_PREFIX)],
  [RESOURCE.partyId, numberOf],
  [RESOURCE.organization, urnOf(ORGANIZATION_PREFIX)],
  [RESOURCE.organizationNumber, urnOf(ORGANIZATION_PREFIX)],
  [RESOURCE.person, urnOf(PERSON_PREFIX)],
];

/** Every name that is there; they must come to one party, which the register says. */
const namesIn = (valuesOf: Values, names: typeof SUBJECT_NAMES): PartyName[] =>
  names.flatMap(([attributeId, read]) => valuesOf(attributeId).map(read));

/** `{partyId}/{uuid}` of an instance in Altinn's storage. */
const instanceParty = (instance: string): PartyName | null => {
  const [partyId = "", id = ""] = instance.split("/");
  return /^\d{1,10}$/.test(partyId) && isUuid(id) ? { partyId: Number(partyId) } : null;
};

const instanceRefOf = (value: string): string =>
  value.startsWith("urn:") ? value.toLowerCase() : INSTANCE_PREFIX + value.toLowerCase();

/** What the attributes say, or what in them does not fit together. */
export const questionIn = (categories: readonly RequestCategory[]): Question | Unclear => {
  const [ofSubject, ofResource, ofAction] = [CATEGORY.accessSubject, CATEGORY.resource, CATEGORY.action].map(
    (category) => valuesIn(categories, category),
  ) as [Values, Values, Values];

  const subjects = namesIn(ofSubject, SUBJECT_NAMES);
  if (subjects.length > 1) {
    const isMixed = ofSubject(SUBJECT.systemUser).length > 0;
    return {
      problem: isMixed
        ? "A system user is asked about alone: name no other subject beside it."
        : "The subject is named in more than one way; name it once.",
    };
  }
  const instances = [...INSTANCE_ATTRIBUTES].flatMap(ofResource);
  if (instances.length > 1) return { problem: "The resource names more than one instance." };
  const [instance] = instances;
  const parties = namesIn(ofResource, PARTY_NAMES);
  if (parties.length > 1)
    return { problem: "The resource's party is named in more than one way; name it once." };
  const actions = ofAction(ATTRIBUTE.actionId);
  if (actions.length !== 1) return { problem: "Name one action." };
  const service = serviceNamedBy(ofResource);
  if (service === null) {
    return {
      problem: `Name one service: by ${RESOURCE.service}, or an app by ${RESOURCE.org} and ${RESOURCE.app}.`,
    };
  }
  return {
    subject: subjects[0] ?? null,
    party: parties[0] ?? (instance === undefined ? null : instanceParty(instance)),
    service,
    action: actions[0] ?? null,
    instanceRef: instance === undefined ? null : instanceRefOf(instance),
  };
};

/** Finds parties by the names that requests use; all of one request's in two statements. */
export interface PartyDirectory {
  partiesByUrns(urns: readonly PartyUrn[]): Promise<readonly PartyRow[]>;
  partiesByIds(ids: readonly string[]): Promise<readonly PartyRow[]>;
  partiesByNumbers(partyIds: readonly number[]): Promise<readonly PartyRow[]>;
}

/** The parties that names stand for; unknown ones are `undefined`. */
export const lookUpParties = async (
  directory: PartyDirectory,
  names: readonly PartyName[],
): Promise<(name: PartyName | null) => PartyRow | undefined> => {
  const urns = new Set<string>();
  const ids = new Set<string>();
  const numbers = new Set<number>();
  for (const name of names) {
    if ("partyId" in name) numbers.add(name.partyId);
    else if (name.urn.startsWith(PARTY_UUID_PREFIX)) ids.add(name.urn.slice(PARTY_UUID_PREFIX.length));
    else urns.add(name.urn);
  }
  const found = await Promise.all([
    directory.partiesByUrns([...urns]),
    directory.partiesByIds([...ids].filter(isUuid)),
    directory.partiesByNumbers([...numbers].filter((number) => number >= 0)),
  ]);
  const byName = new Map<string, PartyRow>();
  for (const party of found.flat()) {
    byName.set(party.urn, party);
    byName.set(PARTY_UUID_PREFIX + party.id, party);
    byName.set(String(party.partyId), party);
  }
  return (name) =>
    name === null ? undefined : byName.get("partyId" in name ? String(name.partyId) : name.urn);
};
