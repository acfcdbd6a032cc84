import type { AccessPackageRow, ServiceRow } from "../../../../drizzle/authorization/tables.js";
import type { Delegator, Way } from "./delegator.js";
import { rightKeyOf } from "./right-key.js";

/** Giving access is an act of its own: whoever does it must have signed in at least this surely. */
export const ADMINISTRATION_LEVEL = 3;

/** Why something may be passed on, or not; after Altinn's delegation check. */
export type CheckCode =
  | "ROLE_ACCESS"
  | "PACKAGE_ACCESS"
  | "DELEGATION_ACCESS"
  | "MISSING_ROLE_ACCESS"
  | "MISSING_PACKAGE_ACCESS"
  | "MISSING_DELEGATION_ACCESS"
  | "PACKAGE_NOT_ASSIGNABLE"
  | "RESOURCE_NOT_DELEGABLE"
  | "RESOURCE_IS_MASKINPORTEN_SCHEMA"
  | "ACCESS_LIST_VALIDATION_FAIL"
  | "INSUFFICIENT_AUTHENTICATION_LEVEL";

export interface CheckReason {
  readonly code: CheckCode;
  /** How they came by it; `null` where they did not, or where it makes no difference. */
  readonly way: Way | null;
}

/** Whether somebody may pass one thing on. */
export interface Check {
  readonly isDelegable: boolean;
  readonly reasons: readonly CheckReason[];
}

export interface PackageCheck extends Check {
  readonly packageUrn: string;
}

export interface RightCheck extends Check {
  readonly key: string;
  readonly action: string;
}

const without = (code: CheckCode): CheckReason => ({ code, way: null });

const levelReasons = ({ level }: Delegator, requiredLevel: number): CheckReason[] =>
  level < requiredLevel ? [without("INSUFFICIENT_AUTHENTICATION_LEVEL")] : [];

/** A check that some things speak for, and that nothing speaks against. */
const checkOf = (
  access: readonly CheckReason[],
  missing: readonly CheckReason[],
  against: CheckReason[],
): Check => ({
  isDelegable: access.length > 0 && against.length === 0,
  reasons: [...(access.length > 0 ? access : missing), ...against],
});

/** Whether the delegator may give this package to a rightholder. */
export const checkPackage = (
  delegator: Delegator,
  { urn, isAssignable }: Pick<AccessPackageRow, "urn" | "isAssignable">,
): PackageCheck => {
  const access = (delegator.packages.get(urn) ?? []).map(
    (way): CheckReason => ({ code: way.roleUrn === null ? "DELEGATION_ACCESS" : "ROLE_ACCESS", way }),
  );
  const against = [
    ...(isAssignable ? [] : [without("PACKAGE_NOT_ASSIGNABLE")]),
    ...levelReasons(delegator, ADMINISTRATION_LEVEL),
  ];
  return { packageUrn: urn, ...checkOf(access, [without("MISSING_PACKAGE_ACCESS")], against) };
};

/** A service as a check needs it. */
export interface CheckedService {
  readonly service: Pick<ServiceRow, "urn" | "minimumLevel" | "isDelegable" | "resourceType">;
  /** Who may do what by its policy: subject URNs by action. */
  readonly subjects: ReadonlyMap<string, ReadonlySet<string>>;
  /** Actions that the party may not do, since no access list lets it in. */
  readonly barredActions: ReadonlySet<string>;
}

const PACKAGE_PREFIX = "urn:altinn:accesspackage:";
const MASKINPORTEN_SCHEMA = "MASKINPORTEN_SCHEMA";

const accessTo = (delegator: Delegator, service: string, action: string, subjects: ReadonlySet<string>) => {
  const access: CheckReason[] = [];
  const seen = new Set<Way>();
  const add = (code: CheckCode, ways: readonly Way[] | undefined): void => {
    for (const way of ways ?? []) {
      if (seen.has(way)) continue;
      seen.add(way);
      access.push({ code, way });
    }
  };
  for (const subject of subjects) {
    if (subject.startsWith(PACKAGE_PREFIX)) add("PACKAGE_ACCESS", delegator.packages.get(subject));
    else add("ROLE_ACCESS", delegator.roles.get(subject));
  }
  for (const { actions, way } of delegator.services.get(service) ?? []) {
    if (actions === null || actions.includes(action)) add("DELEGATION_ACCESS", [way]);
  }
  return access;
};

const missingFor = (subjects: ReadonlySet<string>): CheckReason[] => {
  const all = [...subjects];
  return [
    ...(all.some((subject) => subject.startsWith(PACKAGE_PREFIX)) ? [without("MISSING_PACKAGE_ACCESS")] : []),
    ...(all.some((subject) => !subject.startsWith(PACKAGE_PREFIX)) ? [without("MISSING_ROLE_ACCESS")] : []),
    without("MISSING_DELEGATION_ACCESS"),
  ];
};

/** Whether the delegator may give each right to a service: one check for every action that its policy names. */
export const checkRights = (
  delegator: Delegator,
  { service, subjects, barredActions }: CheckedService,
): RightCheck[] => {
  const against = [
    ...(service.isDelegable ? [] : [without("RESOURCE_NOT_DELEGABLE")]),
    ...(service.resourceType === MASKINPORTEN_SCHEMA ? [without("RESOURCE_IS_MASKINPORTEN_SCHEMA")] : []),
    ...levelReasons(delegator, Math.max(ADMINISTRATION_LEVEL, service.minimumLevel)),
  ];
  return [...subjects]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([action, allowed]) => ({
      key: rightKeyOf(service.urn, action),
      action,
      ...checkOf(accessTo(delegator, service.urn, action, allowed), missingFor(allowed), [
        ...against,
        ...(barredActions.has(action) ? [without("ACCESS_LIST_VALIDATION_FAIL")] : []),
      ]),
    }));
};
