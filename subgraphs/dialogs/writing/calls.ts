import type { Actor } from "../../../drizzle/dialogs/values.js";
import type { PartyUrn, ServiceUrn } from "../../../schema/urns.js";
import type { DialogAccess, View } from "../store/selection.js";

/**
 * What a service owner's call may do beyond writing its own dialogs:
 *
 * | right | scope in Dialogporten |
 * |---|---|
 * | ADMIN | `digdir:dialogporten.serviceprovider.admin`: any owner's dialogs, frozen ones, moments in the past |
 * | CHANGE_TRANSMISSIONS | `….serviceprovider.changetransmissions` |
 * | LEGACY_HTML | `….serviceprovider.legacyhtml`: additional information as HTML |
 * | CORRESPONDENCE | `….serviceprovider.correspondence`: longer texts, correspondence's activities |
 * | PLAIN_HTTP | none: this installation's other rooms, whose own address may begin with http:// |
 * | PAST_MOMENTS | none: this installation's other rooms, which tell of what is overdue already |
 */
export type OwnerRight =
  | "ADMIN"
  | "CHANGE_TRANSMISSIONS"
  | "LEGACY_HTML"
  | "CORRESPONDENCE"
  | "PLAIN_HTTP"
  | "PAST_MOMENTS";

/** A service as the catalogue has it. */
export interface RegisteredService {
  /** Code of the service owner. */
  readonly org: string;
  /** As dialogs carry it: `dialogportenTypeOf` of schema/services-port.ts. */
  readonly type: string;
}

/**
 * Which services there are, and whose; over ServicesPort.
 * @param services without duplicates
 * @returns the known ones; unknown services are absent
 */
export type FindServices = (
  services: readonly ServiceUrn[],
) => Promise<ReadonlyMap<ServiceUrn, RegisteredService>>;

/** Who writes on behalf of a service owner. */
export interface OwnerCall {
  /** The owner's code, e.g. `skd`: dialogs of others are not found, and their services are forbidden. */
  readonly org: string;
  /** The organisation that signed in; the label log says that it did what follows from its writes. */
  readonly organization: PartyUrn;
  readonly rights: ReadonlySet<OwnerRight>;
  /** Which services there are, and whose: the catalogue's knowledge, asked on this call's behalf. */
  readonly findServices: FindServices;
}

/** How a write is to be done. */
export interface WriteOptions {
  /** The dialog's revision that the writer has seen (its context's, for labels); absent: whatever it is now. */
  readonly ifMatch?: string | null;
  /** Leaves updatedAt, contentUpdatedAt and labels as they are, and tells nobody. */
  readonly isSilentUpdate?: boolean;
}

/** An end user who acts on dialogs that they have access to. */
export interface EndUserCall {
  readonly view: View;
  /** Decides on the facts that the statement found, within the transaction. */
  readonly isAllowed: (access: DialogAccess) => boolean;
  readonly by: Actor;
}
