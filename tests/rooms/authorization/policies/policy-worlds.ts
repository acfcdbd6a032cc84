import fc from "fast-check";
import type { AuthorizationSeed } from "../../../../subgraphs/authorization/index.js";
import { generatedWorld } from "../generated-worlds.js";
import { packageUrn, ROLES, serviceUrn } from "../world.js";
import {
  anyOf,
  apply,
  assignment,
  condition,
  designator,
  match,
  obligation,
  obligations,
  policy,
  policySet,
  rule,
  target,
  value,
} from "../xacml/write.js";

/** Services with policies that are written at random; `s3` and `s4` keep their lists of rights. */
const WRITTEN = ["s1", "s2", "app_own_form"] as const;

const SUBJECTS = [
  ROLES.DAGL.urn,
  "urn:altinn:rolecode:DAGL",
  ROLES.REGN.urn,
  ROLES.INNH.urn,
  ROLES.PRIV.urn,
  "urn:altinn:rolecode:utinn",
  packageUrn("p1"),
  packageUrn("P2"),
  packageUrn("p3"),
  "urn:altinn:org:own",
  "urn:altinn:apiscope:read-all",
];

const oneSubject = fc.constantFrom(...SUBJECTS);
const mostly = <T>(usual: T, rare: T, share: number) =>
  fc.nat({ max: share }).map((drawn) => (drawn === 0 ? rare : usual));

