import fc from "fast-check";
import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import { DAY_MILLIS } from "../../../lib/clock.js";
import type { AuthorizationSeed } from "../../../subgraphs/authorization/index.js";
import { createWorld, NOW, packageUrn, ROLES, type RoleName, serviceUrn } from "./world.js";

/** The last two let one administer access. */
const PACKAGES = ["p1", "p2", "p3", "tilgangsstyrer", "hovedadministrator"];
const SERVICES = ["s1", "s2", "s3", "s4"];
/** Known to nobody: no service row, though rules and delegations may name it. */
const UNKNOWN_SERVICE = "s5";
const INSTANCES = ["urn:altinn:dialog-id:1", "urn:altinn:dialog-id:2"];
const ACTIONS = ["read", "write"];
const VARIANTS = ["AS", "ENK", "IKS"];
const ROLE_NAMES = Object.keys(ROLES) as RoleName[];
/** The roles that do most, drawn more often than the rest. */
const BUSY_ROLES: readonly RoleName[] = ["DAGL", "INNH", "DTPR", "REGN", "RIGHTHOLDER", "AGENT", "GUARDIAN"];

const SUBJECTS = [
  ...Object.values(ROLES).flatMap(({ urn, legacyUrn }) => (legacyUrn === null ? [urn] : [urn, legacyUrn])),
  ...PACKAGES.map(packageUrn),
];

const BUSY_SUBJECTS = [...BUSY_ROLES.map((name) => ROLES[name].urn), ...PACKAGES.map(packageUrn)];

const roleName = fc.oneof(fc.constantFrom(...BUSY_ROLES), fc.constantFrom(...ROLE_NAMES));
const someOf = <T>(items: readonly T[]) => fc.subarray([...items], { minLength: 1 });

/** An end of an assignment: an index among persons, organisations, the system user and the self-identified. */
const PARTY_COUNT = 10;
const index = fc.nat({ max: PARTY_COUNT - 1 });

const assignment = fc.record({
  from: index,
  to: index,
  role: roleName,
  packages: fc.subarray(PACKAGES),
  resources: fc.array(
    fc.record({ service: fc.constantFrom(...SERVICES, UNKNOWN_SERVICE), actions: someOf(ACTIONS) }),
    { maxLength: 2 },
  ),
  instances: fc.array(
    fc.record({
      service: fc.constantFrom(...SERVICES, UNKNOWN_SERVICE),
      instanceRef: fc.constantFrom(...INSTANCES),
      actions: someOf(ACTIONS),
    }),
    { maxLength: 2 },
  ),
});

/** A client, its facilitator and an agent, all drawn; the roles are right mostly, and wrong at times. */
const clientDelegation = fc.record({
  client: index,
  facilitator: index,
  agent: index,
  role: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom<RoleName>("REGN", "REVI", "RIGHTHOLDER", "SUPPLIER") },
    {
      weight: 1,
      arbitrary: roleName,
    },
  ),
  agentRole: fc.oneof(
    { weight: 4, arbitrary: fc.constant<RoleName>("AGENT") },
    { weight: 1, arbitrary: roleName },
  ),
  packages: fc.subarray(PACKAGES),
  resources: fc.subarray([...SERVICES, UNKNOWN_SERVICE]),
  /** Services of which single actions are passed on. */
  rights: fc.array(
    fc.record({ service: fc.constantFrom(...SERVICES, UNKNOWN_SERVICE), actions: someOf(ACTIONS) }),
    {
      maxLength: 2,
    },
  ),
});

const ago = fc.constantFrom(null, null, null, 365 * DAY_MILLIS, 3 * 365 * DAY_MILLIS);

