import {
  isOrganizationNumber,
  isPersonNumber,
  ORGANIZATION_PREFIX,
  PERSON_PREFIX,
  personNumberOf,
} from "../../urns.js";

/** Months of synthetic persons are 40, 65 or 80 higher; 41 to 52, 66 to 77, 81 to 92. */
const SYNTHETIC_MONTH = /^\d\d(4[1-9]|5[0-2]|6[6-9]|7[0-7]|8[1-9]|9[0-2])/;
/** Organisations of the registers' test environments; real ones begin with 8 or 9. */
const SYNTHETIC_ORGANIZATION = /^[23]/;

/**
 * Whether a party is one that was made up for tests. Nobody else is ever signed for by a probe: the call token goes to
 * whoever runs the candidate.
 */
export const isTestParty = (party: string): boolean => {
  if (party.startsWith(PERSON_PREFIX)) {
    const number = party.slice(PERSON_PREFIX.length);
    return isPersonNumber(number) && SYNTHETIC_MONTH.test(number);
  }
  const number = party.slice(ORGANIZATION_PREFIX.length);
  return (
    party.startsWith(ORGANIZATION_PREFIX) &&
    isOrganizationNumber(number) &&
    SYNTHETIC_ORGANIZATION.test(number)
  );
};

/** A synthetic person of the year 1900 that no register has. */
export const strangerNumber = (): string => {
  for (let individual = 0; individual < 100; individual++) {
    const number = personNumberOf(`018100${String(individual).padStart(3, "0")}`);
    if (number !== null) return number;
  }
  throw new Error("No number has its check digits."); // there are some among a hundred, always
};
