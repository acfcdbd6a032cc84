import { describe, expect, it } from "vitest";
import {
  CATEGORY,
  DATA_TYPES,
  loadPolicies,
  openDecisionPoint,
  readJsonRequest,
  readRequest,
  toJsonResponse,
} from "../../../../subgraphs/authorization/xacml/index.js";
import {
  advice,
  anyOf,
  apply,
  assignment,
  condition,
  designator,
  is,
  NOW,
  obligation,
  obligations,
  path,
  policy,
  request,
  rule,
  selector,
  target,
  typeId,
  value,
  when,
} from "./write.js";

const point = (document: string) =>
  openDecisionPoint(loadPolicies([{ name: "p", content: document }]), () => NOW);
const ask = (document: string, body: unknown) =>
  toJsonResponse(point(document).decide(readJsonRequest(body))).Response;
const decisions = (document: string, body: unknown) => ask(document, body).map(({ Decision }) => Decision);

const attribute = (AttributeId: string, Value: unknown, more = {}) => ({ AttributeId, Value, ...more });
const read = (Request: unknown) => readJsonRequest({ Request });

/** The types and texts that values are read as. */
const valuesOf = (one: object) =>
  read({ Resource: { Attribute: one } }).categories.flatMap(({ attributes }) =>
    attributes.flatMap(({ values }) => values.map(({ dataType, text }) => [dataType, text])),
  );

describe("requests of the JSON profile", () => {
  it("name the standard's categories by short objects", () => {
    const names = [
      "AccessSubject",
      "RecipientSubject",
      "IntermediarySubject",
      "Codebase",
      "RequestingMachine",
      "Resource",
      "Action",
      "Environment",
    ];
    expect(
      read(Object.fromEntries(names.map((name) => [name, [{ Attribute: [] }]]))).categories.map(
        ({ category }) => category,
      ),
    ).toEqual([
      CATEGORY.accessSubject,
      CATEGORY.recipientSubject,
      CATEGORY.intermediarySubject,
      CATEGORY.codebase,
      CATEGORY.requestingMachine,
      CATEGORY.resource,
      CATEGORY.action,
      CATEGORY.environment,
    ]);
  });

  it("name any category by its id, the short name too", () =>
    expect(
      read({
        Category: [{ CategoryId: "urn:own", Attribute: [] }, { CategoryId: "Resource" }],
      }).categories.map(({ category }) => category),
    ).toEqual(["urn:own", CATEGORY.resource]));

  it.each([
    ["a text", attribute("a", "x"), [[typeId("string"), "x"]]],
    ["true or false", attribute("a", true), [[typeId("boolean"), "true"]]],
    ["a whole number", attribute("a", 7), [[typeId("integer"), "7"]]],
    ["another number", attribute("a", 7.5), [[typeId("double"), "7.5"]]],
    [
      "a list",
      attribute("a", ["x", "y"]),
      [
        [typeId("string"), "x"],
        [typeId("string"), "y"],
      ],
    ],
    [
      "numbers of both kinds are doubles",
      attribute("a", [1, 2.5]),
      [
        [typeId("double"), "1"],
        [typeId("double"), "2.5"],
      ],
    ],
    ["an empty list", attribute("a", []), []],
    [
      "a type by its short name",
      attribute("a", "2025-06-01", { DataType: "date" }),
      [[typeId("date"), "2025-06-01"]],
    ],
    [
      "a type by its identifier",
      attribute("a", "a@b", { DataType: typeId("rfc822Name") }),
      [[typeId("rfc822Name"), "a@b"]],
    ],
    [
      "a number that is a text by its type",
      attribute("a", 7, { DataType: typeId("string") }),
      [[typeId("string"), "7"]],
    ],
    [
      "a large whole number as text",
      attribute("a", "9007199254740993", { DataType: "integer" }),
      [[typeId("integer"), "9007199254740993"]],
    ],
  ])("read %s", (_, one, expected) => expect(valuesOf(one)).toEqual(expected));

  it("may be written as Altinn's clients do: lists, small letters, and nulls for nothing", () => {
    const document = policy([
      rule(
        "Permit",
        target(
          anyOf(is("subject/urn:altinn:rolecode", "dagl")),
          anyOf(is("action/urn:oasis:names:tc:xacml:1.0:action:action-id", "read")),
        ),
      ),
    ]);
    const body = (capital: boolean) => {
      const name = (text: string) => (capital ? text : text.charAt(0).toLowerCase() + text.slice(1));
      const one = (id: string, text: string) => [
        {
          [name("Id")]: null,
          [name("Content")]: null,
          [name("Attribute")]: [
            {
              [name("AttributeId")]: id,
              [name("Value")]: text,
              [name("DataType")]: typeId("string"),
              [name("Issuer")]: null,
              [name("IncludeInResult")]: false,
            },
          ],
        },
      ];
      return {
        [name("Request")]: {
          [name("ReturnPolicyIdList")]: false,
          [name("AccessSubject")]: one("urn:altinn:rolecode", "dagl"),
          [name("Action")]: one("urn:oasis:names:tc:xacml:1.0:action:action-id", "read"),
          [name("Resource")]: null,
          [name("MultiRequests")]: null,
        },
      };
    };
    expect([decisions(document, body(true)), decisions(document, body(false))]).toEqual([
      ["Permit"],
      ["Permit"],
    ]);
  });

  it("may ask for several decisions by reference", () => {
    const document = policy([rule("Permit", target(anyOf(is("resource/id", "a"))))]);
    const resource = (Id: string, text: string) => ({
      Id,
      Attribute: [attribute("id", text, { IncludeInResult: true })],
    });
    expect(
      ask(document, {
        Request: {
          Resource: [resource("r1", "a"), resource("r2", "b")],
          MultiRequests: { RequestReference: [{ ReferenceId: ["r2"] }, { ReferenceId: ["r1"] }] },
        },
      }),
    ).toEqual(
      [
        ["NotApplicable", "r2", "b"],
        ["Permit", "r1", "a"],
      ].map(([Decision, Id, Value]) => ({
        Decision,
        Status: { StatusCode: { Value: "urn:oasis:names:tc:xacml:1.0:status:ok" } },
        Category: [
          {
            CategoryId: CATEGORY.resource,
            Id,
            Attribute: [{ AttributeId: "id", Value, DataType: typeId("string"), IncludeInResult: true }],
          },
        ],
      })),
    );
  });

  it("may carry content, as XML or in base 64, and paths into it", () => {
    const document = when(apply("1.0/string-is-in", value("string", "Kari"), selector("//name/text()")));
    const xml = "<record><name>Kari</name></record>";
    const body = (Content: string) => ({ Request: { Resource: { Content } } });
    expect([
      decisions(document, body(xml)),
      decisions(document, body(Buffer.from(xml).toString("base64"))),
    ]).toEqual([["Permit"], ["Permit"]]);
    expect(
      read({
        Resource: {
          Attribute: attribute(
            "p",
            { XPathCategory: "Resource", XPath: "//a:b", Namespaces: [{ Prefix: "a", Namespace: "urn:a" }] },
            { DataType: "xpathExpression" },
          ),
        },
      }).categories[0]?.attributes[0]?.values,
    ).toEqual([
      {
        dataType: DATA_TYPES.xpathExpression.id,
        text: "//a:b",
        path: { category: CATEGORY.resource, namespaces: { a: "urn:a" } },
      },
    ]);
  });

  it("say the same as the same request in XML", () => {
    const document = policy([
      rule(
        "Permit",
        condition(apply("1.0/integer-is-in", value("integer", "7"), designator("subject/n", "integer"))),
      ),
    ]);
    const { decide } = point(document);
    const xml = decide(readRequest(request({ "subject/n": ["[integer] 7", "x"] }), "r"));
    const json = decide(
      readRequest(
        JSON.stringify({
          Request: { AccessSubject: { Attribute: [attribute("n", 7), attribute("n", "x")] } },
        }),
        "r",
      ),
    );
    expect(json).toEqual(xml);
  });
});

