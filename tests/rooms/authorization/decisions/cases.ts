import { ROLES } from "../world.js";
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

/** Who asks, in the world of cases.test.ts. */
export type Asker =
  | "director"
  | "accountant"
  | "agent"
  | "rightholder"
  | "system"
  | "machine"
  | "owner machine"
  | "person"
  | "registrant"
  | "stranger";
/** Whom it is about. */
export type About = "company" | "branch" | "client" | "passed" | "giver" | "self" | "shop owner";

export interface Case {
  readonly name: string;
  readonly policy: string;
  readonly asker: Asker;
  readonly about: About;
  readonly action?: string;
  readonly attribute?: string;
  readonly instanceRef?: string;
  readonly expected: "PERMIT" | "DENY" | "NOT_APPLICABLE";
  /** Of a permission; the service's own is 1. */
  readonly level?: number;
}

const DAGL = "urn:altinn:rolecode:dagl";

/** A match of a subject's URN. */
const held = (urn: string, called = "1.0/string-equal"): string => {
  const end = urn.lastIndexOf(":");
  return match(called, value("string", urn.slice(end + 1)), designator(`subject/${urn.slice(0, end)}`));
};
const to = (urn: string, effect: "Permit" | "Deny" = "Permit", ...more: string[]): string =>
  rule(effect, target(anyOf(held(urn))), ...more);
const allow = (urn: string): string => policy([to(urn)]);

// Every combining algorithm over rules: what it makes of a yes, a no, both, neither, and of what can't be evaluated.
const YES = to(DAGL);
const NO = to(DAGL, "Deny");
const SILENT = to("urn:altinn:rolecode:nobody");
/** What can't be evaluated: only a system user has this. */
const BROKEN = anyOf(
  match(
    "1.0/string-equal",
    value("string", "x"),
    designator("subject/urn:altinn:systemuser:uuid", "string", { must: true }),
  ),
);
const [BROKEN_YES, BROKEN_NO] = [rule("Permit", target(BROKEN)), rule("Deny", target(BROKEN))];

const [P, D, N] = ["PERMIT", "DENY", "NOT_APPLICABLE"] as const;

/** Columns of the table below. */
const RULES: Readonly<Record<string, readonly string[]>> = {
  "a yes": [YES],
  "a no": [NO],
  "a yes, then a no": [YES, NO],
  "a no, then a yes": [NO, YES],
  "nothing that applies": [SILENT],
  "what may be a yes, then a yes": [BROKEN_YES, YES],
  "what may be a no, then a yes": [BROKEN_NO, YES],
};

const ALGORITHMS: Readonly<Record<string, readonly Case["expected"][]>> = {
  "deny-overrides": [P, D, D, D, N, P, D],
  "permit-overrides": [P, D, P, P, N, P, P],
  "ordered-deny-overrides": [P, D, D, D, N, P, D],
  "ordered-permit-overrides": [P, D, P, P, N, P, P],
  "deny-unless-permit": [P, D, P, P, D, P, P],
  "permit-unless-deny": [P, D, D, D, P, P, P],
  "first-applicable": [P, D, P, D, N, D, D],
  "1.0/deny-overrides": [P, D, D, D, N, P, D],
  "1.0/permit-overrides": [P, D, P, P, N, P, P],
  "1.1/ordered-deny-overrides": [P, D, D, D, N, P, D],
  "1.1/ordered-permit-overrides": [P, D, P, P, N, P, P],
};

const ofRules: Case[] = Object.entries(ALGORITHMS).flatMap(([algorithm, expected]) =>
  Object.entries(RULES).map(([what, rules], index) => ({
    name: `${algorithm} of ${what}`,
    policy: policy(rules, { algorithm }),
    asker: "director",
    about: "company",
    expected: expected[index] ?? N,
  })),
);

const SETS: Readonly<Record<string, readonly Case["expected"][]>> = {
  "deny-overrides": [P, D, D, N],
  "permit-overrides": [P, D, P, N],
  "ordered-deny-overrides": [P, D, D, N],
  "ordered-permit-overrides": [P, D, P, N],
  "deny-unless-permit": [P, D, P, D],
  "permit-unless-deny": [P, D, D, P],
  "first-applicable": [P, D, P, N],
  "only-one-applicable": [P, D, D, N],
  "1.0/deny-overrides": [P, D, D, N],
  "1.0/permit-overrides": [P, D, P, N],
};

const only = (inner: string): string => policy([inner], { target: target(anyOf(held(DAGL))) });
const never = policy([rule("Permit")], { target: target(anyOf(held("urn:altinn:rolecode:nobody"))) });

