import { describe, expect, it } from "vitest";
import { STATUS } from "../../../../subgraphs/authorization/xacml/index.js";
import {
  anyOf,
  apply,
  condition,
  decide,
  match,
  path,
  policy,
  request,
  respond,
  rule,
  selector,
  target,
  typeId,
  value,
  when,
} from "./write.js";

const CONTENT = `<md:record><md:patient id="p1"><md:name>Kari</md:name><md:name>Ola</md:name><md:age>44</md:age></md:patient><md:visit/><!-- note --></md:record>`;
const asked = request({}, { content: { resource: CONTENT } });
const none = request({});

const s = (text: string) => value("string", text);
const i = (number: number) => value("integer", String(number));
const size = (xpath: string, type = "string", options = {}) =>
  apply(`1.0/${type}-bag-size`, selector(xpath, type, options));
const counts = (xpath: string, number: number) => apply("1.0/integer-equal", size(xpath), i(number));

type Case = readonly [name: string, expression: string, decision: string];

const selectors: readonly Case[] = [
  ["text", apply("1.0/string-is-in", s("Kari"), selector("//md:name/text()")), "Permit"],
  ["every text", counts("/md:record/md:patient/md:name/text()", 2), "Permit"],
  ["an attribute", apply("1.0/string-is-in", s("p1"), selector("//@id")), "Permit"],
  ["a comment", apply("1.0/string-is-in", s(" note "), selector("/md:record/comment()")), "Permit"],
  ["a value of a type", apply("1.0/integer-is-in", i(44), selector("//md:age/text()", "integer")), "Permit"],
  [
    "a value that is not of its type",
    apply("1.0/integer-is-in", i(44), selector("//md:name/text()", "integer")),
    "Indeterminate",
  ],
  ["an element, which is no value", counts("//md:name", 2), "Indeterminate"],
  ["nothing", counts("//md:nobody/text()", 0), "Permit"],
  [
    "nothing, where something must be",
    apply("1.0/integer-equal", size("//md:nobody/text()", "string", { must: true }), i(0)),
    "Indeterminate",
  ],
  ["by a predicate", counts("//md:name[.='Ola']/text()", 1), "Permit"],
  ["by a function", counts("//md:patient[count(md:name) = 2]/@id", 1), "Permit"],
  [
    "what another category has not",
    apply("1.0/integer-equal", size("//md:name/text()", "string", { category: "subject" }), i(0)),
    "Permit",
  ],
  [
    "from a context that is not sent",
    apply("1.0/integer-equal", size("md:name/text()", "string", { context: "urn:where" }), i(0)),
    "Permit",
  ],
];

describe("selecting from the content of a request", () => {
  it.each(selectors)("%s", (_, expression, decision) =>
    expect(decide(when(expression), asked)).toBe(decision),
  );

  it("finds nothing where there is no content", () =>
    expect([
      decide(when(counts("//md:name/text()", 0)), none),
      decide(
        when(apply("1.0/integer-equal", size("//md:name/text()", "string", { must: true }), i(0))),
        none,
      ),
    ]).toEqual(["Permit", "Indeterminate"]));

  it("matches in targets", () => {
    const of = policy([
      rule("Permit", target(anyOf(match("1.0/string-equal", s("Ola"), selector("//md:name/text()"))))),
    ]);
    expect([decide(of, asked), decide(of, none)]).toEqual(["Permit", "NotApplicable"]);
  });

  it("names the path and the category that are missing", () =>
    expect(
      respond(when(apply("1.0/integer-equal", size("//md:x/text()", "string", { must: true }), i(0))), asked)
        .results[0]?.status.code,
    ).toBe(STATUS.missingAttribute));

  it("starts where an attribute of the request points", () => {
    const sent = (xpath: string) =>
      request({}, { content: { resource: CONTENT } }).replace(
        "</Content>",
        `</Content><Attribute AttributeId="urn:where" IncludeInResult="false">${path(xpath)}</Attribute>`,
      );
    const of = when(
      apply("1.0/string-is-in", s("Ola"), selector("md:name/text()", "string", { context: "urn:where" })),
    );
    expect([
      decide(of, sent("//md:patient")),
      decide(of, sent("//md:visit")),
      decide(of, sent("//md:nobody")),
      decide(of, sent("//md:name")),
      decide(of, sent("//md:patient[count(//*) > 0]")),
    ]).toEqual(["Permit", "NotApplicable", "NotApplicable", "Indeterminate", "Indeterminate"]);
  });
});

const count = (xpath: string) => apply("3.0/xpath-node-count", path(xpath));
const paths: readonly Case[] = [
  ["counts nodes", apply("1.0/integer-equal", count("//md:name"), i(2)), "Permit"],
  ["counts none", apply("1.0/integer-equal", count("//md:nobody"), i(0)), "Permit"],
  [
    "the same node",
    apply("3.0/xpath-node-equal", path("//md:name[1]"), path("/md:record/md:patient/*[1]")),
    "Permit",
  ],
  [
    "nodes that only look the same",
    apply("3.0/xpath-node-equal", path("//md:name[1]"), path("//md:name[2]")),
    "NotApplicable",
  ],
  ["the same attribute", apply("3.0/xpath-node-equal", path("//@id"), path("//md:patient/@id")), "Permit"],
  ["a node below", apply("3.0/xpath-node-match", path("//md:patient"), path("//md:name")), "Permit"],
  ["an attribute below", apply("3.0/xpath-node-match", path("/md:record"), path("//@id")), "Permit"],
  ["a node above", apply("3.0/xpath-node-match", path("//md:name"), path("//md:patient")), "NotApplicable"],
  ["the node itself", apply("3.0/xpath-node-match", path("//md:name"), path("//md:name")), "Permit"],
  [
    "a path that chooses a number",
    apply("1.0/integer-equal", count("count(//md:name)"), i(2)),
    "Indeterminate",
  ],
  [
    "a prefix that nobody declared",
    apply("1.0/integer-equal", count("//nobody:name"), i(2)),
    "Indeterminate",
  ],
];

describe("functions over paths", () => {
  it.each(paths)("%s", (_, expression, decision) => expect(decide(when(expression), asked)).toBe(decision));

  it("take paths from the request, with the prefixes in scope there", () => {
    const of = when(
      apply(
        "3.0/any-of",
        `<Function FunctionId="urn:oasis:names:tc:xacml:3.0:function:xpath-node-match"/>`,
        path("//md:patient"),
        `<AttributeDesignator Category="urn:oasis:names:tc:xacml:3.0:attribute-category:resource" AttributeId="urn:where" DataType="${typeId("xpathExpression")}" MustBePresent="false"/>`,
      ),
    );
    const sent = (xpath: string) =>
      asked.replace(
        "</Content>",
        `</Content><Attribute AttributeId="urn:where" IncludeInResult="false">${path(xpath).replace("<AttributeValue", '<AttributeValue xmlns:other="http://example.com/record"')}</Attribute>`,
      );
    expect([
      decide(of, sent("//other:name")),
      decide(of, sent("//other:visit")),
      decide(of, sent("//undeclared:visit")),
    ]).toEqual(["Permit", "NotApplicable", "Indeterminate"]);
  });

  it("find no nodes where there is no content", () =>
    expect(
      decide(policy([rule("Permit", condition(apply("1.0/integer-equal", count("//md:name"), i(0))))]), none),
    ).toBe("Permit"));
});
