import type { CheckedPolicy, PolicyInForce, PolicyRight, RegisteredService } from "./policies-port.js";
import type { ServiceUrn } from "./urns.js";
import { bool, level, listOf, localized, objectOf, orNull, type Read, text } from "./wire-readers.js";

// What PoliciesPort says over HTTP.

/** Where the authorization room's process answers the catalogue, below its URL. */
export const POLICIES_PATHS = {
  check: "/port/policy-check",
  register: "/port/service-registration",
  inForce: "/port/policies",
} as const;

const right = objectOf<PolicyRight>({ subjectUrn: text, action: text });
const checked = { rights: orNull(listOf(right)), minimumLevel: orNull(level) };
const inForce = objectOf<PolicyInForce>({ ...checked, service: text, xml: text });

const optionalKeys: Read<Readonly<Record<string, { readonly isOptional: boolean }>>> = (value, at) =>
  Object.fromEntries(
    Object.entries(Object(value)).map(([key, entry]) => [
      key,
      objectOf<{ isOptional: boolean }>({ isOptional: bool })(entry, `${at}.${key}`),
    ]),
  );
const consent = objectOf<NonNullable<RegisteredService["consent"]>>({
  template: text,
  text: localized,
  metadataKeys: optionalKeys,
  isOneTime: bool,
});
const service = objectOf<RegisteredService>({
  service: text,
  resourceType: text,
  isDelegable: bool,
  isRestrictedToAccessLists: bool,
  consent: orNull(consent),
  policy: orNull(text),
});
const question = objectOf<{ service: ServiceUrn; xml: string }>({ service: text, xml: text });

/** @throws Error that says what is not as the contract has it */
export const readPolicyQuestion = (value: unknown): { service: ServiceUrn; xml: string } =>
  question(value, "question");

/** @throws Error that says what is not as the contract has it */
export const readCheckedPolicy = (value: unknown): CheckedPolicy =>
  objectOf<CheckedPolicy>(checked)(value, "policy");

/** @throws Error that says what is not as the contract has it */
export const readRegisteredService = (value: unknown): RegisteredService => service(value, "service");

/** @throws Error that says what is not as the contract has it */
export const readPoliciesInForce = (value: unknown): ReadonlyMap<ServiceUrn, PolicyInForce> =>
  new Map(listOf(inForce)(value, "policies").map((policy) => [policy.service, policy]));
