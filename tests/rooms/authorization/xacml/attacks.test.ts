import { describe, expect, it, vi } from "vitest";
import {
  loadPolicies,
  openDecisionPoint,
  readJsonRequest,
  readRequest,
} from "../../../../subgraphs/authorization/xacml/index.js";
import {
  anyOf,
  apply,
  condition,
  decide,
  designator,
  functionRef,
  is,
  NOW,
  path,
  policy,
  policySet,
  request,
  rule,
  type Sent,
  selector,
  target,
  typeId,
  value,
  variable,
  variableRef,
  when,
} from "./write.js";

const s = (text: string) => value("string", text);

const refusalOf = (attempt: () => unknown): string => {
  try {
    attempt();
    return "read";
  } catch (error) {
    return error instanceof Error && "code" in error
      ? `${String(error.code)}: ${error.message}`
      : String(error);
  }
};

const load = (content: string) => refusalOf(() => loadPolicies([{ name: "p.xml", content }]));
const read = (content: string) => refusalOf(() => readRequest(content, "r.xml"));

/** What runs away takes minutes or for ever; this is generous, for a machine that is busy with other tests. */
const quickly = <T>(attempt: () => T): T => {
  const started = performance.now();
  const result = attempt();
  expect(performance.now() - started).toBeLessThan(10_000);
  return result;
};

vi.setConfig({ testTimeout: 30_000 });

const bomb = `<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa">${"bcdefghij"
  .split("")
  .map((name, index) => `<!ENTITY ${name} "${`&${"abcdefghij"[index]};`.repeat(10)}">`)
  .join("")}]>`;
const external = '<!DOCTYPE Policy [<!ENTITY x SYSTEM "file:///etc/passwd">]>';
const remote = '<!DOCTYPE Policy SYSTEM "http://127.0.0.1:1/a.dtd">';

describe("documents that would fetch or expand something are refused", () => {
  it.each([
    ["entities that multiply", bomb, "&j;"],
    ["a file", external, "&x;"],
    ["a remote type", remote, "a"],
    ["an empty type", "<!DOCTYPE Policy>", "a"],
  ])("%s", (_, type, text) => {
    const escapedText = text.replace("&", "&amp;");
    const policyText = `${type}${when(apply("1.0/string-equal", s(text), s("a"))).replaceAll(escapedText, text)}`;
    const requestText = `${type}${request({ "subject/a": text }).replaceAll(escapedText, text)}`;
    expect([quickly(() => load(policyText)), quickly(() => read(requestText))]).toEqual([
      expect.stringMatching(/^POLICY_INVALID: p\.xml cannot be read as XML: line 1, .*<!DOCTYPE>/),
      expect.stringMatching(/^REQUEST_INVALID: r\.xml cannot be read as XML: line 1, .*<!DOCTYPE>/),
    ]);
  });

  it("entities that no type declares", () =>
    expect(load(when(apply("1.0/string-equal", s("E"), s("a"))).replace(">E<", ">&x;<"))).toMatch(
      /^POLICY_INVALID: p\.xml cannot be read as XML: /,
    ));
});

describe("documents that are too much are refused", () => {
  const deep = (levels: number) => {
    let text = value("boolean", "true");
    for (let level = 0; level < levels; level += 1) text = apply("1.0/not", text);
    return when(text);
  };

  it("nesting", () =>
    expect([load(deep(90)), load(deep(200)), quickly(() => load(deep(30_000)))]).toEqual([
      "read",
      expect.stringMatching(/^POLICY_INVALID: .*elements nested more than 100 deep$|deep\.$/),
      expect.stringMatching(/^POLICY_INVALID: .*elements nested more than 100 deep/),
    ]));

  it("nesting that variables hide, in whichever order they are read", () => {
    const chain = (levels: number, from: number) =>
      policy([
        ...Array.from({ length: levels }, (_, level) =>
          variable(
            `v${level}`,
            level === 0 ? value("boolean", "true") : apply("1.0/not", variableRef(`v${level - 1}`)),
          ),
        ),
        rule("Permit", condition(variableRef(`v${from}`))),
      ]);
    const tooDeep = expect.stringMatching(
      /^POLICY_INVALID: .*calls lie in each other more than 200 deep when/,
    );
    expect([
      load(chain(90, 89)),
      decide(chain(90, 88), request({})),
      quickly(() => load(chain(5_000, 4_999))),
      quickly(() => load(chain(5_000, 0))),
    ]).toEqual(["read", "Permit", tooDeep, tooDeep]);
  });

  it("nesting that references hide, in whichever order they are given", () => {
    const chain = (levels: number) => [
      ...Array.from({ length: levels }, (_, level) =>
        policySet([`<PolicySetIdReference>s${level + 1}</PolicySetIdReference>`], { id: `s${level}` }),
      ),
      policySet([policy([rule("Permit")])], { id: `s${levels}` }),
    ];
    const loadAll = (documents: readonly string[]) =>
      refusalOf(() => loadPolicies(documents.map((content) => ({ name: "p.xml", content }))));
    const tooDeep = expect.stringMatching(/^POLICY_INVALID: .*or more than 200 in each other\.$/);
    expect([
      decide(chain(100), request({})),
      quickly(() => loadAll(chain(2_000))),
      quickly(() => loadAll(chain(2_000).reverse())),
    ]).toEqual(["Permit", tooDeep, tooDeep]);
  });

  it("size", () =>
    expect(quickly(() => load(when(apply("1.0/string-equal", s("a".repeat(5_000_000)), s("a")))))).toMatch(
      /^POLICY_INVALID: .*at most 4194304 are read/,
    ));

  it("elements", () =>
    expect(
      quickly(() =>
        read(
          request({ "subject/a": "1" }).replace(
            "<Attribute ",
            `${'<Attribute AttributeId="a"/>'.repeat(120_000)}<Attribute `,
          ),
        ),
      ),
    ).toMatch(/^REQUEST_INVALID: .*more than 200000 nodes/));

  it("JSON that is nested without end", () =>
    expect(quickly(() => read(`{"Request":${"[".repeat(1_000_000)}`))).toMatch(/^REQUEST_INVALID: /));
});

