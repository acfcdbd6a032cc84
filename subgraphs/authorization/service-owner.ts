import type { Call } from "../../schema/call.js";
import type { ServicesPort } from "../../schema/services-port.js";
import type { ServiceUrn } from "../../schema/urns.js";
import { authorizationError } from "./errors.js";

/** @throws DomainError `SERVICE_OWNER_REQUIRED` where the caller is not the organisation whose service it is */
export const checkServiceOwner = async (
  services: ServicesPort,
  call: Call,
  service: ServiceUrn,
): Promise<void> => {
  const { kind, organization } = call.viewer;
  const record = (await services.servicesByIds(call, [service])).get(service);
  if (kind === "ORGANIZATION" && record !== undefined && record.owner.organization === organization) return;
  throw authorizationError(
    "SERVICE_OWNER_REQUIRED",
    `${service} is changed by the organisation whose it is; sign in as that one by Maskinporten.`,
  );
};
