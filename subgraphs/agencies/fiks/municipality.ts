import type { Texts } from "../kit/history-source.js";
import { isJson, type Json, textIn } from "./json.js";

/** What the platform's contents belong to: services of the municipality's, by their names in the catalogue. */
export const SERVICE_KINDS = [
  "letters",
  "confidentialLetters",
  "socialAssistance",
  "caseFiles",
  "buildingCases",
  "invoices",
  "forms",
] as const;
export type ServiceKind = (typeof SERVICE_KINDS)[number];

/** A municipality on the platform. */
export interface Municipality {
  /** Fiks-organisation: UUID. */
  readonly id: string;
  /** Four digits. */
  readonly number: string;
  readonly organizationNumber: string;
  /** Short code in the catalogue. */
  readonly owner: string;
  readonly name: Texts;
  /** Where its own pages are, without a slash at the end. */
  readonly pages: string;
  /** Whose machine token the platform asks Tunet with on its behalf. */
  readonly persona: string;
  /** What it has not is not shown. */
  readonly services: Readonly<Partial<Record<ServiceKind, string>>>;
  /** The accounts that its systems send from. */
  readonly accounts: readonly string[];
  readonly integration: { readonly id: string; readonly password: string };
  /** What older things of it are not here. */
  readonly from: number | null;
}

/** DigiSos' `KommuneInfo`, as far as it is read. */
export interface MunicipalityCapabilities {
  readonly canReceive: boolean;
  readonly updatesStatus: boolean;
}

/** What is known of a municipality that has said nothing: it receives, and tells how things go. */
export const DEFAULT_CAPABILITIES: MunicipalityCapabilities = { canReceive: true, updatesStatus: true };

/** Reads `KommuneInfo`; what it does not say is as it was. */
export const capabilitiesIn = (info: Json, before: MunicipalityCapabilities): MunicipalityCapabilities => {
  const is = (name: string): boolean => info[name] === true;
  return {
    canReceive:
      "kanMottaSoknader" in info
        ? is("kanMottaSoknader") && !is("harMidlertidigDeaktivertMottak")
        : before.canReceive,
    updatesStatus:
      "kanOppdatereStatus" in info
        ? is("kanOppdatereStatus") && !is("harMidlertidigDeaktivertOppdateringer")
        : before.updatesStatus,
  };
};

export const SERVICE_PREFIX = "urn:altinn:resource:";

/** The service that a kind of thing belongs to; `null`: the municipality has none for it, and so nobody may see it. */
export const serviceFor = ({ services }: Municipality, kind: ServiceKind): string | null => {
  const name = services[kind];
  return name === undefined ? null : SERVICE_PREFIX + name;
};

const PERSON = /^\d{11}$/;
const ORGANIZATION = /^\d{9}$/;

/** URN of whoever a person or organisation number is of; `null` where it is neither. */
export const partyOf = (number: unknown): string | null => {
  const text = textIn(number) ?? "";
  if (PERSON.test(text)) return `urn:altinn:person:identifier-no:${text}`;
  return ORGANIZATION.test(text) ? `urn:altinn:organization:identifier-no:${text}` : null;
};

/** Reads a municipality from the register. @throws Error that says what is wrong */
export const readMunicipality = (line: Json): Municipality => {
  const need = (name: string, value: unknown = line[name]): string => {
    const text = textIn(value);
    if (text === null) throw new Error(`the municipality has no ${name}`);
    return text;
  };
  const integration = isJson(line["integration"]) ? line["integration"] : {};
  return {
    id: need("id"),
    number: need("number"),
    organizationNumber: need("organizationNumber"),
    owner: need("owner"),
    name: (line["name"] ?? {}) as Texts,
    pages: need("pages"),
    persona: need("persona"),
    services: (line["services"] ?? {}) as Municipality["services"],
    accounts: (line["accounts"] ?? []) as readonly string[],
    integration: {
      id: need("integration.id", integration["id"]),
      password: need("integration.password", integration["password"]),
    },
    from: typeof line["from"] === "number" ? line["from"] : null,
  };
};