describe("patterns that run away elsewhere are decided at once", () => {
  const hostile = "a".repeat(5_000);
  it.each([
    ["nested repetition", "^(a+)+$", `${hostile}!`],
    ["alternatives that overlap", "^(a|aa)+$", `${hostile}!`],
    ["alternatives that are the same", "^(a|a|a)*b$", hostile],
    ["optional parts in a row", `^${"a?".repeat(200)}${"a".repeat(200)}$`, "a".repeat(200)],
    ["anything around anything", "^(.*)*(.*)*(.*)*x$", hostile],
    ["counts of counts", "^((a{1,30}){1,30})+$", `${hostile}!`],
  ])("%s", (_, pattern, text) => {
    const of = when(apply("1.0/string-regexp-match", s(pattern), s(text)));
    expect(quickly(() => decide(of, request({})))).toBe(pattern.includes("a?") ? "Permit" : "NotApplicable");
  });

  it("patterns that would become too large are refused when they are loaded", () =>
    expect(
      quickly(() =>
        load(when(apply("1.0/string-regexp-match", s("((((a{1,99}){1,99}){1,99}){1,99}){1,99}"), s("a")))),
      ),
    ).toMatch(/^POLICY_ILL_TYPED: /));

  it("patterns from a request that would become too large are Indeterminate", () => {
    const of = when(
      apply(
        "1.0/string-regexp-match",
        apply(
          "1.0/string-one-and-only",
          `<AttributeDesignator Category="urn:own" AttributeId="p" DataType="${typeId("string")}" MustBePresent="true"/>`,
        ),
        s("a"),
      ),
    );
    expect(
      quickly(() => decide(of, request({ "urn:own/p": "((((a{1,99}){1,99}){1,99}){1,99}){1,99}" }))),
    ).toBe("Indeterminate");
  });
});

describe("values that grow are bounded", () => {
  /** v1 = f(v0, v0), v2 = f(v1, v1), …: a small document for a large value. */
  const doubling = (type: string, seed: string, name: string, times: number) =>
    policy([
      variable("v0", seed),
      ...Array.from({ length: times }, (_, index) =>
        variable(`v${index + 1}`, apply(name, variableRef(`v${index}`), variableRef(`v${index}`))),
      ),
      rule("Permit", condition(apply(`1.0/${type}-equal`, variableRef(`v${times}`), seed))),
    ]);

  it.each([
    ["numbers", doubling("integer", value("integer", "3"), "1.0/integer-multiply", 60)],
    ["texts", doubling("string", s("0123456789"), "2.0/string-concatenate", 60)],
  ])("%s", (_, document) => expect(quickly(() => decide(document, request({})))).toBe("Indeterminate"));

  it("bags that are compared with each other", () => {
    const many = (prefix: string): Sent => ({
      [`subject/${prefix}`]: Array.from({ length: 3_000 }, (_, index) => `${prefix}${index}`),
    });
    const of = when(
      apply(
        "3.0/any-of-any",
        functionRef("1.0/string-regexp-match"),
        designator("subject/a"),
        designator("subject/b"),
      ),
    );
    expect(quickly(() => decide(of, request({ ...many("a"), ...many("b") })))).toBe("Indeterminate");
  });

  const Value = Array.from({ length: 100_000 }, (_, index) => `v${index}`);
  const sent = readJsonRequest({ Request: { AccessSubject: { Attribute: { AttributeId: "a", Value } } } });
  const decideMany = (content: string) =>
    openDecisionPoint(loadPolicies([{ name: "p", content }]), () => NOW).decide(sent).results[0]?.decision;

  it("sets, however many they hold", () => {
    const [a, size] = [designator("subject/a"), value("integer", "100000")];
    const united = apply("1.0/string-union", a, apply("1.0/string-intersection", a, a));
    const of = when(apply("1.0/integer-equal", apply("1.0/string-bag-size", united), size));
    expect(quickly(() => decideMany(of))).toBe("Permit");
  });

  it("rules, however many look through many values", () => {
    const rules = Array.from({ length: 2_000 }, (_, index) =>
      rule("Permit", target(anyOf(is("subject/a", `x${index}`)))),
    );
    expect(quickly(() => decideMany(policy(rules)))).toBe("Indeterminate");
  });
});

