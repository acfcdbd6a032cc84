import { DomainError } from "../lib/errors.js";
import type { PoliciesPort } from "./policies-port.js";
import { POLICIES_PATHS, readCheckedPolicy, readPoliciesInForce } from "./policies-wire.js";
import { createPortClient, type HttpPortOptions } from "./port-client.js";

/** What is wrong with a policy, or with who sends it. */
const REFUSALS = [
  "BATCH_TOO_LARGE",
  "POLICY_INVALID",
  "POLICY_ILL_TYPED",
  "POLICY_UNSUPPORTED",
  "SERVICE_OWNER_REQUIRED",
];

const unavailable = (cause: unknown): DomainError => {
  const failure = new DomainError(
    "AUTHORIZATION_UNAVAILABLE",
    "The policy could not be checked or put in force just now; try again in a moment.",
  );
  failure.cause = cause;
  return failure;
};

/** Authorization in another process, as the catalogue asks it. */
export const createHttpPoliciesPort = (
  options: HttpPortOptions,
): PoliciesPort & { close(): Promise<void> } => {
  const client = createPortClient(options, unavailable, REFUSALS);
  return {
    check: (call, service, xml) =>
      client.ask(POLICIES_PATHS.check, call, { service, xml }, readCheckedPolicy),
    register: (call, service) => client.ask(POLICIES_PATHS.register, call, service, () => undefined),
    async inForce(call, services) {
      if (services.length === 0) return new Map();
      return client.ask(POLICIES_PATHS.inForce, call, { services }, readPoliciesInForce);
    },
    close: () => client.close(),
  };
};
