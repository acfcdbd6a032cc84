import { describe, expect, it } from "vitest";
import { ATTRIBUTE } from "../../../../subgraphs/authorization/xacml/index.js";
import {
  anyOf,
  apply,
  BROKEN,
  condition,
  decide,
  designator,
  is,
  match,
  policy,
  policySet,
  request,
  rule,
  type Sent,
  target,
  value,
} from "./write.js";

type Case = readonly [name: string, target: string, sent: Sent, decision: string];

const s = (text: string) => value("string", text);
const A = is("subject/a", "1");
const B = is("subject/b", "1");
const HOLDS: Sent = { "subject/a": "1", "subject/b": "0" };
const [YES, NO] = [A, B];
const FAILS = match("1.0/string-equal", s("x"), designator("subject/never", "string", { must: true }));

const cases: readonly Case[] = [
  ["an empty target matches", target(), {}, "Permit"],
  ["one match", target(anyOf(YES)), HOLDS, "Permit"],
  ["no match", target(anyOf(NO)), HOLDS, "NotApplicable"],
  ["all of two: both", target(anyOf([YES, YES])), HOLDS, "Permit"],
  ["all of two: one", target(anyOf([YES, NO])), HOLDS, "NotApplicable"],
  ["all of two: a failure and a match", target(anyOf([FAILS, YES])), HOLDS, "Indeterminate"],
  ["all of two: a failure and no match", target(anyOf([FAILS, NO])), HOLDS, "NotApplicable"],
  ["any of two: the second", target(anyOf(NO, YES)), HOLDS, "Permit"],
  ["any of two: none", target(anyOf(NO, NO)), HOLDS, "NotApplicable"],
  ["any of two: a failure and a match", target(anyOf(FAILS, YES)), HOLDS, "Permit"],
  ["any of two: a failure and no match", target(anyOf(FAILS, NO)), HOLDS, "Indeterminate"],
  ["two groups: both", target(anyOf(YES), anyOf(YES)), HOLDS, "Permit"],
  ["two groups: one", target(anyOf(YES), anyOf(NO)), HOLDS, "NotApplicable"],
  ["two groups: a failure and a match", target(anyOf(FAILS), anyOf(YES)), HOLDS, "Indeterminate"],
  ["two groups: a failure and no match", target(anyOf(FAILS), anyOf(NO)), HOLDS, "NotApplicable"],
  ["one of several values is enough", target(anyOf(YES)), { "subject/a": ["0", "1"] }, "Permit"],
  ["an attribute that is missing matches nothing", target(anyOf(YES)), {}, "NotApplicable"],
  ["the category counts", target(anyOf(YES)), { "resource/a": "1" }, "NotApplicable"],
  ["the data type counts", target(anyOf(YES)), { "subject/a": "[integer] 1" }, "NotApplicable"],
  [
    "values of other types stand beside it unread",
    target(anyOf(YES)),
    { "subject/a": ["[integer] nonsense", "1"] },
    "Permit",
  ],
  [
    "a value that is not of its type cannot be read",
    target(anyOf(match("1.0/integer-equal", value("integer", "1"), designator("subject/a", "integer")))),
    { "subject/a": "[integer] nonsense" },
    "Indeterminate",
  ],
  [
    "an attribute that must be there, and is",
    target(anyOf(match("1.0/string-equal", s("1"), designator("subject/a", "string", { must: true })))),
    HOLDS,
    "Permit",
  ],
  ["an attribute that must be there, and is not", target(anyOf(FAILS)), HOLDS, "Indeterminate"],
  [
    "the literal is the first argument",
    target(
      anyOf(match("1.0/integer-greater-than", value("integer", "5"), designator("subject/n", "integer"))),
    ),
    { "subject/n": "[integer] 4" },
    "Permit",
  ],
  [
    "one value fails and another matches",
    target(anyOf(match("1.0/rfc822Name-match", s("a@b"), designator("subject/mail", "rfc822Name")))),
    { "subject/mail": ["[rfc822Name] x@y", "[rfc822Name] a@b"] },
    "Permit",
  ],
  ["text is compared as it is", target(anyOf(YES)), { "subject/a": " 1" }, "NotApplicable"],
];