describe("what a request may ask for is bounded", () => {
  const list = (count: number) => Array.from({ length: count }, () => ({ Attribute: [] }));
  const point = openDecisionPoint(
    loadPolicies([{ name: "p", content: policy([rule("Permit")]) }]),
    () => NOW,
  );

  it("decisions by repetition", () =>
    expect(
      quickly(() =>
        refusalOf(() =>
          point.decide(
            readJsonRequest({
              Request: { AccessSubject: list(200), Resource: list(200), Action: list(200) },
            }),
          ),
        ),
      ),
    ).toBe("REQUEST_UNSUPPORTED: The request asks for more than 10000 decisions; split it."));

  it("decisions by reference", () =>
    expect(
      quickly(() =>
        refusalOf(() =>
          point.decide(
            readJsonRequest({
              Request: {
                MultiRequests: {
                  RequestReference: Array.from({ length: 10_001 }, () => ({ ReferenceId: [] })),
                },
              },
            }),
          ),
        ),
      ),
    ).toBe("REQUEST_UNSUPPORTED: The request asks for more than 10000 decisions; split it."));

  it("paths of its own, which may only be plain", () => {
    const of = when(
      apply(
        "1.0/integer-equal",
        apply(
          "3.0/xpath-node-count",
          apply(
            "3.0/xpathExpression-one-and-only",
            `<AttributeDesignator Category="urn:oasis:names:tc:xacml:3.0:attribute-category:resource" AttributeId="p" DataType="${typeId("xpathExpression")}" MustBePresent="true"/>`,
          ),
        ),
        value("integer", "0"),
      ),
    );
    const content = `<r>${"<a/>".repeat(2_000)}</r>`;
    const asked = request({}, { content: { resource: content } }).replace(
      "</Content>",
      `</Content><Attribute AttributeId="p" IncludeInResult="false">${path("//*[count(//*[count(//*) > 1]) > 1]")}</Attribute>`,
    );
    expect(quickly(() => (load(of) === "read" ? decide(of, asked) : "Indeterminate"))).toBe("Indeterminate");
  });

  it("content, which paths of a policy walk over", () => {
    const asked = request({}, { content: { resource: `<r>${"<a/>".repeat(11_000)}</r>` } });
    expect([
      read(asked).replace(/, line.*in/, ", in"),
      refusalOf(() =>
        readJsonRequest({ Request: { Resource: { Content: `<r>${"<a/>".repeat(11_000)}</r>` } } }),
      ),
    ]).toEqual([
      "REQUEST_UNSUPPORTED: r.xml, in <Content>: more than 10000 nodes.",
      "REQUEST_UNSUPPORTED: Resource[0].Content has more than 10000 nodes.",
    ]);
  });
});

describe("names that JavaScript knows mean nothing here", () => {
  it.each(["__proto__", "constructor", "toString", "hasOwnProperty"])("%s", (name) => {
    const of = when(
      apply(
        "1.0/integer-equal",
        apply(
          "1.0/string-bag-size",
          `<AttributeDesignator Category="${name}" AttributeId="${name}" DataType="${typeId("string")}" MustBePresent="false"/>`,
        ),
        value("integer", "1"),
      ),
    );
    expect([
      decide(of, request({ [`${name}/${name}`]: "a" })),
      decide(of, request({})),
      refusalOf(() => readJsonRequest(JSON.parse(`{"Request":{"${name}":{}}}`))),
      load(when(apply(name, value("boolean", "true")))),
      load(when(selector("//a", name))),
    ]).toEqual([
      "Permit",
      "NotApplicable",
      `REQUEST_INVALID: The request: Request has a member "${name}", which is not known.`,
      expect.stringMatching(/^POLICY_UNSUPPORTED: /),
      expect.stringMatching(/^POLICY_UNSUPPORTED: /),
    ]);
  });
});