describe("JSON requests that are refused", () => {
  it.each([
    ["no object", [], "REQUEST_INVALID: The request: the body must be an object."],
    ["no request", {}, "REQUEST_INVALID: The request: Request must be an object."],
    [
      "an unknown member",
      { Request: { Subject: {} } },
      'REQUEST_INVALID: The request: Request has a member "Subject", which is not known.',
    ],
    [
      "an unknown member beside the request",
      { Request: {}, Other: 1 },
      'REQUEST_INVALID: The request: the body has a member "Other", which is not known.',
    ],
    [
      "a category without its id",
      { Request: { Category: [{}] } },
      "REQUEST_INVALID: The request: Category[0].CategoryId is missing.",
    ],
    [
      "an attribute without its id",
      { Request: { Action: { Attribute: [{ Value: "x" }] } } },
      "REQUEST_INVALID: The request: Action[0].Attribute[0].AttributeId is missing.",
    ],
    [
      "values of several types",
      { Request: { Action: { Attribute: attribute("a", [true, 1]) } } },
      "REQUEST_INVALID: The request: Action[0].Attribute[0].Value mixes types; say the DataType.",
    ],
    [
      "a number that is not exact",
      { Request: { Action: { Attribute: attribute("a", 2 ** 53) } } },
      "REQUEST_INVALID: The request: Action[0].Attribute[0].Value is too large to be exact as a JSON number; write it as a text with its DataType.",
    ],
    [
      "a value that is an object",
      { Request: { Action: { Attribute: attribute("a", {}) } } },
      "REQUEST_INVALID: The request: Action[0].Attribute[0].Value must be a text, a number or true or false.",
    ],
    [
      "a flag that is no boolean",
      { Request: { ReturnPolicyIdList: "true" } },
      "REQUEST_INVALID: The request: Request.ReturnPolicyIdList must be true or false.",
    ],
    [
      "content that is no XML",
      { Request: { Resource: { Content: "<a>" } } },
      expect.stringMatching(/^REQUEST_INVALID: The request: Resource\[0\]\.Content cannot be read as XML: /),
    ],
    [
      "a reference to nothing",
      { Request: { MultiRequests: { RequestReference: [{ ReferenceId: ["x"] }] } } },
      'REQUEST_INVALID: The request refers to attributes with the id "x", and has none.',
    ],
    [
      "XPath 2.0",
      { Request: { XPathVersion: "http://www.w3.org/TR/2007/REC-xpath20-20070123" } },
      'REQUEST_UNSUPPORTED: The XPath version "http://www.w3.org/TR/2007/REC-xpath20-20070123" is not supported.',
    ],
  ])("%s", (_, body, refusal) => {
    const attempt = () => {
      try {
        return point(policy([])).decide(readJsonRequest(body));
      } catch (error) {
        return error instanceof Error && "code" in error ? `${String(error.code)}: ${error.message}` : error;
      }
    };
    expect(attempt()).toEqual(refusal);
  });

  it("cannot be read as JSON at all", () =>
    expect(() => readRequest('{"Request":', "r.json")).toThrow("r.json cannot be read as JSON."));
});

