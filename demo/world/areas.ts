import type { AreaGroupRow, AreaRow } from "../../drizzle/authorization/tables.js";
import { localized } from "../texts.js";

/** code, whose packages, names nb / nn / en */
// biome-ignore format: a table, one row a line
const GROUPS = [
  ["allment", "ORGANIZATION", "Allment", "Allment", "General"],
  ["bransje", "ORGANIZATION", "Bransje", "Bransje", "Trades"],
  ["saerskilt", "ORGANIZATION", "Særskilt", "Særskilt", "Special"],
  ["innbygger", "PERSON", "Innbygger", "Innbyggjar", "Citizen"],
  ["vergemal", "PERSON", "Vergemål", "Verjemål", "Guardianship"],
] as const;

/** group, code, names nb / nn / en */
// biome-ignore format: a table, one row a line
const ROWS = [
  ["allment", "skatt-avgift-regnskap", "Skatt, avgift og regnskap", "Skatt, avgift og rekneskap", "Tax, duties and accounts"],
  ["allment", "personale", "Personale", "Personale", "Staff"],
  ["allment", "miljo-ulykke", "Miljø, ulykke og sikkerhet", "Miljø, ulykke og tryggleik", "Environment, accidents and safety"],
  ["allment", "post-arkiv", "Post og arkiv", "Post og arkiv", "Mail and archive"],
  ["allment", "virksomhet", "Forhold ved virksomheten", "Forhold ved verksemda", "The business itself"],
  ["allment", "tilganger", "Administrere tilganger", "Administrere tilgangar", "Administer access"],
  ["bransje", "bygg-eiendom", "Bygg og eiendom", "Bygg og eigedom", "Building and property"],
  ["bransje", "transport", "Transport", "Transport", "Transport"],
  ["bransje", "jordbruk", "Jordbruk og mat", "Jordbruk og mat", "Farming and food"],
  ["saerskilt", "regnskapsforer", "Fullmakter for regnskapsfører", "Fullmakter for rekneskapsførar", "Authority of accountants"],
  ["saerskilt", "revisor", "Fullmakter for revisor", "Fullmakter for revisor", "Authority of auditors"],
  ["saerskilt", "forretningsforer", "Fullmakter for forretningsfører", "Fullmakter for forretningsførar", "Authority of business managers"],
  ["saerskilt", "konkursbo", "Fullmakter for konkursbo", "Fullmakter for konkursbu", "Authority over bankruptcy estates"],
  ["innbygger", "innbygger", "Innbyggers egne forhold", "Forhold for innbyggjarar", "A citizen's own matters"],
  ["vergemal", "vergemal", "Vergemål", "Verjemål", "Guardianship"],
] as const satisfies readonly (readonly [(typeof GROUPS)[number][0], string, string, string, string])[];

export type AreaCode = (typeof ROWS)[number][1];

export const areaUrn = (code: AreaCode): string => `accesspackage:area:${code}`;

const groupUrn = (code: string): string => `accesspackage:areagroup:${code}`;

export const areaGroups: readonly AreaGroupRow[] = GROUPS.map(([code, entityType, nb, nn, en]) => ({
  urn: groupUrn(code),
  name: { nb, nn, en },
  description: localized([
    `Tilgangspakker i gruppen ${nb.toLowerCase()}.`,
    `Tilgangspakkar i gruppa ${nn.toLowerCase()}.`,
    `Access packages of the group ${en.toLowerCase()}.`,
  ]),
  entityType,
}));

export const areas: readonly AreaRow[] = ROWS.map(([group, code, nb, nn, en]) => ({
  urn: areaUrn(code),
  name: { nb, nn, en },
  description: localized([
    `Tilgangspakker om ${nb.toLowerCase()}.`,
    `Tilgangspakkar om ${nn.toLowerCase()}.`,
    `Access packages about ${en.toLowerCase()}.`,
  ]),
  groupUrn: groupUrn(group),
}));

const GROUP_BY_AREA = new Map(areas.map(({ urn, groupUrn: group }) => [urn, group]));

/** Whose things the packages of an area open. */
export const entityTypeOf = (area: AreaCode): string =>
  areaGroups.find(({ urn }) => urn === GROUP_BY_AREA.get(areaUrn(area)))?.entityType ?? "ORGANIZATION";