const ofSets: Case[] = Object.entries(SETS).flatMap(([algorithm, expected]) =>
  Object.entries({
    "a policy that permits": [only(YES)],
    "a policy that denies": [only(NO)],
    "one that permits and one that denies": [only(YES), only(NO)],
    "none that applies": [never],
  }).map(([what, children], index) => ({
    name: `${algorithm} of ${what}`,
    policy: policySet(children, { algorithm }),
    asker: "director",
    about: "company",
    expected: expected[index] ?? N,
  })),
);

// Every way of comparing an attribute with a text, once where it holds and once where it does not.
const compared = (called: string, source: string, type: string, right: string, wrong: string): Case[] =>
  (
    [
      [right, P],
      [wrong, N],
    ] as const
  ).map(([text, expected]) => ({
    name: `${called} of ${source} with ${text}`,
    policy: policy([
      rule("Permit", target(anyOf(match(called, value(type, text), designator(source, type))))),
    ]),
    asker: "director",
    about: "company",
    expected,
  }));

const ROLE = "subject/urn:altinn:rolecode";
const NUMBER = "resource/urn:altinn:partyid";
const SERVICE = "resource/urn:altinn:resource";
const ofMatches: Case[] = [
  ...compared("1.0/string-equal", ROLE, "string", "dagl", "lede"),
  ...compared("1.0/string-equal", ROLE, "string", "DAGL", "LEDE"),
  ...compared("3.0/string-equal-ignore-case", ROLE, "string", "DaGl", "LeDe"),
  ...compared("1.0/anyURI-equal", ROLE, "anyURI", "dagl", "lede"),
  ...compared("1.0/string-regexp-match", ROLE, "string", "^da.l$", "^le.e$"),
  ...compared("3.0/string-starts-with", ROLE, "string", "da", "le"),
  ...compared("3.0/string-ends-with", ROLE, "string", "gl", "de"),
  ...compared("3.0/string-contains", ROLE, "string", "ag", "ed"),
  ...compared("1.0/string-greater-than", ROLE, "string", "z", "a"),
  ...compared("1.0/string-less-than", ROLE, "string", "a", "z"),
  ...compared("1.0/integer-equal", NUMBER, "integer", "50000001", "50000002"),
  ...compared("1.0/integer-greater-than", NUMBER, "integer", "50000002", "50000000"),
  ...compared("1.0/integer-less-than-or-equal", NUMBER, "integer", "50000001", "50000002"),
  ...compared("1.0/string-equal", NUMBER, "string", "50000001", "50000002"),
  ...compared("1.0/string-regexp-match", SERVICE, "string", "^case-", "^other-"),
  ...compared(
    "1.0/string-equal",
    "action/urn:oasis:names:tc:xacml:1.0:action:action-id",
    "string",
    "read",
    "Read",
  ),
  ...compared(
    "3.0/string-equal-ignore-case",
    "action/urn:oasis:names:tc:xacml:1.0:action:action-id",
    "string",
    "READ",
    "WRITE",
  ),
];