describe("responses of the JSON profile", () => {
  it("carry obligations, advice and the attributes that asked to come back", () => {
    const document = policy([
      rule(
        "Permit",
        obligations(
          obligation(
            "Permit",
            "urn:o",
            assignment("level", value("integer", "3"), "urn:altinn:minimum-authenticationlevel"),
            assignment("large", value("integer", "9007199254740993")),
            assignment("where", path("//md:a")),
          ),
        ),
        advice("Permit", "urn:a", assignment("why", value("string", "so"))),
      ),
    ]);
    const body = {
      Request: {
        Action: {
          Attribute: [attribute("id", true, { IncludeInResult: true, Issuer: "me" }), attribute("x", "y")],
        },
        ReturnPolicyIdList: false,
      },
    };
    expect(ask(document, body)).toEqual([
      {
        Decision: "Permit",
        Status: { StatusCode: { Value: "urn:oasis:names:tc:xacml:1.0:status:ok" } },
        Obligations: [
          {
            Id: "urn:o",
            AttributeAssignment: [
              {
                AttributeId: "level",
                Value: 3,
                Category: "urn:altinn:minimum-authenticationlevel",
                DataType: typeId("integer"),
              },
              { AttributeId: "large", Value: "9007199254740993", DataType: typeId("integer") },
              {
                AttributeId: "where",
                Value: {
                  XPathCategory: CATEGORY.resource,
                  XPath: "//md:a",
                  Namespaces: expect.arrayContaining([
                    { Prefix: "md", Namespace: "http://example.com/record" },
                  ]),
                },
                DataType: typeId("xpathExpression"),
              },
            ],
          },
        ],
        AssociatedAdvice: [
          {
            Id: "urn:a",
            AttributeAssignment: [{ AttributeId: "why", Value: "so", DataType: typeId("string") }],
          },
        ],
        Category: [
          {
            CategoryId: CATEGORY.action,
            Attribute: [
              {
                AttributeId: "id",
                Value: true,
                DataType: typeId("boolean"),
                Issuer: "me",
                IncludeInResult: true,
              },
            ],
          },
        ],
      },
    ]);
  });

  it("tell why a decision is Indeterminate", () => {
    const document = when(
      apply("1.0/string-is-in", value("string", "a"), designator("subject/role", "string", { must: true })),
    );
    expect(ask(document, { Request: {} })).toEqual([
      {
        Decision: "Indeterminate",
        Status: {
          StatusCode: { Value: "urn:oasis:names:tc:xacml:1.0:status:missing-attribute" },
          StatusMessage: `The attribute role of ${CATEGORY.accessSubject} is missing.`,
          StatusDetail: {
            MissingAttributeDetail: [
              { Category: CATEGORY.accessSubject, AttributeId: "role", DataType: typeId("string") },
            ],
          },
        },
      },
    ]);
  });

  it("list the policies that applied, where they are asked for", () =>
    expect(ask(policy([rule("Permit")], { id: "p1" }), { Request: { ReturnPolicyIdList: true } })).toEqual([
      {
        Decision: "Permit",
        Status: { StatusCode: { Value: "urn:oasis:names:tc:xacml:1.0:status:ok" } },
        PolicyIdentifierList: { PolicyIdReference: [{ Id: "p1", Version: "1.0" }] },
      },
    ]));
});
