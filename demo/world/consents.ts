import type { PolicyRuleRow, ServiceRow } from "../../drizzle/authorization/tables.js";
import type { NewServiceResource } from "../../drizzle/catalogue/tables.js";
import { DAY_MILLIS } from "../../lib/clock.js";
import { RESOURCE_PREFIX } from "../../schema/urns.js";
import type { AuthorizationSeed } from "../../subgraphs/authorization/index.js";
import { localized, type Texts } from "../texts.js";
import { type RoleName, roleByName } from "./roles.js";

const OWNER = "try";
const LEVEL = 3;

/** What the social security fund pays somebody, for those whom they let fetch it. */
export const BENEFITS_CONSENT = `${RESOURCE_PREFIX}${OWNER}-samtykke-ytelser`;

const TITLE: Texts = ["Opplysninger om ytelser", "Opplysningar om ytingar", "Details of benefits"];
const DESCRIPTION: Texts = [
  "Hva Trygdekassen har betalt ut i et år. Hentes med samtykke.",
  "Kva Trygdekassa har betalt ut i eit år. Blir henta med samtykke.",
  "What the Social Security Fund has paid in a year. Fetched with consent.",
];
const RIGHT: Texts = [
  "Gir rett til å svare på om opplysningene kan hentes.",
  "Gir rett til å svare på om opplysningane kan hentast.",
  "Gives the right to answer whether the details may be fetched.",
];
const MEANING: Texts = [
  "Hva **Trygdekassen** betalte deg i {year}, måned for måned.",
  "Kva **Trygdekassa** betalte deg i {year}, månad for månad.",
  "What the **Social Security Fund** paid you in {year}, month by month.",
];

/** Who may answer: persons for themselves, and guardians by what the register gives them. */
const ANSWERERS: readonly RoleName[] = ["privatperson"];

export const consentServiceRows: readonly ServiceRow[] = [
  { urn: BENEFITS_CONSENT, minimumLevel: LEVEL, isDelegable: false, resourceType: "CONSENT" },
];

export const consentPolicyRules: readonly PolicyRuleRow[] = ANSWERERS.map((name) => ({
  service: BENEFITS_CONSENT,
  action: "consent",
  subjectUrn: roleByName(name).urn,
}));

export const consentServices: AuthorizationSeed["consentServices"] = [
  {
    service: BENEFITS_CONSENT,
    template: "default",
    text: localized(MEANING),
    metadataKeys: { year: { isOptional: false } },
    isOneTime: false,
  },
];

/** What the catalogue says of it. */
export const consentResources = (now: number): NewServiceResource[] => [
  {
    id: BENEFITS_CONSENT,
    ownerCode: OWNER,
    title: localized(TITLE),
    description: localized(DESCRIPTION),
    rightDescription: localized(RIGHT),
    resourceType: "CONSENT",
    status: "ACTIVE",
    isDelegable: false,
    isVisible: false,
    availableForType: ["PRIVATE_PERSON"],
    keywords: [],
    thematicAreas: [],
    contactPoints: [],
    references: [],
    homepage: `https://${OWNER}.example.com/samtykke`,
    replacesId: null,
    updatedAt: now - DAY_MILLIS,
  },
];