describe("targets", () => {
  it.each(cases)("%s", (_, of, sent, decision) =>
    expect({
      ofRule: decide(policy([rule("Permit", of)]), request(sent)),
      ofPolicy: decide(policy([rule("Permit")], { target: of }), request(sent)),
      ofSet: decide(policySet([policy([rule("Permit")])], { target: of }), request(sent)),
    }).toEqual({ ofRule: decision, ofPolicy: decision, ofSet: decision }),
  );
});

const matches: readonly (readonly [id: string, type: string, literal: string, hit: string, miss: string])[] =
  [
    ["1.0/string-equal", "string", "fjord", "fjord", "Fjord"],
    ["3.0/string-equal-ignore-case", "string", "fjord", "FJORD", "fjor"],
    ["1.0/boolean-equal", "boolean", "true", "1", "false"],
    ["1.0/integer-equal", "integer", "7", "007", "8"],
    ["1.0/double-equal", "double", "1.5", "15e-1", "1.6"],
    ["1.0/date-equal", "date", "2025-06-01", "2025-06-01Z", "2025-06-02"],
    ["1.0/time-equal", "time", "12:00:00Z", "13:00:00+01:00", "12:00:01Z"],
    [
      "1.0/dateTime-equal",
      "dateTime",
      "2025-06-01T12:00:00Z",
      "2025-06-01T14:00:00+02:00",
      "2025-06-01T14:00:00Z",
    ],
    ["3.0/dayTimeDuration-equal", "dayTimeDuration", "P1D", "PT24H", "PT23H"],
    ["3.0/yearMonthDuration-equal", "yearMonthDuration", "P1Y", "P12M", "P13M"],
    ["1.0/anyURI-equal", "anyURI", "urn:a", "urn:a", "urn:A"],
    ["1.0/x500Name-equal", "x500Name", "cn=a,c=no", "CN=A, C=NO", "cn=b,c=no"],
    ["1.0/rfc822Name-equal", "rfc822Name", "a@fjord.example", "a@FJORD.example", "A@fjord.example"],
    ["1.0/hexBinary-equal", "hexBinary", "0a", "0A", "0b"],
    ["1.0/base64Binary-equal", "base64Binary", "AAAA", "AA AA", "AAAB"],
    ["1.0/integer-less-than-or-equal", "integer", "7", "7", "6"],
    ["1.0/integer-less-than", "integer", "7", "8", "7"],
    ["1.0/integer-greater-than-or-equal", "integer", "7", "7", "8"],
    ["1.0/double-greater-than", "double", "7", "6.9", "7"],
    ["1.0/string-less-than", "string", "a", "b", "a"],
    ["1.0/date-greater-than", "date", "2025-06-01", "2025-05-31", "2025-06-01"],
    [
      "1.0/dateTime-less-than-or-equal",
      "dateTime",
      "2025-06-01T12:00:00Z",
      "2025-06-01T12:00:00Z",
      "2025-06-01T11:00:00Z",
    ],
    ["1.0/time-less-than", "time", "12:00:00Z", "12:00:01Z", "12:00:00Z"],
    ["1.0/string-regexp-match", "string", "^fj.rd$", "fjord", "fjords"],
    ["2.0/anyURI-regexp-match", "string>anyURI", "^https:", "https://a", "http://a"],
    ["2.0/ipAddress-regexp-match", "string>ipAddress", "^10\\.", "10.1.2.3", "11.1.2.3"],
    ["2.0/dnsName-regexp-match", "string>dnsName", "example$", "fjord.example", "fjord.test"],
    ["2.0/rfc822Name-regexp-match", "string>rfc822Name", "^a@", "a@b", "b@a"],
    ["2.0/x500Name-regexp-match", "string>x500Name", "c=no", "cn=a,c=no", "cn=a,c=se"],
    ["1.0/x500Name-match", "x500Name", "c=no", "cn=a,c=no", "cn=a,c=se"],
    ["1.0/rfc822Name-match", "string>rfc822Name", ".example", "a@fjord.example", "a@example"],
    ["3.0/string-starts-with", "string", "fj", "fjord", "afj"],
    ["3.0/string-ends-with", "string", "rd", "fjord", "rdf"],
    ["3.0/string-contains", "string", "jo", "fjord", "j o"],
    ["3.0/anyURI-starts-with", "string>anyURI", "http", "http://a", "urn:http"],
    ["3.0/anyURI-ends-with", "string>anyURI", "/a", "http://a", "http://a/b"],
    ["3.0/anyURI-contains", "string>anyURI", "//", "http://a", "urn:a"],
  ];

