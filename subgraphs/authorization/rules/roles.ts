import type { RoleRow } from "../../../drizzle/authorization/tables.js";
import { tableOf } from "../../../lib/table-of.js";

/** A role as the rules need it; its name is fetched when a reason is written. */
export type Role = Pick<RoleRow, "urn" | "legacyUrn" | "code" | "isKeyRole">;

/** Roles that the rules treat by name, by `role.code`. */
export const ROLE_CODES = {
  /** Holds what was given by name: packages, services and instances of the assignment itself. */
  rightholder: "rettighetshaver",
  /** Like a rightholder, but given by an app while a form is under way (e.g. a signatory): instances only. */
  appRightholder: "appstyrt-rettighetshaver",
  /** May be passed clients of a facilitator; gives nothing by itself. */
  agent: "agent",
  /** Maskinporten's delegation of API scopes; has no part in who sees what. */
  supplier: "supplier",
  privatePerson: "privatperson",
  selfRegistered: "selvregistrert",
  /** A participant with shared liability. */
  sharedLiability: "deltaker-delt-ansvar",
  soleProprietor: "innehaver",
} as const;

/** The role that persons have for themselves, `role.code` by what they are. Nobody else has one. */
export const OWN_ROLES: Readonly<Record<string, string>> = tableOf({
  PERSON: ROLE_CODES.privatePerson,
  SELF_IDENTIFIED: ROLE_CODES.selfRegistered,
});

/** Accountants and auditors: who serves a sole proprietorship also serves the person behind it. */
const ACCOUNTANT_CODES: ReadonlySet<string> = new Set([
  "regnskapsforer",
  "revisor",
  "a0237",
  "a0238",
  "a0239",
  "a0240",
  "a0241",
]);

export const isAccountantRole = (role: Role): boolean => ACCOUNTANT_CODES.has(role.code.toLowerCase());

/** Roles by which another is served rather than led: their holder is "for" the client, not "in" it. */
export const servesClients = (role: Role): boolean =>
  isAccountantRole(role) || role.code === "forretningsforer";

const GUARDIANSHIP_PREFIX = "urn:altinn:external-role:cra:";

/** Whether a role is one of a guardian, from the guardianship authority. */
export const isGuardianship = (role: Role): boolean => role.urn.startsWith(GUARDIANSHIP_PREFIX);

/** Whether a role stands for rights given by name. */
export const isRightholder = ({ code }: Role): boolean =>
  code === ROLE_CODES.rightholder || code === ROLE_CODES.appRightholder;

/** Roles that policies never name and that give no packages. */
const SILENT_CODES: ReadonlySet<string> = new Set([
  ROLE_CODES.rightholder,
  ROLE_CODES.appRightholder,
  ROLE_CODES.agent,
  ROLE_CODES.supplier,
]);

/** Whether holding the role is itself a subject of policies. */
export const isSubject = (role: Role): boolean => !SILENT_CODES.has(role.code);
