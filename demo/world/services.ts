import { RESOURCE_PREFIX } from "../../schema/urns.js";
import { businessServices } from "../services/business.js";
import type { ServiceFamily } from "../services/family.js";
import { municipalServices } from "../services/municipal.js";
import { propertyServices } from "../services/property.js";
import { taxServices } from "../services/tax.js";
import { transportServices } from "../services/transport.js";
import { welfareServices } from "../services/welfare.js";
import type { Texts } from "../texts.js";
import type { PlatformId } from "./sources.js";

/** What kind of thing a service is, in the catalogue's words. */
export type ResourceType = ServiceFamily["type"] | "MIGRATED_APP" | "ALTINN2_SERVICE";

/** A service on one platform: a family has one today, and perhaps one before. */
export interface DemoService {
  readonly urn: string;
  readonly org: string;
  readonly family: ServiceFamily;
  readonly platform: PlatformId;
  readonly type: ResourceType;
  /** The same in Dialogporten's spelling. */
  readonly dialogType: string;
  readonly level: number;
  readonly title: Texts;
  /** Form definition of an app: `{org}/{app}`. */
  readonly formId: string | null;
  readonly predecessor: DemoService | null;
  /** When it was replaced; 0 where it was not. */
  readonly endedYearsAgo: number;
  /** When it came: as a successor when the other ended. */
  readonly beganYearsAgo: number;
}

/** Altinn 3 of the demo begins here, and so does everything on it that replaced nothing. */
export const ALTINN3_YEARS = 6;
export const FIKS_YEARS = 10;
export const ARCHIVE_YEARS = 15;

export const families: readonly ServiceFamily[] = [
  ...taxServices,
  ...businessServices,
  ...welfareServices,
  ...propertyServices,
  ...transportServices,
  ...municipalServices,
];

const spelled = (type: ResourceType): string => type.toLowerCase().replaceAll("_", "");

const predecessorOf = (family: ServiceFamily): DemoService | null => {
  const { agency, before, type, level } = family;
  if (before === undefined) return null;
  const isForm = type !== "CORRESPONDENCE_SERVICE";
  const oldType: ResourceType = isForm ? "MIGRATED_APP" : "ALTINN2_SERVICE";
  return {
    urn: RESOURCE_PREFIX + (isForm ? `app_${agency}_a2-${before.code}-1` : `${agency}-${before.slug}`),
    org: agency,
    family,
    platform: "altinn2",
    type: oldType,
    dialogType: spelled(oldType),
    level,
    title: before.title,
    formId: null,
    predecessor: null,
    endedYearsAgo: before.movedYearsAgo,
    beganYearsAgo: ARCHIVE_YEARS + 1,
  };
};

const serviceOf = (family: ServiceFamily): DemoService => {
  const { agency, slug, type, platform, level, title, before } = family;
  const isApp = type === "ALTINN_APP";
  return {
    urn: RESOURCE_PREFIX + (isApp ? `app_${agency}_${slug}` : `${agency}-${slug}`),
    org: agency,
    family,
    platform,
    type,
    dialogType: spelled(type),
    level,
    title,
    formId: isApp ? `${agency}/${slug}` : null,
    predecessor: predecessorOf(family),
    endedYearsAgo: 0,
    beganYearsAgo: before?.movedYearsAgo ?? (platform === "fiks" ? FIKS_YEARS : ALTINN3_YEARS),
  };
};

const current = families.map(serviceOf);

/** All services, the replaced ones too. */
export const services: readonly DemoService[] = current.flatMap((service) =>
  service.predecessor === null ? [service] : [service.predecessor, service],
);

const byName = new Map(current.map((service) => [`${service.org}-${service.family.slug}`, service]));

/** The service that a family has today. @param name `{agency}-{slug}` */
export const serviceByName = (name: string): DemoService => {
  const service = byName.get(name);
  if (service === undefined) throw new RangeError(`No service is named ${name}.`);
  return service;
};

/** What a service was before it moved. @throws RangeError where it never moved */
export const predecessorByName = (name: string): DemoService => {
  const { predecessor } = serviceByName(name);
  if (predecessor === null) throw new RangeError(`The service ${name} never moved.`);
  return predecessor;
};
