import type { Call } from "./call.js";
import type { LocalizedText } from "./localization.js";
import type { ServiceUrn } from "./urns.js";

/** That a policy lets somebody do something. */
export interface PolicyRight {
  /** URN of a role, a package or another attribute, as the policy spells it. */
  readonly subjectUrn: string;
  readonly action: string;
}

/** A policy that authorization would put in force, and what it says. */
export interface CheckedPolicy {
  /** Who may do what; `null` where no list says the same as the policy, e.g. because it has conditions. */
  readonly rights: readonly PolicyRight[] | null;
  /** The authentication level that it asks for; `null` where it asks for none. */
  readonly minimumLevel: number | null;
}

export interface PolicyInForce extends CheckedPolicy {
  readonly service: ServiceUrn;
  /** XACML 3.0. */
  readonly xml: string;
}

/** What authorization must know of a service. */
export interface RegisteredService {
  readonly service: ServiceUrn;
  readonly resourceType: string;
  readonly isDelegable: boolean;
  readonly isRestrictedToAccessLists: boolean;
  readonly consent: {
    readonly template: string;
    readonly text: LocalizedText;
    readonly metadataKeys: Readonly<Record<string, { readonly isOptional: boolean }>>;
    readonly isOneTime: boolean;
  } | null;
  /** The policy to put in force; `null`: the one in force stays. */
  readonly policy: string | null;
}

/** Scopes with which organisations change their services, as Altinn Resource Registry names them. */
export const RESOURCE_WRITE_SCOPE = "altinn:resourceregistry/resource.write";
export const RESOURCE_ADMIN_SCOPE = "altinn:resourceregistry/resource.admin";

/** More services in one question are refused. */
export const MAX_POLICIES = 100;

/**
 * What the catalogue needs of authorization to let owners manage their services. In one process a call, otherwise HTTP.
 * It fails closed: where no answer can be had it rejects with DomainError `AUTHORIZATION_UNAVAILABLE`.
 */
export interface PoliciesPort {
  /**
   * Says what a policy would mean; takes nothing.
   * @throws DomainError `POLICY_INVALID`, `POLICY_ILL_TYPED` or `POLICY_UNSUPPORTED`, and why
   */
  check(call: Call, service: ServiceUrn, xml: string): Promise<CheckedPolicy>;
  /**
   * Brings what authorization knows of a service up to date. The same again changes nothing.
   * @throws DomainError `SCOPE_MISSING` where the caller is no organisation with one of the scopes above
   */
  register(call: Call, service: RegisteredService): Promise<void>;
  /** The policies in force; services without one are not in the answer. @param services at most 100 */
  inForce(call: Call, services: readonly ServiceUrn[]): Promise<ReadonlyMap<ServiceUrn, PolicyInForce>>;
}
