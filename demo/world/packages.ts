import type { AccessPackageRow, RolePackageRow } from "../../drizzle/authorization/tables.js";
import { localized } from "../texts.js";
import { type AreaCode, areaUrn, entityTypeOf } from "./areas.js";
import { type RoleName, roleByName } from "./roles.js";

/**
 * area, code, mark, names nb / nn / en. The mark says who may be given it: "" a rightholder or an agent, "r" a
 * rightholder only, "a" an agent only, "-" nobody.
 */
// biome-ignore format: a table, one row a line
const ROWS = [
  ["skatt-avgift-regnskap", "skatt-naering", "", "Skatt næring", "Skatt næring", "Business tax"],
  ["skatt-avgift-regnskap", "merverdiavgift", "", "Merverdiavgift", "Meirverdiavgift", "Value added tax"],
  ["skatt-avgift-regnskap", "regnskap-okonomi-rapport", "", "Regnskap og økonomirapportering", "Rekneskap og økonomirapportering", "Accounts and financial reports"],
  ["personale", "lonn", "", "Lønn", "Løn", "Payroll"],
  ["personale", "ansettelsesforhold", "", "Ansettelsesforhold", "Tilsetjingsforhold", "Employment"],
  ["personale", "sykefravaer", "", "Sykefravær", "Sjukefråvær", "Sick leave"],
  ["miljo-ulykke", "arbeidsmiljo-ulykke", "", "Arbeidsmiljø og ulykker", "Arbeidsmiljø og ulykker", "Work environment and accidents"],
  ["post-arkiv", "ordinaer-post-til-virksomheten", "", "Ordinær post til virksomheten", "Vanleg post til verksemda", "Ordinary mail to the business"],
  ["post-arkiv", "post-til-virksomheten-med-taushetsbelagt-innhold", "", "Post med taushetsbelagt innhold", "Post med teiepliktig innhald", "Mail of a confidential nature"],
  ["virksomhet", "starte-drive-endre-avvikle-virksomhet", "", "Starte, drive, endre og avvikle", "Starte, drive, endre og avvikle", "Start, run, change and close"],
  ["virksomhet", "rapportering-statistikk", "", "Statistikk", "Statistikk", "Statistics"],
  ["virksomhet", "kommunale-avgifter", "", "Kommunale avgifter og tillatelser", "Kommunale avgifter og løyve", "Municipal fees and permits"],
  ["virksomhet", "eksplisitt", "", "Gis enkeltvis", "Blir gitt enkeltvis", "Given one by one"],
  ["tilganger", "tilgangsstyrer", "r", "Tilgangsstyrer", "Tilgangsstyrar", "Access manager"],
  ["tilganger", "hovedadministrator", "r", "Hovedadministrator", "Hovudadministrator", "Main administrator"],
  ["tilganger", "klientadministrator", "r", "Klientadministrator", "Klientadministrator", "Client administrator"],
  ["tilganger", "maskinporten-administrator", "r", "Maskinporten-administrator", "Maskinporten-administrator", "Maskinporten administrator"],
  ["bygg-eiendom", "byggesoknad", "", "Byggesøknad", "Byggesøknad", "Building applications"],
  ["bygg-eiendom", "tinglysing-eiendom", "", "Tinglysing eiendom", "Tinglysing eigedom", "Registration of title"],
  ["transport", "kjoretoy", "", "Kjøretøy", "Køyretøy", "Vehicles"],
  ["transport", "sjofart", "", "Sjøfart", "Sjøfart", "Shipping"],
  ["jordbruk", "jordbruk", "", "Jordbruk", "Jordbruk", "Farming"],
  ["jordbruk", "mattrygghet", "", "Mattrygghet", "Mattryggleik", "Food safety"],
  ["regnskapsforer", "regnskapsforer-med-signeringsrettighet", "a", "Regnskapsfører med signeringsrett", "Rekneskapsførar med signeringsrett", "Accountant who signs"],
  ["regnskapsforer", "regnskapsforer-uten-signeringsrettighet", "a", "Regnskapsfører uten signeringsrett", "Rekneskapsførar utan signeringsrett", "Accountant who does not sign"],
  ["regnskapsforer", "regnskapsforer-lonn", "a", "Regnskapsfører lønn", "Rekneskapsførar løn", "Payroll accountant"],
  ["revisor", "ansvarlig-revisor", "a", "Ansvarlig revisor", "Ansvarleg revisor", "Auditor in charge"],
  ["revisor", "revisormedarbeider", "a", "Revisormedarbeider", "Revisormedarbeidar", "Auditor's employee"],
  ["forretningsforer", "forretningsforer-eiendom", "a", "Forretningsfører eiendom", "Forretningsførar eigedom", "Property manager"],
  ["konkursbo", "konkursbo-lesetilgang", "", "Konkursbo lesetilgang", "Konkursbu lesetilgang", "Bankruptcy estate, read"],
  ["konkursbo", "konkursbo-skrivetilgang", "", "Konkursbo skrivetilgang", "Konkursbu skrivetilgang", "Bankruptcy estate, write"],
  ["innbygger", "innbygger-skatt", "", "Skatteforhold privatpersoner", "Skatteforhold privatpersonar", "Personal tax"],
  ["innbygger", "innbygger-trygd", "", "Trygd og pensjon", "Trygd og pensjon", "Social security and pension"],
  ["innbygger", "innbygger-helse", "", "Helse og behandling", "Helse og behandling", "Health and treatment"],
  ["innbygger", "innbygger-bolig-eiendom", "", "Bolig og eiendom", "Bustad og eigedom", "Home and property"],
  ["innbygger", "innbygger-kjoretoy", "", "Kjøretøy og førerkort", "Køyretøy og førarkort", "Vehicles and driving licence"],
  ["innbygger", "innbygger-utdanning", "", "Utdanning", "Utdanning", "Education"],
  ["innbygger", "innbygger-barn-foreldre", "", "Barn og foreldre", "Barn og foreldre", "Children and parents"],
  ["innbygger", "innbygger-kommune", "", "Kommunale tjenester", "Kommunale tenester", "Municipal services"],
  ["innbygger", "innbygger-rett-samfunn", "", "Rett og samfunn", "Rett og samfunn", "Law and society"],
  ["vergemal", "vergemal-trygd", "-", "Vergemål: trygd og pensjon", "Verjemål: trygd og pensjon", "Guardianship: social security"],
  ["vergemal", "vergemal-skatt", "-", "Vergemål: skatt", "Verjemål: skatt", "Guardianship: tax"],
  ["vergemal", "vergemal-oppvekst", "-", "Vergemål: barnehage og skole", "Verjemål: barnehage og skule", "Guardianship: nursery and school"],
] as const satisfies readonly (readonly [AreaCode, string, "" | "r" | "a" | "-", string, string, string])[];

