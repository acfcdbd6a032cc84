import { isUuid } from "../lib/ids.js";

/**
 * A party as an agency names it, e.g. `urn:altinn:organization:identifier-no:313000028`. Lower case.
 * Holds a person's number for persons: it stays inside the rooms, see docs/decisions/0004-no-person-numbers-outside.md.
 */
export type PartyUrn = string;
/** A service, e.g. `urn:altinn:resource:fjordskatt-skattemelding`. */
export type ServiceUrn = string;

export const ORGANIZATION_PREFIX = "urn:altinn:organization:identifier-no:";
export const PERSON_PREFIX = "urn:altinn:person:identifier-no:";
export const EMAIL_PREFIX = "urn:altinn:person:idporten-email:";
export const SELF_IDENTIFIED_PREFIX = "urn:altinn:person:legacy-selfidentified:";
/** A pupil's or an employee's identity at Feide: 64 hexadecimal digits. */
export const FEIDE_PREFIX = "urn:altinn:feide-subject:";
export const SYSTEM_USER_PREFIX = "urn:altinn:systemuser:uuid:";
export const PARTY_UUID_PREFIX = "urn:altinn:party:uuid:";
export const RESOURCE_PREFIX = "urn:altinn:resource:";
/** An instance in Altinn's storage: `urn:altinn:instance-id:{partyId}/{uuid}`. */
export const INSTANCE_PREFIX = "urn:altinn:instance-id:";

const PARTY_PREFIXES = [
  ORGANIZATION_PREFIX,
  PERSON_PREFIX,
  EMAIL_PREFIX,
  SELF_IDENTIFIED_PREFIX,
  FEIDE_PREFIX,
  SYSTEM_USER_PREFIX,
  PARTY_UUID_PREFIX,
];

const UUID_PREFIXES = [SYSTEM_USER_PREFIX, PARTY_UUID_PREFIX];

const mod11 = (digits: string, weights: readonly number[]): number => {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return (11 - (sum % 11)) % 11;
};

const ORGANIZATION_WEIGHTS = [3, 2, 7, 6, 5, 4, 3, 2];
const PERSON_WEIGHTS_1 = [3, 7, 6, 1, 8, 9, 4, 5, 2];
const PERSON_WEIGHTS_2 = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

/** Whether nine digits are an organisation number (modulus 11). */
export const isOrganizationNumber = (number: string): boolean =>
  /^\d{9}$/.test(number) && mod11(number, ORGANIZATION_WEIGHTS) === Number(number[8]);

/** Real ones and D-numbers (day + 40), and synthetic ones, whose month is 40, 65 or 80 higher. */
const BIRTH_DATE =
  /^(0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(0[1-9]|1[0-2]|4[1-9]|5[0-2]|6[6-9]|7[0-7]|8[1-9]|9[0-2])/;

/** Whether eleven digits are a person number: a day and a month, and modulus 11, twice. */
export const isPersonNumber = (number: string): boolean =>
  /^\d{11}$/.test(number) &&
  BIRTH_DATE.test(number) &&
  mod11(number, PERSON_WEIGHTS_1) === Number(number[9]) &&
  mod11(number, PERSON_WEIGHTS_2) === Number(number[10]);

/** The eight digits with their check digit, or `null` where no check digit fits. */
export const organizationNumberOf = (eightDigits: string): string | null => {
  const check = mod11(eightDigits, ORGANIZATION_WEIGHTS);
  return check === 10 ? null : `${eightDigits}${check}`;
};

/** The nine digits with their two check digits, or `null` where none fit. */
export const personNumberOf = (nineDigits: string): string | null => {
  const first = mod11(nineDigits, PERSON_WEIGHTS_1);
  if (first === 10) return null;
  const second = mod11(`${nineDigits}${first}`, PERSON_WEIGHTS_2);
  return second === 10 ? null : `${nineDigits}${first}${second}`;
};

/** The URN as it is stored (lower case), or `null` where the text names no party. */
export const parsePartyUrn = (text: string): PartyUrn | null => {
  const urn = text.trim().toLowerCase();
  const prefix = PARTY_PREFIXES.find((candidate) => urn.startsWith(candidate));
  if (prefix === undefined || urn.length === prefix.length) return null;
  const value = urn.slice(prefix.length);
  if (prefix === ORGANIZATION_PREFIX && !isOrganizationNumber(value)) return null;
  if (prefix === PERSON_PREFIX && !isPersonNumber(value)) return null;
  if (prefix === FEIDE_PREFIX && !/^[0-9a-f]{64}$/.test(value)) return null;
  if (UUID_PREFIXES.includes(prefix) && !isUuid(value)) return null;
  return urn;
};
