import type { ServicesPort } from "../../../schema/services-port.js";
import { authorizationError } from "../errors.js";

const refuse = (): Promise<never> =>
  Promise.reject(
    authorizationError(
      "CATALOGUE_UNAVAILABLE",
      "This process does not know the catalogue, so it can't say whose service is whose; set where it listens.",
    ),
  );

/** What stands in for the catalogue where nobody has said where it is. */
export const noServices: ServicesPort = {
  servicesByIds: refuse,
  familiesOf: refuse,
  ownerByOrganization: refuse,
};