export type PackageCode = (typeof ROWS)[number][1];

export const packageUrn = (code: PackageCode): string => `urn:altinn:accesspackage:${code}`;

export const accessPackages: readonly AccessPackageRow[] = ROWS.map(([area, code, mark, nb, nn, en]) => ({
  urn: packageUrn(code),
  name: { nb, nn, en },
  description: localized([
    `Gir tilgang til tjenester om ${nb.toLowerCase()}.`,
    `Gir tilgang til tenester om ${nn.toLowerCase()}.`,
    `Gives access to services about ${en.toLowerCase()}.`,
  ]),
  area: areaUrn(area),
  isDelegable: mark === "" || mark === "a",
  isAssignable: mark === "" || mark === "r",
  entityType: entityTypeOf(area),
  isAvailableForServiceOwners: true,
}));

/** Areas whose packages nobody holds by leading a business. */
const NOT_BY_LEADING = new Set<string>([
  "regnskapsforer",
  "revisor",
  "forretningsforer",
  "konkursbo",
  "innbygger",
  "vergemal",
]);
const NEVER_BY_ROLE = new Set<PackageCode>([
  "eksplisitt",
  "post-til-virksomheten-med-taushetsbelagt-innhold",
]);

const packagesOf = (accept: (area: string, code: PackageCode) => boolean): PackageCode[] =>
  ROWS.filter(([area, code]) => accept(area, code)).map(([, code]) => code);

const ofABusiness = packagesOf((area, code) => !NOT_BY_LEADING.has(area) && !NEVER_BY_ROLE.has(code));

interface Grant {
  readonly variants?: readonly string[];
  readonly hasAccess?: boolean;
  readonly canDelegate?: boolean;
}

const grant = (
  role: RoleName,
  codes: readonly PackageCode[],
  { variants = [""], hasAccess = true, canDelegate = true }: Grant = {},
): RolePackageRow[] =>
  codes.flatMap((code) =>
    variants.map((variant) => ({
      roleUrn: roleByName(role).urn,
      packageUrn: packageUrn(code),
      variant,
      hasAccess,
      canDelegate,
    })),
  );

const LEADERS: readonly RoleName[] = [
  "daglig-leder",
  "styreleder",
  "innehaver",
  "deltaker-fullt-ansvar",
  "deltaker-delt-ansvar",
  "komplementar",
  "bestyrende-reder",
];

/** Which packages a role holds. What accountants, auditors and managers hold is passed on by client delegation only. */
export const rolePackages: readonly RolePackageRow[] = [
  ...LEADERS.flatMap((role) => grant(role, ofABusiness)),
  ...grant("bostyrer", [...ofABusiness, "konkursbo-lesetilgang", "konkursbo-skrivetilgang"]),
  ...grant("hovedadministrator", ofABusiness, { hasAccess: false }),
  ...grant("kontaktperson", ["ordinaer-post-til-virksomheten"], { canDelegate: false }),
  ...grant(
    "regnskapsforer",
    packagesOf((area) => area === "regnskapsforer"),
    { canDelegate: false },
  ),
  ...grant(
    "revisor",
    packagesOf((area) => area === "revisor"),
    { canDelegate: false },
  ),
  ...grant("forretningsforer", ["forretningsforer-eiendom"], {
    variants: ["ESEK", "BRL"],
    canDelegate: false,
  }),
  ...grant(
    "privatperson",
    packagesOf((area) => area === "innbygger"),
  ),
  ...grant("trygd", ["vergemal-trygd"], { canDelegate: false }),
  ...grant("skatt", ["vergemal-skatt"], { canDelegate: false }),
  ...grant("oppvekst", ["vergemal-oppvekst"], { canDelegate: false }),
];