const ruleDraft = fc.record({
  effect: mostly<"Permit" | "Deny">("Permit", "Deny", 7),
  /** Alternatives, each of which asks for one subject or for two at once; none at all for everybody. */
  who: fc.oneof(
    {
      weight: 6,
      arbitrary: fc.array(fc.array(oneSubject, { minLength: 1, maxLength: 1 }), {
        minLength: 1,
        maxLength: 3,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.array(fc.array(oneSubject, { minLength: 1, maxLength: 2 }), { maxLength: 2 }),
    },
  ),
  ignoresCase: fc.boolean(),
  actions: fc.oneof(
    { weight: 6, arbitrary: fc.subarray(["read", "write"], { minLength: 1 }) },
    { weight: 1, arbitrary: fc.subarray(["read", "write", "READ"]) },
  ),
  /** What else the resource must be: a party by its number, or a task. */
  where: fc.constantFrom(null, null, null, null, "party", "task"),
  condition: mostly<null | "package" | "time">(null, "package", 9).chain((drawn) =>
    mostly<typeof drawn>(drawn, "time", 9),
  ),
  needsRole: mostly(false, true, 9),
});

const policyDraft = fc.record({
  rules: fc.array(ruleDraft, { minLength: 1, maxLength: 4 }),
  algorithm: fc.constantFrom(
    "deny-overrides",
    "deny-overrides",
    "deny-overrides",
    "deny-overrides",
    "permit-overrides",
    "first-applicable",
    "deny-unless-permit",
    "permit-unless-deny",
    "ordered-deny-overrides",
    "1.0/permit-overrides",
  ),
  level: fc.option(fc.nat({ max: 4 })),
  levelForOrg: fc.option(fc.nat({ max: 4 })),
  isSet: mostly(false, true, 7),
});

type RuleDraft = typeof ruleDraft extends fc.Arbitrary<infer T> ? T : never;
type PolicyDraft = typeof policyDraft extends fc.Arbitrary<infer T> ? T : never;

const EQUAL = "1.0/string-equal";
const IGNORES = "3.0/string-equal-ignore-case";

const named = (category: string, urn: string, ignoresCase: boolean, must = false): string => {
  const end = urn.lastIndexOf(":");
  return match(
    ignoresCase ? IGNORES : EQUAL,
    value("string", urn.slice(end + 1)),
    designator(`${category}/${urn.slice(0, end)}`, "string", { must }),
  );
};

const resourceOf = (service: string): string[] =>
  service.startsWith("app_")
    ? [named("resource", "urn:altinn:org:own", false), named("resource", "urn:altinn:app:form", false)]
    : [named("resource", `urn:altinn:resource:${service}`, false)];

const CONDITIONS = {
  package: condition(
    apply("1.0/string-is-in", value("string", "p1"), designator("subject/urn:altinn:accesspackage")),
  ),
  time: condition(
    apply(
      "1.0/dateTime-less-than-or-equal",
      apply(
        "1.0/dateTime-one-and-only",
        designator("environment/urn:oasis:names:tc:xacml:1.0:environment:current-dateTime", "dateTime"),
      ),
      value("dateTime", "2030-01-01T00:00:00Z"),
    ),
  ),
};

const writeRule = (draft: RuleDraft, service: string, partyId: number): string => {
  const resource = resourceOf(service);
  if (draft.where === "party") resource.push(named("resource", `urn:altinn:partyid:${partyId}`, false));
  if (draft.where === "task") resource.push(named("resource", "urn:altinn:task:Task_1", false));
  const groups = [anyOf(resource)];
  if (draft.who.length > 0) {
    groups.push(
      anyOf(
        ...draft.who.map((all) =>
          all.map((urn) => named("subject", urn, draft.ignoresCase, draft.needsRole)),
        ),
      ),
    );
  }
  if (draft.actions.length > 0) {
    const id = "urn:oasis:names:tc:xacml:1.0:action:action-id";
    groups.push(
      anyOf(...draft.actions.map((action) => named("action", `${id}:${action}`, draft.ignoresCase))),
    );
  }
  const more = draft.condition === null ? [] : [CONDITIONS[draft.condition]];
  return rule(draft.effect, target(...groups), ...more);
};

const levelsOf = ({ level, levelForOrg }: PolicyDraft): string => {
  const of = (id: string, category: string, number: number | null) =>
    number === null
      ? []
      : [obligation("Permit", id, assignment(`${id}:value`, value("integer", String(number)), category))];
  const all = [
    ...of("urn:level", "urn:altinn:minimum-authenticationlevel", level),
    ...of("urn:level-org", "urn:altinn:minimum-authenticationlevel-org", levelForOrg),
  ];
  return all.length === 0 ? "" : obligations(...all);
};

const writePolicy = (draft: PolicyDraft, service: string, partyId: number): string => {
  const rules = draft.rules.map((one) => writeRule(one, service, partyId));
  const { algorithm } = draft;
  return draft.isSet
    ? policySet(
        [policy(rules, { algorithm }), policy(rules.slice(0, 1), { algorithm: "permit-overrides" })],
        {
          end: levelsOf(draft),
        },
      )
    : policy(rules, { algorithm, end: levelsOf(draft) });
};

/** A register with policies, access lists and a service owner. */
export interface PolicyWorld {
  readonly seed: AuthorizationSeed;
  /** As they were written, by service. */
  readonly documents: ReadonlyMap<string, string>;
  readonly drafts: ReadonlyMap<string, PolicyDraft>;
  /** Members of the list of each restricted service, with the actions that it lets them do. */
  readonly restricted: ReadonlyMap<string, ReadonlyMap<string, readonly string[] | null>>;
  readonly ownerNumber: string;
}

const lists = fc.dictionary(
  fc.constantFrom("s1", "s2", "s3"),
  fc.array(fc.tuple(fc.nat({ max: 4 }), fc.constantFrom(null, ["read"], ["write"], ["read", "write"])), {
    maxLength: 3,
  }),
  { maxKeys: 2 },
);

export const policyWorld: fc.Arbitrary<PolicyWorld> = fc
  .record({
    seed: generatedWorld,
    policies: fc.tuple(policyDraft, policyDraft, policyDraft),
    party: fc.nat({ max: 7 }),
    lists,
  })
  .map(({ seed, policies, party, lists: drawn }) => {
    const partyId = seed.parties[party]?.partyId ?? 0;
    const drafts = new Map(WRITTEN.map((code, n) => [serviceUrn(code), policies[n] as PolicyDraft]));
    const documents = new Map(
      WRITTEN.map((code, n) => [serviceUrn(code), writePolicy(policies[n] as PolicyDraft, code, partyId)]),
    );
    const organizations = seed.parties.filter(({ type }) => type === "ORGANIZATION");
    const restricted = new Map(
      Object.entries(drawn).map(([code, members]) => [
        serviceUrn(code),
        new Map(members.map(([n, actions]) => [organizations[n]?.id ?? "", actions])),
      ]),
    );
    return {
      seed: {
        ...seed,
        services: [
          ...seed.services,
          {
            urn: serviceUrn("app_own_form"),
            minimumLevel: 2,
            isDelegable: true,
            resourceType: "ALTINN_APP",
          },
        ],
        policyRules: seed.policyRules.filter(({ service }) => !documents.has(service)),
        policies: [...documents].map(([service, xml]) => ({ service, xml })),
      },
      documents,
      drafts,
      restricted,
      ownerNumber: organizations[0]?.urn.split(":").at(-1) ?? "",
    };
  });
