import type { RoleMapRow, RoleRow } from "../../drizzle/authorization/tables.js";
import { localized } from "../texts.js";

type Register = "ccr" | "cra" | "oed" | "altinn2" | "altinn3";

/** register, name in the URN, code, is it a key role, names nb / nn / en */
// biome-ignore format: a table, one row a line
const ROWS = [
  ["ccr", "daglig-leder", "dagl", true, "Daglig leder", "Dagleg leiar", "Managing director"],
  ["ccr", "styreleder", "lede", true, "Styrets leder", "Styreleiar", "Chair of the board"],
  ["ccr", "innehaver", "innh", true, "Innehaver", "Innehavar", "Sole proprietor"],
  ["ccr", "deltaker-fullt-ansvar", "dtso", true, "Deltaker med fullt ansvar", "Deltakar med fullt ansvar", "Partner, full liability"],
  ["ccr", "deltaker-delt-ansvar", "dtpr", true, "Deltaker med delt ansvar", "Deltakar med delt ansvar", "Partner, shared liability"],
  ["ccr", "komplementar", "komp", true, "Komplementar", "Komplementar", "General partner"],
  ["ccr", "bestyrende-reder", "best", true, "Bestyrende reder", "Styrande reiar", "Managing shipowner"],
  ["ccr", "bostyrer", "bobe", true, "Bostyrer", "Bustyrar", "Trustee in bankruptcy"],
  ["ccr", "nestleder", "nest", false, "Nestleder", "Nestleiar", "Deputy chair"],
  ["ccr", "styremedlem", "medl", false, "Styremedlem", "Styremedlem", "Board member"],
  ["ccr", "regnskapsforer", "regn", false, "Regnskapsfører", "Rekneskapsførar", "Accountant"],
  ["ccr", "revisor", "revi", false, "Revisor", "Revisor", "Auditor"],
  ["ccr", "forretningsforer", "ffor", false, "Forretningsfører", "Forretningsførar", "Business manager"],
  ["ccr", "kontaktperson", "kont", false, "Kontaktperson", "Kontaktperson", "Contact person"],
  ["altinn3", "rettighetshaver", null, false, "Rettighetshaver", "Rettshavar", "Rightholder"],
  ["altinn3", "appstyrt-rettighetshaver", null, false, "Appstyrt rettighetshaver", "Appstyrt rettshavar", "Rightholder by an app"],
  ["altinn3", "agent", null, false, "Agent", "Agent", "Agent"],
  ["altinn3", "hovedadministrator", "hadm", false, "Hovedadministrator", "Hovudadministrator", "Main administrator"],
  ["altinn3", "privatperson", "priv", false, "Privatperson", "Privatperson", "Private person"],
  ["altinn3", "selvregistrert", "seln", false, "Selvregistrert bruker", "Sjølvregistrert brukar", "Self-registered user"],
  ["altinn2", "utfyller-innsender", "utinn", false, "Utfyller/innsender", "Utfyllar/innsendar", "Fills in and submits"],
  ["altinn2", "regnskapsmedarbeider", "regna", false, "Regnskapsmedarbeider", "Rekneskapsmedarbeidar", "Accounting employee"],
  ["altinn2", "lonn-personalmedarbeider", "loper", false, "Lønn og personal", "Løn og personal", "Payroll employee"],
  ["altinn2", "begrenset-signeringsrettighet", "siskd", false, "Begrenset signeringsrett", "Avgrensa signeringsrett", "Limited right to sign"],
  ["altinn2", "regnskapsforer-med-signeringsrettighet", "a0239", false, "Regnskapsfører med signeringsrett", "Rekneskapsførar med signeringsrett", "Accountant who signs"],
  ["altinn2", "regnskapsforer-uten-signeringsrettighet", "a0240", false, "Regnskapsfører uten signeringsrett", "Rekneskapsførar utan signeringsrett", "Accountant who does not sign"],
  ["altinn2", "regnskapsforer-lonn", "a0241", false, "Regnskapsfører lønn", "Rekneskapsførar løn", "Payroll accountant"],
  ["altinn2", "ansvarlig-revisor", "a0237", false, "Ansvarlig revisor", "Ansvarleg revisor", "Auditor in charge"],
  ["altinn2", "revisormedarbeider", "a0238", false, "Revisormedarbeider", "Revisormedarbeidar", "Auditor's employee"],
  ["cra", "trygd", null, false, "Verge: trygd og pensjon", "Verje: trygd og pensjon", "Guardian: social security"],
  ["cra", "skatt", null, false, "Verge: skatt", "Verje: skatt", "Guardian: tax"],
  ["cra", "oppvekst", null, false, "Verge: barnehage og skole", "Verje: barnehage og skule", "Guardian: nursery and school"],
  ["oed", "formuesfullmakt", "formuesfullmakt", false, "Arving med formuesfullmakt", "Arving med formuesfullmakt", "Heir with authority over the estate"],
] as const satisfies readonly (readonly [Register, string, string | null, boolean, string, string, string])[];

