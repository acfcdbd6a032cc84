import { DomainError } from "../../../lib/errors.js";
import type { CheckedPolicy, PoliciesPort, RegisteredService } from "../../../schema/policies-port.js";

/** Authorization that refuses policies that say "wrong", lets `PRIV` read by all others, and keeps what it is told. */
export const policiesInMemory = () => {
  const told: RegisteredService[] = [];
  const state = { isAway: false };
  const checked: CheckedPolicy = {
    rights: [{ subjectUrn: "urn:altinn:rolecode:priv", action: "read" }],
    minimumLevel: 3,
  };
  const away = () => {
    if (state.isAway) throw new DomainError("AUTHORIZATION_UNAVAILABLE", "Try again in a moment.");
  };
  const policies: PoliciesPort = {
    async check(_call, _service, xml) {
      away();
      if (xml.includes("wrong")) throw new DomainError("POLICY_INVALID", "It is wrong.");
      return checked;
    },
    async register(_call, service) {
      away();
      told.push(service);
    },
    async inForce(_call, services) {
      away();
      const known = told.filter(({ service, policy }) => services.includes(service) && policy !== null);
      return new Map(
        known.map(({ service, policy }) => [service, { service, xml: policy ?? "", ...checked }]),
      );
    },
  };
  return { policies, told, state };
};
