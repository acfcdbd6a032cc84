import { type DocumentProblem, DocumentReader } from "../../lib/document-reader.js";
import type { LocalizedText } from "../localization.js";
import { isOrganizationNumber } from "../urns.js";
import { readLocalized } from "./localized.js";

/** An agency in Altinn's list of organisations (`altinn-orgs.json`). */
export interface AltinnOrg {
  /** `skd`; lower case. */
  readonly code: string;
  readonly name: LocalizedText;
  readonly organizationNumber: string;
  readonly homepage: string | null;
  /** Address of a picture. */
  readonly logo: string | null;
  readonly contact: {
    readonly email: string | null;
    readonly phone: string | null;
    readonly url: string | null;
  } | null;
  /** `production`, `tt02` … */
  readonly environments: readonly string[];
}

const CODE = /^[a-zA-Z0-9]+$/;

const readAddress = (org: DocumentReader, name: string): string | null => {
  const written = org.optionalText(name);
  if (written === null || URL.canParse(written)) return written;
  org.note(name, `"${written}" is not an address`);
  return null;
};

const readContact = (org: DocumentReader): AltinnOrg["contact"] => {
  const contact = org.object("contact");
  if (contact === null) return null;
  return {
    email: contact.optionalText("email"),
    phone: contact.optionalText("phone"),
    url: contact.optionalText("url"),
  };
};

const readOrg = (code: string, org: DocumentReader): AltinnOrg | null => {
  const name = readLocalized(org, "name");
  const organizationNumber = org.optionalText("orgnr") ?? "";
  if (!CODE.test(code)) org.refuse("", "its code has other characters than letters and digits");
  if (Object.keys(name).length === 0) org.refuse("name", "is missing or empty");
  if (!isOrganizationNumber(organizationNumber)) {
    org.refuse("orgnr", `"${organizationNumber}" is not an organisation number`);
  }
  const read = {
    code: code.toLowerCase(),
    name,
    organizationNumber,
    homepage: readAddress(org, "homepage"),
    logo: readAddress(org, "logo"),
    contact: readContact(org),
    environments: org.texts("environments"),
  };
  return org.isSound ? read : null;
};

/** Reads Altinn's list of organisations: `{"orgs": {"skd": {"name": …, "orgnr": …}}}`. */
export const readAltinnOrgs = (document: unknown, problems: DocumentProblem[]): AltinnOrg[] => {
  const root = DocumentReader.of(document, "", problems);
  const orgs = root?.object("orgs") ?? null;
  if (orgs === null) {
    if (root !== null && !root.has("orgs")) root.refuse("orgs", "is missing");
    return [];
  }
  return orgs.names().flatMap((code) => {
    const org = orgs.object(code);
    if (org === null) orgs.refuse(code, "is empty");
    return org === null ? [] : (readOrg(code, org) ?? []);
  });
};
