import type { ServiceOwnerRow } from "../../../drizzle/catalogue/tables.js";
import type { Call } from "../../../schema/call.js";
import { RESOURCE_ADMIN_SCOPE, RESOURCE_WRITE_SCOPE } from "../../../schema/policies-port.js";
import { ORGANIZATION_PREFIX } from "../../../schema/urns.js";
import type { CatalogueStore } from "../store.js";

/** An organisation that may change services. */
export interface OwnerCaller {
  readonly call: Call;
  readonly organization: string;
  /** The owner that it is; `null` for an administrator that offers no services itself. */
  readonly owner: ServiceOwnerRow | null;
  /** Whether it may change everybody's services. */
  readonly isAdmin: boolean;
}

export type CallerOutcome = OwnerCaller | { readonly refused: string };

export const READ_SCOPE = "altinn:resourceregistry/resource.read";

const organizationIn = ({ viewer }: Call): string | null =>
  viewer.kind === "ORGANIZATION" ? (viewer.organization ?? viewer.party) : null;

/** Who may change services: a service owner's machine with the scope for it, as with Altinn Resource Registry. */
export const readOwner = async (
  store: CatalogueStore,
  call: Call,
  scopes: readonly string[] = [RESOURCE_WRITE_SCOPE],
): Promise<CallerOutcome> => {
  const organization = organizationIn(call);
  if (organization === null) {
    return { refused: "Service owners sign in with a token of their organisation, from Maskinporten." };
  }
  const isAdmin = call.viewer.scopes.includes(RESOURCE_ADMIN_SCOPE);
  if (!isAdmin && !scopes.some((scope) => call.viewer.scopes.includes(scope))) {
    return { refused: `The token lacks the scope ${scopes.join(" or ")}.` };
  }
  const [owner = null] = await store.serviceOwnersByOrganizations([
    organization.slice(ORGANIZATION_PREFIX.length),
  ]);
  if (owner === null && !isAdmin) {
    return {
      refused: "Your organisation is not among the service owners here; ask whoever runs this installation.",
    };
  }
  return { call, organization, owner, isAdmin };
};
