import { DAY_MILLIS } from "../../lib/clock.js";
import { uuidFromName } from "../../lib/ids.js";
import type { DemoParty } from "../party.js";
import { type AgencyCode, agencyByCode } from "../world/agencies.js";

/** One line of the register that the municipalities' platform begins with, as its README describes it. */
export type Line = Readonly<Record<string, unknown>>;

export const numberOf = ({ urn }: DemoParty): string => urn.slice(urn.lastIndexOf(":") + 1);
const isPerson = ({ urn }: DemoParty): boolean => urn.includes(":person:");
export const idOf = (name: string): string => uuidFromName(`fiks ${name}`);
export const iso = (millis: number): string => new Date(millis).toISOString();
export const dayOf = (millis: number): string => iso(millis).slice(0, 10);
const HOUR_MILLIS = 3_600_000;

const municipality = (
  code: AgencyCode & ("nvk" | "sdk"),
  number: string,
  services: Readonly<Record<string, string>>,
  from: number | null,
): Line => {
  const { name, organizationNumber } = agencyByCode(code);
  return {
    type: "kommune",
    id: idOf(code),
    number,
    organizationNumber,
    owner: code,
    name,
    pages: `https://${code}.example.com`,
    persona: code === "nvk" ? "nordvik" : "sordal",
    services,
    accounts: [idOf(`konto ${code}`)],
    integration: { id: idOf(`integrasjon ${code}`), password: `demo-${code}` },
    from,
  };
};

export const municipalities = (now: number): Line[] => [
  municipality(
    "nvk",
    "9901",
    {
      letters: "nvk-svarut",
      socialAssistance: "nvk-sosialhjelp",
      caseFiles: "nvk-byggesak",
      buildingCases: "nvk-byggesak",
      invoices: "nvk-faktura",
      forms: "nvk-oppvekst",
    },
    null,
  ),
  municipality(
    "sdk",
    "9902",
    {
      letters: "sdk-svarut",
      caseFiles: "sdk-byggesak",
      buildingCases: "sdk-byggesak",
      invoices: "sdk-faktura",
    },
    Date.UTC(new Date(now).getUTCFullYear() - 5, 0, 1),
  ),
];

/** Everything below happened so many days before, at nine in the morning. */
export const createClock =
  (now: number) =>
  (daysAgo: number, hour = 9) =>
    now - daysAgo * DAY_MILLIS + hour * HOUR_MILLIS;
export type At = ReturnType<typeof createClock>;

export const letter = (
  code: "nvk" | "sdk",
  name: string,
  {
    to,
    at,
    version = 2,
    sent,
    receipts = [],
  }: {
    readonly to: DemoParty;
    readonly at: number;
    readonly version?: 2 | 3;
    readonly sent: Line;
    readonly receipts?: readonly Line[];
  },
): Line => ({
  type: "forsendelse",
  kommune: idOf(code),
  konto: idOf(`konto ${code}`),
  id: idOf(`letter ${name}`),
  versjon: version,
  tidspunkt: iso(at),
  forsendelse: {
    mottaker: { navn: to.name, digitalId: numberOf(to) },
    dokumenter: [{ filnavn: "brev.pdf", mimeType: "application/pdf" }],
    ...sent,
  },
  kvitteringer: receipts,
});

export const message = (
  code: "nvk" | "sdk",
  versjon: string,
  name: string,
  of: DemoParty,
  metadata: Line,
  more: Line = {},
): Line => ({
  meldingId: idOf(`message ${name}`),
  versjon,
  sikkerhetsniva: 3,
  eksponertFor: [
    {
      identifikatorType: isPerson(of) ? "FODSELSNUMMER" : "ORGANISASJONSNUMMER",
      verdi: numberOf(of),
    },
  ],
  fiksOrganisasjonId: idOf(code),
  meldingMetadata: Buffer.from(JSON.stringify(metadata)).toString("base64"),
  ...more,
});

export const indexed = (code: "nvk" | "sdk", at: number, ...meldinger: readonly Line[]): Line => ({
  type: "indexRequest",
  kommune: idOf(code),
  tidspunkt: iso(at),
  meldinger,
});