describe("functions that match", () => {
  it.each(matches)("%s (%s)", (id, types, literal, hit, miss) => {
    const [first = "", second = first] = types.split(">");
    const of = policy([
      rule("Permit", target(anyOf(match(id, value(first, literal), designator("subject/x", second))))),
    ]);
    const sent = (text: string) => request({ "subject/x": `[${second}] ${text}` });
    expect([decide(of, sent(hit)), decide(of, sent(miss)), decide(of, request({}))]).toEqual([
      "Permit",
      "NotApplicable",
      "NotApplicable",
    ]);
  });
});

/** A policy over `subject/a`, and a request whose one attribute was issued as said. */
const issuedCase = (wanted: string | undefined, sent: string | undefined) => {
  const source = designator("subject/a", "string", wanted === undefined ? {} : { issuer: wanted });
  const from = sent === undefined ? "" : ` Issuer="${sent}"`;
  return decide(
    policy([rule("Permit", target(anyOf(match("1.0/string-equal", s("1"), source))))]),
    request({ "subject/a": "1" }).replace("<Attribute ", `<Attribute${from} `),
  );
};

describe("who issued an attribute", () => {
  it.each([
    ["nobody is asked for, so anyone will do", undefined, "registry", "Permit"],
    ["the one that is asked for", "registry", "registry", "Permit"],
    ["another than is asked for", "registry", "Registry", "NotApplicable"],
    ["one is asked for and none is said", "registry", undefined, "NotApplicable"],
  ] as const)("%s", (_, wanted, sent, decision) => expect(issuedCase(wanted, sent)).toBe(decision));
});

const environment = (id: string, type: string, literal: string) =>
  policy([
    rule(
      "Permit",
      condition(
        apply(
          `1.0/${type}-equal`,
          apply(`1.0/${type}-one-and-only`, designator(`environment/${id}`, type, { must: true })),
          value(type, literal),
        ),
      ),
    ),
  ]);

describe("the current date and time", () => {
  it.each([
    ["time", ATTRIBUTE.currentTime, "12:00:00Z", "08:30:00Z"],
    ["date", ATTRIBUTE.currentDate, "2025-06-01Z", "2001-01-01"],
    ["dateTime", ATTRIBUTE.currentDateTime, "2025-06-01T12:00:00Z", "2001-01-01T08:30:00Z"],
  ])("%s comes from the clock, unless the request says it", (type, id, now, sent) =>
    expect({
      clock: decide(environment(id, type, now), request({})),
      sent: decide(environment(id, type, sent), request({ [`environment/${id}`]: `[${type}] ${sent}` })),
      clockBesideSent: decide(
        environment(id, type, now),
        request({ [`environment/${id}`]: `[${type}] ${sent}` }),
      ),
    }).toEqual({ clock: "Permit", sent: "Permit", clockBesideSent: "NotApplicable" }),
  );

  it("is nowhere but in the environment, and is of its own type only", () => {
    const of = (category: string, type: string) =>
      decide(
        policy([
          rule(
            "Permit",
            condition(
              apply(
                "1.0/integer-equal",
                value("integer", "0"),
                apply(`1.0/${type}-bag-size`, designator(`${category}/${ATTRIBUTE.currentDate}`, type)),
              ),
            ),
          ),
        ]),
        request({}),
      );
    expect([of("subject", "date"), of("environment", "dateTime"), of("environment", "date")]).toEqual([
      "Permit",
      "Permit",
      "NotApplicable",
    ]);
  });
});

/** Core §7.14, table 7: what a node with an unknown target comes to, by what its children do. */
describe("a target that cannot be evaluated", () => {
  it.each([
    ["Permit", [rule("Permit")], "Indeterminate"],
    ["Deny", [rule("Deny")], "Indeterminate"],
    ["nothing", [rule("Permit", target(anyOf(is("subject/none", "1"))))], "NotApplicable"],
    ["a failure", [rule("Permit", target(BROKEN))], "Indeterminate"],
  ])("over what comes to %s", (_, rules, decision) =>
    expect({
      ofPolicy: decide(policy(rules, { target: target(BROKEN) }), request({})),
      ofSet: decide(policySet([policy(rules)], { target: target(BROKEN) }), request({})),
    }).toEqual({ ofPolicy: decision, ofSet: decision }),
  );
});
