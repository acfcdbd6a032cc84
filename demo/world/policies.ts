import type { PolicyRuleRow, ServiceRow } from "../../drizzle/authorization/tables.js";
import { type PackageCode, packageUrn } from "./packages.js";
import { type RoleName, roleByName } from "./roles.js";
import { type DemoService, services } from "./services.js";

/** What whoever may write may do; signing is a right of its own. */
const WRITE = ["read", "write", "confirm", "delete"];
/** A form that costs something is paid by whoever fills it in. */
const FILL_IN = ["instantiate", "pay"];
const SIGN = ["sign"];

const MAY_NOT_SIGN = new Set<PackageCode | RoleName>([
  "regnskapsforer-uten-signeringsrettighet",
  "regnskapsforer-lonn",
  "revisormedarbeider",
  "regnskapsmedarbeider",
  "utfyller-innsender",
]);

const rulesOf = (service: DemoService): PolicyRuleRow[] => {
  const { urn, family, platform, type } = service;
  const isForm = type === "ALTINN_APP" || type === "MIGRATED_APP";
  const actionsOf = (subject: PackageCode | RoleName) => [
    ...WRITE,
    ...(isForm ? FILL_IN : []),
    ...(isForm && !MAY_NOT_SIGN.has(subject) ? SIGN : []),
  ];
  const rule = (actions: readonly string[], subjectUrn: string): PolicyRuleRow[] =>
    actions.map((action) => ({ service: urn, action, subjectUrn }));

  // Altinn 2's policies name roles, and by their old URNs; the new ones name packages, and roles by their new URNs.
  if (platform === "altinn2") {
    return (family.before?.roles ?? []).flatMap((name) => {
      const { urn: roleUrn, legacyUrn } = roleByName(name);
      return rule(actionsOf(name), legacyUrn ?? roleUrn);
    });
  }
  const writers = new Set(family.packages);
  return [
    ...family.packages.flatMap((code) => rule(actionsOf(code), packageUrn(code))),
    ...(family.readers ?? [])
      .filter((code) => !writers.has(code))
      .flatMap((code) => rule(["read"], packageUrn(code))),
    ...(family.roles ?? []).flatMap((name) => rule(actionsOf(name), roleByName(name).urn)),
  ];
};

/** Every service's policy, flat. */
export const policyRules: readonly PolicyRuleRow[] = services.flatMap(rulesOf);

/** What authorization knows of each service. */
export const serviceRows: readonly ServiceRow[] = services.map(({ urn, level, type }) => ({
  urn,
  minimumLevel: level,
  isDelegable: true,
  resourceType: type,
}));
