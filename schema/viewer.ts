import { isUuid } from "../lib/ids.js";
import {
  EMAIL_PREFIX,
  isOrganizationNumber,
  isPersonNumber,
  ORGANIZATION_PREFIX,
  type PartyUrn,
  PERSON_PREFIX,
  SYSTEM_USER_PREFIX,
} from "./urns.js";

/** How sure we are of who signed in: 0 self-declared, 3 substantial, 4 high (eIDAS levels as Altinn numbers them). */
export type AuthenticationLevel = 0 | 1 | 2 | 3 | 4;

/** Who is asking, read from verified claims. */
export interface Viewer {
  readonly kind: "PERSON" | "SELF_IDENTIFIED" | "SYSTEM_USER" | "ORGANIZATION";
  /** The party that signed in: the person, the system user, or the organisation of a Maskinporten client. */
  readonly party: PartyUrn;
  /** The organisation behind a machine: Maskinporten's `consumer`; `null` for persons. */
  readonly organization: PartyUrn | null;
  /** The organisation that signed in on the consumer's behalf: Maskinporten's `supplier`. */
  readonly supplier: PartyUrn | null;
  /** The organisation that a system user belongs to; absent for all others, and where the token does not say. */
  readonly systemUserOrganization?: PartyUrn;
  readonly level: AuthenticationLevel;
  readonly scopes: readonly string[];
  readonly clientId: string | null;
}

/** Claims of a verified token that the gateway passes on to the rooms; everything else in it stays at the edge. */
export const FORWARDED_CLAIMS = [
  "pid",
  "acr",
  "email",
  "scope",
  "consumer",
  "supplier",
  "delegation_source",
  "authorization_details",
  "client_id",
] as const;

/** Claims as they stand in a token. */
export type Claims = Readonly<Record<string, unknown>>;

/** By ID-porten's `acr`. */
const LEVELS: ReadonlyMap<string, AuthenticationLevel> = new Map([
  ["idporten-loa-high", 4],
  ["level4", 4],
  ["idporten-loa-substantial", 3],
  ["level3", 3],
  ["idporten-loa-low", 0],
  ["selfregistered-email", 0],
]);

const record = (value: unknown): Readonly<Record<string, unknown>> | null =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;

const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

/** The Norwegian register of legal entities in ISO 6523's list of identifier schemes. */
const ICD_NORWAY = "0192:";

/** `{authority: "iso6523-actorid-upis", ID: "0192:orgno"}`; both spellings of the id occur. */
const organizationOf = (claim: unknown): PartyUrn | null => {
  const actor = record(claim);
  const id = text(actor?.["ID"]) ?? text(actor?.["id"]) ?? "";
  const number = id.startsWith(ICD_NORWAY) ? id.slice(ICD_NORWAY.length) : "";
  return isOrganizationNumber(number) ? ORGANIZATION_PREFIX + number : null;
};

const systemUserDetail = (claim: unknown): Claims | null | undefined =>
  (Array.isArray(claim) ? claim : [])
    .map(record)
    .find((entry) => entry?.["type"] === "urn:altinn:systemuser");

/**
 * Who signed in on the consumer's behalf; `null` where the consumer did itself. `undefined` where a supplier is spoken of
 * but not named, or where the token does not say who keeps the delegation: then nobody vouches for it.
 */
const supplierOf = (claims: Claims): PartyUrn | null | undefined => {
  if (claims["supplier"] === undefined || claims["supplier"] === null) return null;
  const isVouchedFor = text(claims["delegation_source"]) !== null;
  return isVouchedFor ? (organizationOf(claims["supplier"]) ?? undefined) : undefined;
};

/** `undefined` where the claim speaks of no system user; `null` where it does, but not well enough to say which. */
const systemUserOf = (claim: unknown): PartyUrn | null | undefined => {
  const detail = systemUserDetail(claim);
  if (detail === undefined) return undefined;
  const [id] = Array.isArray(detail?.["systemuser_id"]) ? detail["systemuser_id"] : [];
  return typeof id === "string" && isUuid(id) ? SYSTEM_USER_PREFIX + id.toLowerCase() : null;
};

/**
 * The viewer that ID-porten's or Maskinporten's claims describe; `null` where they describe nobody that can be a
 * party here.
 */
export const viewerFromClaims = (claims: Claims): Viewer | null => {
  const scopes = (text(claims["scope"]) ?? "").split(" ").filter((scope) => scope !== "");
  const clientId = text(claims["client_id"]);
  const organization = organizationOf(claims["consumer"]);
  const supplier = supplierOf(claims);
  if (supplier === undefined) return null;
  const machine = { organization, supplier, level: 3 as const, scopes, clientId };

  const systemUser = systemUserOf(claims["authorization_details"]);
  if (systemUser === null) return null; // not the organisation behind it: that one may be given more
  if (systemUser !== undefined) {
    const owner = organizationOf(systemUserDetail(claims["authorization_details"])?.["systemuser_org"]);
    const systemUserOrganization = owner === null ? {} : { systemUserOrganization: owner };
    return { kind: "SYSTEM_USER", party: systemUser, ...machine, ...systemUserOrganization };
  }

  const person = { organization: null, supplier: null, scopes, clientId };
  const pid = text(claims["pid"]);
  const level = LEVELS.get(text(claims["acr"]) ?? "");
  if (pid !== null) {
    if (!isPersonNumber(pid) || level === undefined) return null;
    return { kind: "PERSON", party: PERSON_PREFIX + pid, level, ...person };
  }
  if (organization !== null) return { kind: "ORGANIZATION", party: organization, ...machine };

  const email = text(claims["email"]);
  if (email !== null) {
    return { kind: "SELF_IDENTIFIED", party: EMAIL_PREFIX + email.toLowerCase(), level: 0, ...person };
  }
  return null;
};
