import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import { type Language, type LocalizedText, localize } from "../../../schema/localization.js";
import type { ReasonedGrant } from "./decision.js";
import { servesClients } from "./roles.js";

/** The pieces of a sentence about why somebody has access. */
interface Phrases {
  readonly onOwnBehalf: string;
  inOrganization(role: string, party: string): string;
  forParty(role: string, party: string): string;
  authorisationFrom(giver: string): string;
  asClientAt(giver: string, facilitator: string): string;
  mainUnitOf(party: string): string;
  soleProprietorshipOf(party: string): string;
  asRoleIn(role: string | null, organization: string): string;
  byPackage(name: string): string;
  byRole(name: string): string;
  readonly toService: string;
  readonly toInstance: string;
}

const PHRASES: Readonly<Record<"nb" | "nn" | "en", Phrases>> = {
  nb: {
    onOwnBehalf: "På egne vegne",
    inOrganization: (role, party) => `${role} i ${party}`,
    forParty: (role, party) => `${role} for ${party}`,
    authorisationFrom: (giver) => `Fullmakt fra ${giver}`,
    asClientAt: (giver, facilitator) => `Klienten ${giver}, tildelt av ${facilitator}`,
    mainUnitOf: (party) => `, hovedenheten til ${party}`,
    soleProprietorshipOf: (party) => `, enkeltpersonforetaket til ${party}`,
    asRoleIn: (role, organization) =>
      role === null ? `, gjennom ${organization}` : `, gjennom ${organization} (${role.toLowerCase()})`,
    byPackage: (name) => `, gjennom tilgangspakken ${name}`,
    byRole: (name) => `, gjennom rollen ${name}`,
    toService: ", til denne tjenesten",
    toInstance: ", til denne ene saken",
  },
  nn: {
    onOwnBehalf: "På eigne vegner",
    inOrganization: (role, party) => `${role} i ${party}`,
    forParty: (role, party) => `${role} for ${party}`,
    authorisationFrom: (giver) => `Fullmakt frå ${giver}`,
    asClientAt: (giver, facilitator) => `Klienten ${giver}, tildelt av ${facilitator}`,
    mainUnitOf: (party) => `, hovudeininga til ${party}`,
    soleProprietorshipOf: (party) => `, enkeltpersonføretaket til ${party}`,
    asRoleIn: (role, organization) =>
      role === null ? `, gjennom ${organization}` : `, gjennom ${organization} (${role.toLowerCase()})`,
    byPackage: (name) => `, gjennom tilgangspakken ${name}`,
    byRole: (name) => `, gjennom rolla ${name}`,
    toService: ", til denne tenesta",
    toInstance: ", til denne eine saka",
  },
  en: {
    onOwnBehalf: "On your own behalf",
    inOrganization: (role, party) => `${role} of ${party}`,
    forParty: (role, party) => `${role} for ${party}`,
    authorisationFrom: (giver) => `Authorised by ${giver}`,
    asClientAt: (giver, facilitator) => `The client ${giver}, assigned by ${facilitator}`,
    mainUnitOf: (party) => `, the main unit of ${party}`,
    soleProprietorshipOf: (party) => `, the sole proprietorship of ${party}`,
    asRoleIn: (role, organization) =>
      role === null ? `, through ${organization}` : `, through ${organization} (${role.toLowerCase()})`,
    byPackage: (name) => `, by the access package ${name}`,
    byRole: (name) => `, by the role ${name}`,
    toService: ", for this service",
    toInstance: ", for this one case",
  },
};

/** Northern Sami has no phrases of its own yet: bokmål stands in. */
const phrasesIn = (language: Language): Phrases => PHRASES[language === "se" ? "nb" : language];

/** Who is who in a sentence. */
export interface ReasonContext {
  readonly viewerId: string | null;
  /** The party that access was given for. */
  readonly partyId: string | null;
  readonly parties: ReadonlyMap<string, PartyRow>;
  readonly language: Language;
}

/** Who the viewer is to the giver. */
const relation = (grant: ReasonedGrant, context: ReasonContext, phrases: Phrases): string => {
  const { giverId, through, role } = grant.connection;
  const nameOf = (partyId: string) => context.parties.get(partyId)?.name ?? "";
  const giver = nameOf(giverId);
  if (through?.kind === "CLIENT_DELEGATION") return phrases.asClientAt(giver, nameOf(through.partyId));
  if (grant.connection.isByName) return phrases.authorisationFrom(giver);
  if (giverId === context.viewerId) return phrases.onOwnBehalf;
  const roleName = localize(grant.roleName, context.language) ?? role.code;
  const isLed = context.parties.get(giverId)?.type === "ORGANIZATION" && !servesClients(role);
  return isLed && through === null
    ? phrases.inOrganization(roleName, giver)
    : phrases.forParty(roleName, giver);
};

const inheritance = ({ connection }: ReasonedGrant, context: ReasonContext, phrases: Phrases): string => {
  const party = context.parties.get(context.partyId ?? "")?.name ?? "";
  if (connection.inheritance === "MAIN_UNIT") return phrases.mainUnitOf(party);
  return connection.inheritance === "SOLE_PROPRIETORSHIP" ? phrases.soleProprietorshipOf(party) : "";
};

const keyRole = (grant: ReasonedGrant, context: ReasonContext, phrases: Phrases): string => {
  const { through } = grant.connection;
  if (through?.kind !== "KEY_ROLE") return "";
  const name = (text: LocalizedText | null) => localize(text, context.language);
  return phrases.asRoleIn(name(grant.throughRoleName), context.parties.get(through.partyId)?.name ?? "");
};

/** What it was that the policy asked for, unless it is the very role that the sentence began with. */
const subject = (grant: ReasonedGrant, context: ReasonContext, phrases: Phrases): string => {
  const name = localize(grant.name, context.language) ?? grant.subject;
  switch (grant.grantType) {
    case "ACCESS_PACKAGE":
      return phrases.byPackage(name);
    case "ROLE":
      return grant.subject === grant.connection.role.urn ? "" : phrases.byRole(name);
    case "RESOURCE_DELEGATION":
      return phrases.toService;
    case "INSTANCE_DELEGATION":
      return phrases.toInstance;
  }
};

/**
 * Why somebody has access, in one plain sentence without a full stop, e.g. "Daglig leder i Fjordheim Bygg AS, gjennom
 * tilgangspakken Byggesøknad".
 */
export const reasonFor = (grant: ReasonedGrant, context: ReasonContext): string => {
  const phrases = phrasesIn(context.language);
  return [relation, inheritance, keyRole, subject].map((part) => part(grant, context, phrases)).join("");
};
