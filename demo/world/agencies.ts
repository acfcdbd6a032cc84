import type { NewServiceOwner } from "../../drizzle/catalogue/tables.js";
import { agencyNumber } from "../numbers.js";
import { localized, type Texts } from "../texts.js";

/** An agency's short code. */
export type AgencyCode = (typeof ROWS)[number][0];

const ROWS = [
  ["fjs", "Fjordskatt", "Fjordskatt", "Fjord Tax Administration"],
  ["vir", "Virkeregisteret", "Verksemdregisteret", "Register of Undertakings"],
  ["try", "Trygdekassen", "Trygdekassa", "Social Security Fund"],
  ["bya", "Byggesaksetaten", "Byggesaksetaten", "Building Case Agency"],
  ["eir", "Eiendomsregisteret", "Eigedomsregisteret", "Property Register"],
  ["tit", "Tingretten i Test", "Tingretten i Test", "District Court of Test"],
  ["hld", "Havn og los-direktoratet", "Hamn og los-direktoratet", "Directorate of Harbours and Pilots"],
  ["stf", "Studiefondet", "Studiefondet", "Student Fund"],
  ["grt", "Grøntilsynet", "Grøntilsynet", "Farm and Food Inspectorate"],
  ["vgt", "Vogntilsynet", "Vogntilsynet", "Vehicle Inspectorate"],
  ["arv", "Arbeidsvernet", "Arbeidsvernet", "Work Safety Authority"],
  ["tal", "Tallkontoret", "Talkontoret", "Office of Figures"],
  ["kla", "Klareringsenheten", "Klareringseininga", "Clearance Unit"],
  ["nvk", "Nordvik kommune", "Nordvik kommune", "Nordvik Municipality"],
  ["sdk", "Sørdal kommune", "Sørdal kommune", "Sørdal Municipality"],
] as const satisfies readonly (readonly [string, ...Texts])[];

/** The agencies, none of which exists. */
export const agencies: readonly NewServiceOwner[] = ROWS.map(([code, ...name], index) => ({
  code,
  organizationNumber: agencyNumber(index),
  name: localized(name),
  homepage: `https://${code}.example.com`,
}));

/** Who runs the municipalities' platform: it has no services of its own. */
export const platformOperator: NewServiceOwner = {
  code: "kfp",
  organizationNumber: agencyNumber(ROWS.length),
  name: localized([
    "Kommunenes fellesplattform",
    "Fellesplattforma til kommunane",
    "The Municipalities' Platform",
  ]),
  homepage: "https://kfp.example.com",
};

const byCode = new Map(agencies.map((agency) => [agency.code, agency]));

export const agencyByCode = (code: AgencyCode): NewServiceOwner => {
  const agency = byCode.get(code);
  if (agency === undefined) throw new RangeError(`No agency has the code ${code}.`);
  return agency;
};