// Where a subject's rights come from.
const one = (
  name: string,
  asker: Asker,
  about: About,
  urn: string,
  expected: Case["expected"] = P,
): Case => ({
  name,
  policy: allow(urn),
  asker,
  about,
  expected,
});
const PACKAGE = "urn:altinn:accesspackage:";
const ofSubjects: Case[] = [
  one("a role by its URN", "director", "company", ROLES.DAGL.urn),
  one("a role by its old URN", "director", "company", DAGL),
  one("a role by another's URN", "director", "company", ROLES.LEDE.urn, N),
  one("a role that comes with it", "director", "company", ROLES.UTINN.urn),
  one("a package of the role", "director", "company", `${PACKAGE}books`),
  one("a package that the role may only pass on", "director", "company", `${PACKAGE}only-passed-on`, N),
  one("a package for another organisation form", "director", "company", `${PACKAGE}for-enk`, N),
  one("a role at a subunit", "director", "branch", DAGL),
  one("a package at a subunit", "director", "branch", `${PACKAGE}books`),
  one("a role in another's organisation", "director", "client", DAGL, N),
  one("an accountant's role, over a key role", "accountant", "client", ROLES.REGN.urn),
  one("a role that comes with an accountant's", "accountant", "client", ROLES.A0239.urn),
  one("the key role itself is not the client's", "accountant", "client", DAGL, N),
  one("the owner of a sole proprietorship", "accountant", "shop owner", ROLES.REGN.urn),
  one("a client that was passed on, by its package", "agent", "passed", `${PACKAGE}books`),
  one("a client that was passed on, by no role", "agent", "passed", ROLES.REGN.urn, N),
  one("an agent at another client", "agent", "client", `${PACKAGE}books`, N),
  one("a rightholder's package", "rightholder", "giver", `${PACKAGE}books`),
  one("a rightholder's role is no subject", "rightholder", "giver", ROLES.RIGHTHOLDER.urn, N),
  one("a rightholder elsewhere", "rightholder", "company", `${PACKAGE}books`, N),
  one("a system user's package", "system", "giver", `${PACKAGE}books`),
  one("a system user has no roles", "system", "giver", DAGL, N),
  one("a machine's package", "machine", "giver", `${PACKAGE}books`),
  one("a machine has no role of its organisation", "machine", "client", ROLES.REGN.urn, N),
  one("a person over themselves", "person", "self", ROLES.PRIV.urn),
  one("a person over another", "person", "giver", ROLES.PRIV.urn, N),
  one("somebody self-identified over themselves", "registrant", "self", ROLES.SELN.urn),
  one("a stranger", "stranger", "company", DAGL, N),
  one("a person by their number", "director", "company", "urn:altinn:person:identifier-no:{director}"),
  one("a person by their party", "director", "company", "urn:altinn:party:uuid:{director id}"),
  one("a person by another's number", "director", "company", "urn:altinn:person:identifier-no:{person}", N),
  one(
    "a person by their number, for nobody they act for",
    "director",
    "client",
    "urn:altinn:person:identifier-no:{director}",
    N,
  ),
  one("a machine by its organisation", "machine", "giver", "urn:altinn:organization:identifier-no:{machine}"),
  one(
    "a machine by its organisation, the old way",
    "machine",
    "giver",
    "urn:altinn:organizationnumber:{machine}",
  ),
  one("a service owner's machine by its code", "owner machine", "giver", "urn:altinn:org:own"),
  one("another's machine by that code", "machine", "giver", "urn:altinn:org:own", N),
  one("a system user by its id", "system", "giver", "urn:altinn:systemuser:uuid:{system}"),
  one("a client by its scope", "machine", "giver", "urn:altinn:apiscope:special"),
  one("a client by a scope that it lacks", "system", "giver", "urn:altinn:apiscope:special", N),
  one("what no register knows", "director", "company", "urn:altinn:partytype:organization", N),
  {
    name: "two subjects at once, both held",
    policy: policy([rule("Permit", target(anyOf([held(DAGL), held(`${PACKAGE}books`)])))]),
    asker: "director",
    about: "company",
    expected: P,
  },
  {
    name: "two subjects at once, one held",
    policy: policy([rule("Permit", target(anyOf([held(DAGL), held(`${PACKAGE}tolls`)])))]),
    asker: "director",
    about: "company",
    expected: N,
  },
  {
    name: "everybody, among those who may act for the party",
    policy: policy([rule("Permit")]),
    asker: "rightholder",
    about: "giver",
    expected: P,
  },
  {
    name: "everybody is not a stranger",
    policy: policy([rule("Permit")]),
    asker: "stranger",
    about: "giver",
    expected: N,
  },
  {
    name: "a condition on packages that are held",
    policy: policy([
      rule(
        "Permit",
        condition(
          apply("1.0/string-is-in", value("string", "books"), designator("subject/urn:altinn:accesspackage")),
        ),
      ),
    ]),
    asker: "director",
    about: "company",
    expected: P,
  },
  {
    name: "a condition on packages that are not held",
    policy: policy([
      rule(
        "Permit",
        condition(
          apply("1.0/string-is-in", value("string", "tolls"), designator("subject/urn:altinn:accesspackage")),
        ),
      ),
    ]),
    asker: "director",
    about: "company",
    expected: N,
  },
];

