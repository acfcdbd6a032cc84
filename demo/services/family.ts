import type { Profile } from "../party.js";
import type { Texts } from "../texts.js";
import type { AgencyCode } from "../world/agencies.js";
import type { PackageCode } from "../world/packages.js";
import type { RoleName } from "../world/roles.js";

/** What happens in a dialog: which way it goes, and how it may end. See demo/bulk/flows.ts. */
export type FlowName =
  /** The owner writes, and that is all. */
  | "letter"
  /** The owner writes, and wants to know that it was read. */
  | "confirm"
  /** The party sends in a form, and the owner answers. */
  | "form"
  /** A form, a request for more, a correction and a decision. */
  | "case"
  /** The owner wants money by a day. */
  | "invoice"
  /** The owner wants a form by a day. */
  | "duty"
  /** The party's own system sends something in, and is told that it arrived. */
  | "report";

/**
 * One kind of dialog of a service: flow, how common it is, title, summary. The texts may hold `{year}` (the year
 * before), `{yr}`, `{month}`, `{lastMonth}` (with its year), `{term}`, `{lastTerm}`, `{lastTermYear}`, `{quarter}`, `{half}`, `{case}`, `{amount}`, `{place}`, `{street}`, `{name}`, `{vessel}`, `{plate}`,
 * `{who}`, `{n}`.
 */
export type Moment = readonly [
  flow: FlowName,
  weight: number,
  title: Texts,
  summary: Texts,
  /** Omitted: for every kind of party that the service is for. */
  only?: Profile,
];

/** What a service was on Altinn 2, before it moved. */
export interface Predecessor {
  readonly slug: string;
  readonly title: Texts;
  /** Service code there. */
  readonly code: string;
  readonly movedYearsAgo: number;
  /** Policies there name roles. */
  readonly roles: readonly RoleName[];
}

/** A service as it is today, and what it was before. */
export interface ServiceFamily {
  readonly agency: AgencyCode;
  readonly slug: string;
  readonly type: "ALTINN_APP" | "CORRESPONDENCE_SERVICE" | "GENERIC_ACCESS_RESOURCE";
  readonly platform: "altinn3" | "fiks";
  /** Minimum authentication level. */
  readonly level: number;
  readonly title: Texts;
  readonly description: Texts;
  readonly area: string;
  /** Packages that may read and write. */
  readonly packages: readonly PackageCode[];
  /** Packages that may read only. */
  readonly readers?: readonly PackageCode[];
  /** Roles that may do the same as `packages`. */
  readonly roles?: readonly RoleName[];
  /** How often each kind of party hears of it. */
  readonly for: Partial<Readonly<Record<Profile, number>>>;
  readonly before?: Predecessor;
  readonly moments: readonly Moment[];
}

/** Roles that Altinn 2's services for businesses named. */
export const LEADERS: readonly RoleName[] = [
  "daglig-leder",
  "styreleder",
  "innehaver",
  "deltaker-fullt-ansvar",
  "deltaker-delt-ansvar",
  "bestyrende-reder",
  "bostyrer",
];
export const ACCOUNTANTS: readonly RoleName[] = [
  "regnskapsforer-med-signeringsrettighet",
  "regnskapsforer-uten-signeringsrettighet",
  "ansvarlig-revisor",
];
/** Packages by which accountants and auditors are passed their clients. */
export const BOOKKEEPERS: readonly PackageCode[] = [
  "regnskapsforer-med-signeringsrettighet",
  "regnskapsforer-uten-signeringsrettighet",
  "ansvarlig-revisor",
];
