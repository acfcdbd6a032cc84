import { organizationNumberOf, personNumberOf } from "../schema/urns.js";

/*
 * Numbers that nobody has: person numbers carry their month + 80 (the synthetic range that Norwegian test registers
 * use), organisation numbers begin with 31 and agencies' with 39, where the real register has none.
 */

const FIRST_BUSINESS = 31_000_000;
const FIRST_AGENCY = 39_000_000;
const INDIVIDUALS_OF_A_CENTURY = 500;

/** Of two neighbouring numbers at least one has a check digit. */
const nthOrganizationNumber = (first: number, n: number): string => {
  const number =
    organizationNumberOf(String(first + 2 * n)) ?? organizationNumberOf(String(first + 2 * n + 1));
  if (number === null) throw new RangeError(`No organisation number can be made of ${first} and ${n}.`);
  return number;
};

/** The n-th business, from 0. */
export const businessNumber = (n: number): string => nthOrganizationNumber(FIRST_BUSINESS, n);

/** The n-th agency, from 0. */
export const agencyNumber = (n: number): string => nthOrganizationNumber(FIRST_AGENCY, n);

/**
 * A synthetic person number.
 * @param born ISO date from 1900 to 2039
 * @param individual 0 to 499: where to begin to look for one with check digits
 */
export const personNumber = (born: string, individual: number): string => {
  const [year = "", month = "", day = ""] = born.split("-");
  const date = `${day}${Number(month) + 80}${year.slice(2)}`;
  const century = Number(year) < 2000 ? 0 : INDIVIDUALS_OF_A_CENTURY;
  for (let step = 0; step < INDIVIDUALS_OF_A_CENTURY; step++) {
    const number = century + ((individual + step) % INDIVIDUALS_OF_A_CENTURY);
    const whole = personNumberOf(`${date}${String(number).padStart(3, "0")}`);
    if (whole !== null) return whole;
  }
  throw new RangeError(`No person number can be made for ${born}.`);
};
