import type { Call } from "../../../schema/call.js";
import { dialogportenTypeOf, type ServicesPort } from "../../../schema/services-port.js";
import type { OwnerCall, OwnerRight } from "../writing/index.js";
import { forbidden } from "./refusals.js";

/** Maskinporten scopes, as Dialogporten names them. */
export const SERVICE_PROVIDER = "digdir:dialogporten.serviceprovider";
export const SEARCH = "digdir:dialogporten.serviceprovider.search";
export const ADMIN = "digdir:dialogporten.serviceprovider.admin";
export const CHANGE_TRANSMISSIONS = "digdir:dialogporten.serviceprovider.changetransmissions";
export const NOTIFICATION_CONDITION_CHECK = "altinn:system/notifications.condition.check";

const RIGHTS: readonly (readonly [scope: string, right: OwnerRight])[] = [
  [ADMIN, "ADMIN"],
  [CHANGE_TRANSMISSIONS, "CHANGE_TRANSMISSIONS"],
  ["digdir:dialogporten.serviceprovider.legacyhtml", "LEGACY_HTML"],
  ["digdir:dialogporten.serviceprovider.correspondence", "CORRESPONDENCE"],
];

/** Who asks: an organisation with a machine's token. */
export interface Caller {
  readonly call: Call;
  /** As the writer takes it. */
  readonly owner: OwnerCall;
  readonly isAdmin: boolean;
  /** Whose dialogs they may read; `null`: everybody's. */
  readonly readableOrg: string | null;
}

/**
 * Checks that a call is an organisation's and has the scopes. A person's token has no organisation, whatever it says of
 * scopes.
 * @throws RestRefusal 403
 */
export const checkScopes = ({ viewer }: Call, scopes: readonly string[]): void => {
  if (viewer.kind !== "ORGANIZATION") {
    throw forbidden("Service owners sign in with a token of their organisation, from Maskinporten.");
  }
  const missing = scopes.filter((scope) => !viewer.scopes.includes(scope));
  if (missing.length > 0) throw forbidden(`The token lacks the scope ${missing.join(" and ")}.`);
};

/**
 * The service owner that a call comes from. Its consumer counts, not the supplier who holds the token.
 * @throws RestRefusal 403 where the organisation offers no services; DomainError `CATALOGUE_UNAVAILABLE`
 */
export const readCaller = async (call: Call, services: ServicesPort): Promise<Caller> => {
  const organization = call.viewer.organization ?? call.viewer.party;
  const rights = new Set(
    RIGHTS.filter(([scope]) => call.viewer.scopes.includes(scope)).map(([, right]) => right),
  );
  const isAdmin = rights.has("ADMIN");
  const owner = await services.ownerByOrganization(call, organization);
  if (owner === null && !isAdmin) {
    throw forbidden(
      "Your organisation offers no services here. Register it, and its services, in the catalogue.",
    );
  }
  // An administrator that offers no services itself has no code; its number is nobody's code.
  const org = owner?.code ?? organization;
  const findServices: OwnerCall["findServices"] = async (asked) => {
    const found = await services.servicesByIds(call, asked);
    return new Map(
      [...found].map(([id, record]) => [id, { org: record.owner.code, type: dialogportenTypeOf(record) }]),
    );
  };
  return {
    call,
    owner: { org, organization, rights, findServices },
    isAdmin,
    readableOrg: isAdmin ? null : org,
  };
};