// What a delegation does beside a policy.
const byName = (name: string, document: string, more: Partial<Case>): Case => ({
  name,
  policy: document,
  asker: "rightholder",
  about: "giver",
  expected: P,
  ...more,
});
const SILENT_POLICY = allow("urn:altinn:rolecode:nobody");
const ofDelegations: Case[] = [
  byName("given by name, where the policy says nothing", SILENT_POLICY, {}),
  byName("given by name, another action", SILENT_POLICY, { action: "write", expected: N }),
  byName("given by name, where the policy denies", policy([rule("Deny")]), { expected: D }),
  byName("given by name, where the policy can't be evaluated", policy([BROKEN_YES]), { expected: D }),
  byName("given by name, where no rule means no", policy([SILENT], { algorithm: "deny-unless-permit" }), {
    expected: D,
  }),
  byName("given for one instance", SILENT_POLICY, { action: "sign", instanceRef: "urn:altinn:dialog-id:1" }),
  byName("given for another instance", SILENT_POLICY, {
    action: "sign",
    instanceRef: "urn:altinn:dialog-id:2",
    expected: N,
  }),
  byName("given for an instance, asked of the whole", SILENT_POLICY, { action: "sign", expected: N }),
  byName("given whole, asked of an instance", SILENT_POLICY, { instanceRef: "urn:altinn:dialog-id:2" }),
  byName(
    "passed on with every action that the policy names",
    policy([to("urn:altinn:rolecode:nobody", "Permit")], {
      target: target(
        anyOf(
          match(
            "1.0/string-equal",
            value("string", "read"),
            designator("action/urn:oasis:names:tc:xacml:1.0:action:action-id"),
          ),
        ),
      ),
    }),
    { asker: "agent", about: "passed" },
  ),
  byName("passed on, an action that the policy does not name", SILENT_POLICY, {
    asker: "agent",
    about: "passed",
    expected: N,
  }),
];

// Parts of a service.
const atTask = (task: string) =>
  policy([
    rule(
      "Permit",
      target(
        anyOf(held(DAGL)),
        anyOf(match("1.0/string-equal", value("string", task), designator("resource/urn:altinn:task"))),
      ),
    ),
  ]);
const ofParts: Case[] = (
  [
    ["the task that it names", "urn:altinn:task:Task_1", P],
    ["another task", "urn:altinn:task:Task_2", N],
    ["no task", undefined, N],
    ["an end event", "urn:altinn:end-event:Task_1", N],
  ] as const
).map(([what, attribute, expected]) => ({
  name: `a rule for a task, asked about ${what}`,
  policy: atTask("Task_1"),
  asker: "director",
  about: "company",
  expected,
  ...(attribute === undefined ? {} : { attribute }),
}));

// Levels.
const LEVEL = "urn:altinn:minimum-authenticationlevel";
const asks = (level: number, category = LEVEL, on: "Permit" | "Deny" = "Permit") =>
  obligation(
    on,
    `urn:${category}:${level}`,
    assignment("urn:level", value("integer", String(level)), category),
  );
const levelled = (name: string, document: string, level: number, more: Partial<Case> = {}): Case => ({
  name,
  policy: document,
  asker: "director",
  about: "company",
  expected: P,
  level,
  ...more,
});
const ofLevels: Case[] = [
  levelled("no level: the service's own", allow(DAGL), 1),
  ...[0, 1, 2, 3, 4].map((level) =>
    levelled(`level ${level} of a policy`, policy([YES], { end: obligations(asks(level)) }), level),
  ),
  levelled("the higher of two", policy([YES], { end: obligations(asks(2), asks(4)) }), 4),
  levelled(
    "that of the rule that permits",
    policy([
      to(DAGL, "Permit", obligations(asks(3))),
      to("urn:altinn:rolecode:nobody", "Permit", obligations(asks(4))),
    ]),
    3,
  ),
  levelled("none of a denial's", policy([YES], { end: obligations(asks(4, LEVEL, "Deny")) }), 1),
  levelled(
    "a set's and its policy's: the higher",
    policySet([policy([YES], { end: obligations(asks(2)) })], { end: obligations(asks(3)) }),
    3,
  ),
  levelled(
    "a service owner's own, for others",
    policy([YES], { end: obligations(asks(4), asks(2, `${LEVEL}-org`)) }),
    4,
  ),
  levelled(
    "a service owner's own, for its machine",
    policy([to("urn:altinn:org:own")], { end: obligations(asks(4), asks(2, `${LEVEL}-org`)) }),
    2,
    { asker: "owner machine", about: "giver" },
  ),
  levelled("inherited by a delegation", policy([SILENT], { end: obligations(asks(4)) }), 4, {
    asker: "rightholder",
    about: "giver",
  }),
  levelled("the service's own, of a delegation", SILENT_POLICY, 1, { asker: "rightholder", about: "giver" }),
];

export const CASES: readonly Case[] = [
  ...ofRules,
  ...ofSets,
  ...ofMatches,
  ...ofSubjects,
  ...ofDelegations,
  ...ofParts,
  ...ofLevels,
];
