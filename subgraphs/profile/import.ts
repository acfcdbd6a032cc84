import { type DocumentProblem, DocumentReader } from "../../lib/document-reader.js";
import type { ImportChanges } from "../../schema/import-report.js";
import { isOrganizationNumber } from "../../schema/urns.js";
import { readEmail } from "./rules/addresses.js";
import type { OrganizationAddress } from "./store/notifications.js";
import type { ProfileStore } from "./store.js";

const COUNTRY_CODE = /^\+[1-9]\d{0,2}$/;
const NATIONAL_NUMBER = /^\d{4,14}$/;

/** An organisation in a document, with where it itself is told. */
export interface OrganizationAddresses {
  readonly organizationNumber: string;
  readonly addresses: readonly OrganizationAddress[];
}

const readOne = (entry: DocumentReader): OrganizationAddress => {
  const [email, phone] = [
    entry.optionalText("email"),
    entry.optionalText("phone")?.replace(/\s/g, "") ?? null,
  ];
  const countryCode = entry.optionalText("countryCode");
  if (email === null && phone === null) entry.refuse("", "has neither email nor phone");
  const read = email === null ? null : readEmail(email);
  if (read !== null && "problem" in read) entry.refuse("email", "is not an e-mail address");
  if (phone !== null && !NATIONAL_NUMBER.test(phone))
    entry.refuse("phone", "is not a number without its country code");
  if (countryCode !== null && !COUNTRY_CODE.test(countryCode))
    entry.refuse("countryCode", "is not of the form +47");
  return { email: read !== null && "value" in read ? read.value : null, phone, countryCode };
};

/**
 * Reads a list of organisations with their own addresses, in the shape that Altinn's profile API gives them:
 * `[{"organizationNumber": "313000028", "notificationAddresses": [{"email": …}, {"phone": …, "countryCode": "+47"}]}]`.
 */
export const readOrganizationAddresses = (
  document: unknown,
  problems: DocumentProblem[],
): OrganizationAddresses[] =>
  DocumentReader.listOf(document, "", problems).flatMap((organization) => {
    const organizationNumber = organization.text("organizationNumber");
    if (organizationNumber !== "" && !isOrganizationNumber(organizationNumber)) {
      organization.refuse("organizationNumber", `"${organizationNumber}" is not an organisation number`);
    }
    const addresses = organization.list("notificationAddresses").map(readOne);
    return organization.isSound ? [{ organizationNumber, addresses }] : [];
  });

/** Brings organisations' addresses up to date: what is read of one takes the place of what was there. All or nothing. */
export const importOrganizationAddresses = async (
  store: ProfileStore,
  read: readonly OrganizationAddresses[],
): Promise<ImportChanges[]> => {
  const last = new Map(read.map(({ organizationNumber, addresses }) => [organizationNumber, addresses]));
  return [
    { kind: "organisations' addresses", ...(await store.notifications.setOrganizations(last)), missing: [] },
  ];
};
