import type { ErrorCatalogue } from "../lib/errors.js";
import type { Call } from "./call.js";
import type { LocalizedText } from "./localization.js";
import type { PartyUrn, ServiceUrn } from "./urns.js";

/** An agency that offers services, as other rooms need to know it. */
export interface ServiceOwnerRecord {
  /** The short code that its dialogs and apps carry as `org`. */
  readonly code: string;
  readonly organization: PartyUrn;
  readonly name: LocalizedText;
}

/** A service in the catalogue, as other rooms need to know it. */
export interface ServiceRecord {
  readonly service: ServiceUrn;
  readonly owner: ServiceOwnerRecord;
  readonly name: LocalizedText;
  /** As the catalogue spells it, e.g. `ALTINN_APP`. */
  readonly resourceType: string;
  readonly status: string;
  readonly isDelegable: boolean;
}

/** Why a question about services got no answer. Rooms that ask spread it into their own catalogues. */
export const servicesErrors: ErrorCatalogue<"CATALOGUE_UNAVAILABLE"> = {
  CATALOGUE_UNAVAILABLE: {
    status: 503,
    meaning: "It could not be found out whose service this is, so nothing is done or shown.",
    remedy: "Try again in a moment.",
  },
};

/** The catalogue's name for a type, as Dialogporten's dialogs carry it: `ALTINN_APP` is `altinnapp`. */
export const dialogportenTypeOf = ({ resourceType }: Pick<ServiceRecord, "resourceType">): string =>
  resourceType.toLowerCase().replaceAll("_", "");

/**
 * What the rooms need of the catalogue: which services there are, and whose they are. In one process a call, otherwise
 * HTTP. It fails closed: where no answer can be had it rejects with DomainError `CATALOGUE_UNAVAILABLE`, and whoever
 * asked on account of a right refuses.
 */
export interface ServicesPort {
  /** Services by URN; those that are unknown are not in the answer. @param services at most 1,000 */
  servicesByIds(
    call: Pick<Call, "token">,
    services: readonly ServiceUrn[],
  ): Promise<ReadonlyMap<ServiceUrn, ServiceRecord>>;
  /**
   * Every URN that each of these services had before it moved from another platform, or has got since, itself among them,
   * the oldest first.
   * What is known of by several names is one history; it gives nobody a right that they did not have. Unknown services
   * are alone. @param services at most 1,000
   */
  familiesOf(
    call: Pick<Call, "token">,
    services: readonly ServiceUrn[],
  ): Promise<ReadonlyMap<ServiceUrn, readonly ServiceUrn[]>>;
  /** The agency that an organisation is; `null` where it offers no services. */
  ownerByOrganization(call: Pick<Call, "token">, organization: PartyUrn): Promise<ServiceOwnerRecord | null>;
}