export type RoleName = (typeof ROWS)[number][1];

const PREFIXES: Readonly<Record<Register, string>> = {
  ccr: "urn:altinn:external-role:ccr:",
  cra: "urn:altinn:external-role:cra:",
  oed: "urn:altinn:external-role:oed:",
  altinn2: "urn:altinn:role:",
  altinn3: "urn:altinn:role:",
};

const LEGACY_PREFIXES: Readonly<Record<Register, string>> = {
  ccr: "urn:altinn:rolecode:",
  cra: "urn:altinn:rolecode:",
  oed: "urn:digitaltdodsbo:rolecode:",
  altinn2: "urn:altinn:rolecode:",
  altinn3: "urn:altinn:rolecode:",
};

const PROVIDERS: Readonly<Record<Register, string | null>> = {
  ccr: "ENTITY_REGISTER",
  cra: "CIVIL_RIGHTS_AUTHORITY",
  oed: null,
  altinn2: "ALTINN2",
  altinn3: "ALTINN3",
};

export const roles: readonly RoleRow[] = ROWS.map(([register, name, code, isKeyRole, ...texts]) => ({
  urn: PREFIXES[register] + name,
  legacyUrn: code === null ? null : LEGACY_PREFIXES[register] + code,
  code: register === "altinn2" ? code : name,
  name: localized(texts),
  isKeyRole,
  provider: PROVIDERS[register],
  description: null,
}));

const byName = new Map(ROWS.map(([, name], index) => [name as RoleName, roles[index]]));

export const roleByName = (name: RoleName): RoleRow => {
  const role = byName.get(name);
  if (role === undefined) throw new RangeError(`No role is named ${name}.`);
  return role;
};

const MANAGEMENT: readonly RoleName[] = [
  "hovedadministrator",
  "utfyller-innsender",
  "regnskapsmedarbeider",
  "lonn-personalmedarbeider",
  "begrenset-signeringsrettighet",
];

/** Which roles of Altinn 2 come with a role of the register. */
const IMPLIED: readonly (readonly [RoleName, readonly RoleName[]])[] = [
  ["daglig-leder", MANAGEMENT],
  ["styreleder", MANAGEMENT],
  ["innehaver", MANAGEMENT],
  ["deltaker-fullt-ansvar", MANAGEMENT],
  ["deltaker-delt-ansvar", MANAGEMENT],
  ["komplementar", MANAGEMENT],
  ["bestyrende-reder", MANAGEMENT],
  ["bostyrer", MANAGEMENT],
  ["kontaktperson", ["utfyller-innsender", "regnskapsmedarbeider"]],
  [
    "regnskapsforer",
    [
      "regnskapsforer-med-signeringsrettighet",
      "regnskapsforer-uten-signeringsrettighet",
      "regnskapsforer-lonn",
    ],
  ],
  ["revisor", ["ansvarlig-revisor", "revisormedarbeider"]],
  ["privatperson", ["utfyller-innsender"]],
];

export const roleMap: readonly RoleMapRow[] = IMPLIED.flatMap(([role, implied]) =>
  implied.map((name) => ({ roleUrn: roleByName(role).urn, impliedRoleUrn: roleByName(name).urn })),
);