const draft = fc.record({
  dead: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
  variants: fc.array(fc.constantFrom(...VARIANTS), { minLength: 5, maxLength: 5 }),
  /** The main unit of each organisation: an earlier one, or none. */
  parents: fc.array(fc.option(fc.nat({ max: 3 })), { minLength: 5, maxLength: 5 }),
  deleted: fc.array(ago, { minLength: 5, maxLength: 5 }),
  owners: fc.array(fc.record({ enterprise: fc.nat({ max: 4 }), owner: fc.nat({ max: 2 }) }), {
    maxLength: 3,
  }),
  assignments: fc.array(assignment, { minLength: 12, maxLength: 40, size: "max" }),
  delegations: fc.array(clientDelegation, { minLength: 1, maxLength: 6, size: "max" }),
  roleMap: fc.uniqueArray(
    fc.tuple(roleName, fc.constantFrom<RoleName>("UTINN", "A0239", "MEDL", "REGN", "AGENT", "ADMIN")),
    {
      maxLength: 5,
      selector: String,
    },
  ),
  rolePackages: fc.uniqueArray(
    fc.record({
      role: roleName,
      code: fc.constantFrom(...PACKAGES),
      variant: fc.constantFrom("", "", "AS", "ENK", "BEDR", "Person"),
      hasAccess: fc.boolean(),
      canDelegate: fc.boolean(),
    }),
    { minLength: 4, maxLength: 16, selector: ({ role, code, variant }) => [role, code, variant].join() },
  ),
  rules: fc.uniqueArray(
    fc.tuple(
      fc.constantFrom(...SERVICES, UNKNOWN_SERVICE),
      fc.constantFrom(...ACTIONS),
      fc.oneof(fc.constantFrom(...SUBJECTS), fc.constantFrom(...BUSY_SUBJECTS)),
    ),
    { minLength: 15, maxLength: 40, selector: String },
  ),
});

type Draft = typeof draft extends fc.Arbitrary<infer T> ? T : never;

const build = (drawn: Draft): AuthorizationSeed => {
  const world = createWorld();
  const dateOfDeath = (isDead: boolean) => (isDead ? "2025-01-01" : null);
  const parties: PartyRow[] = drawn.dead.map((isDead, n) =>
    world.person(`person ${n}`, { dateOfDeath: dateOfDeath(isDead && n > 0) }),
  );
  const organizations: PartyRow[] = [];
  for (const [n, variant] of drawn.variants.entries()) {
    const parent = organizations[drawn.parents[n] ?? -1];
    const since = drawn.deleted[n] ?? null;
    organizations.push(
      world.organization(`organisation ${n}`, {
        variant: parent === undefined ? variant : "BEDR",
        parentId: parent?.id ?? null,
        deletedAt: since === null ? null : NOW - since,
      }),
    );
  }
  parties.push(
    ...organizations,
    world.systemUser("system"),
    world.selfIdentified("e-mail", "a@example.invalid"),
  );

  const known = new Map<string, string>();
  const assign = (
    from: number,
    to: number,
    role: RoleName,
    given: Parameters<typeof world.assign>[3] = {},
  ) => {
    const [giver, holder] = [parties[from], parties[to]];
    const key = [from, to, role].join();
    const there = known.get(key);
    if (there !== undefined || giver === undefined || holder === undefined) return there ?? "";
    const id = world.assign(giver, holder, role, given);
    known.set(key, id);
    return id;
  };
  for (const { enterprise, owner } of drawn.owners) assign(3 + enterprise, owner, "INNH");
  for (const { from, to, role, packages, resources, instances } of drawn.assignments) {
    assign(from, to, role, {
      packages,
      resources: Object.fromEntries(resources.map(({ service, actions }) => [service, actions])),
      instances: [...new Map(instances.map((instance) => [instance.instanceRef, instance])).values()],
    });
  }
  const delegated = new Set<string>();
  for (const {
    client,
    facilitator,
    agent,
    role,
    agentRole,
    packages,
    resources,
    rights,
  } of drawn.delegations) {
    const [given, agency] = [assign(client, facilitator, role), assign(facilitator, agent, agentRole)];
    if (delegated.has(`${given} ${agency}`)) continue;
    delegated.add(`${given} ${agency}`);
    world.delegate(given, agency, {
      packages,
      resources,
      rights: Object.fromEntries(
        rights
          .filter(({ service }) => !resources.includes(service))
          .map(({ service, actions }) => [service, actions]),
      ),
    });
  }
  for (const [role, implied] of drawn.roleMap) if (role !== implied) world.imply(role, implied);
  for (const { role, code, ...more } of drawn.rolePackages) world.roleHolds(role, code, more);
  for (const code of PACKAGES) world.accessPackage(code);
  for (const [level, code] of SERVICES.entries()) world.service(code, {}, level + 1);
  const policyRules = drawn.rules.map(([code, action, subjectUrn]) => ({
    service: serviceUrn(code),
    action,
    subjectUrn,
  }));
  return { ...world.seed, policyRules };
};

/** Registers of every shape: key roles, subunits, sole proprietors, agents, deaths, deletions, and nonsense. */
export const generatedWorld: fc.Arbitrary<AuthorizationSeed> = draft.map(build);

/** What is asked in such a world. */
export const QUESTIONS = {
  services: [...SERVICES, UNKNOWN_SERVICE].map(serviceUrn),
  actions: ACTIONS,
  instanceRefs: [null, ...INSTANCES],
};
