import { describe, expect, it } from "vitest";
import {
  type DecisionResponse,
  loadPolicies,
  openDecisionPoint,
  readRequest,
  writeXmlResponse,
} from "../../../../subgraphs/authorization/xacml/index.js";
import {
  anyOf,
  apply,
  condition,
  designator,
  is,
  NOW,
  obligation,
  obligations,
  policy,
  policySet,
  request,
  respond,
  rule,
  selector,
  target,
  value,
} from "./write.js";

const NAMESPACE = "urn:oasis:names:tc:xacml:3.0:core:schema:wd-17";
const RESOURCE = "urn:oasis:names:tc:xacml:3.0:attribute-category:resource";
const ACTION = "urn:oasis:names:tc:xacml:3.0:attribute-category:action";
const STRING = "http://www.w3.org/2001/XMLSchema#string";

/** `<Attributes>` with one attribute. */
const category = (
  id: string,
  name: string,
  text: string,
  { xmlId = "", include = false, content = "" } = {},
) =>
  `<Attributes Category="${id}"${xmlId === "" ? "" : ` xml:id="${xmlId}"`}>${content === "" ? "" : `<Content>${content}</Content>`}` +
  `<Attribute AttributeId="${name}" IncludeInResult="${include}">${value("string", text)}</Attribute></Attributes>`;

const asking = (inside: string, attributes = "") =>
  `<Request xmlns="${NAMESPACE}" ReturnPolicyIdList="false" CombinedDecision="false" ${attributes}>${inside}</Request>`;

/** Permits read of a and b, denies write; nothing else applies. */
const READ = policy([
  rule(
    "Permit",
    target(anyOf(is("resource/id", "a"), is("resource/id", "b")), anyOf(is("action/id", "read"))),
  ),
  rule("Deny", target(anyOf(is("action/id", "write")))),
]);

const decisions = ({ results }: DecisionResponse) => results.map(({ decision }) => decision).join(" ");

/** What each result says back about the request: attribute values in order. */
const said = ({ results }: DecisionResponse) =>
  results.map(
    ({ categories, decision }) =>
      `${categories
        .flatMap(({ attributes }) => attributes)
        .flatMap(({ values }) => values)
        .map(({ text }) => text)
        .join(" ")}: ${decision}`,
  );

describe("several decisions in one request", () => {
  const include = { include: true };

  it("decides every way of taking one of each repeated category, the last varying fastest", () =>
    expect(
      said(
        respond(
          READ,
          asking(
            category(RESOURCE, "id", "a", include) +
              category(ACTION, "id", "read", include) +
              category(RESOURCE, "id", "c", include) +
              category(ACTION, "id", "write", include),
          ),
        ),
      ),
    ).toEqual(["a read: Permit", "a write: Deny", "c read: NotApplicable", "c write: Deny"]));

  it("decides what each reference names", () =>
    expect(
      said(
        respond(
          READ,
          asking(
            category(RESOURCE, "id", "a", { ...include, xmlId: "r1" }) +
              category(RESOURCE, "id", "c", { ...include, xmlId: "r2" }) +
              category(ACTION, "id", "read", { ...include, xmlId: "read" }) +
              category(ACTION, "id", "write", { ...include, xmlId: "write" }) +
              `<MultiRequests><RequestReference><AttributesReference ReferenceId="r2"/><AttributesReference ReferenceId="write"/></RequestReference>` +
              `<RequestReference><AttributesReference ReferenceId="r1"/><AttributesReference ReferenceId="read"/></RequestReference></MultiRequests>`,
          ),
        ),
      ),
    ).toEqual(["c write: Deny", "a read: Permit"]));

  it("decides for each node that a multiple content selector chooses", () => {
    const of = policy([
      rule(
        "Permit",
        condition(
          apply(
            "1.0/string-is-in",
            value("string", "public"),
            selector("@access", "string", { context: "urn:oasis:names:tc:xacml:3.0:content-selector" }),
          ),
        ),
      ),
    ]);
    const chosen =
      `<Attributes Category="${RESOURCE}"><Content><docs xmlns=""><doc access="public"/><doc access="secret"/><doc access="public"/></docs></Content>` +
      `<Attribute AttributeId="urn:oasis:names:tc:xacml:3.0:multiple:content-selector" IncludeInResult="false">` +
      `<AttributeValue DataType="urn:oasis:names:tc:xacml:3.0:data-type:xpathExpression" XPathCategory="${RESOURCE}">/docs/doc</AttributeValue></Attribute></Attributes>`;
    expect(decisions(respond(of, asking(chosen)))).toBe("Permit NotApplicable Permit");
  });

  it("decides once where nothing is repeated, also for an empty request", () =>
    expect([
      decisions(respond(READ, asking(category(RESOURCE, "id", "a") + category(ACTION, "id", "read")))),
      decisions(respond(READ, asking(""))),
    ]).toEqual(["Permit", "NotApplicable"]));

  it("takes several attributes of the same name in one category together", () =>
    expect(
      decisions(
        respond(
          READ,
          request({ "resource/id": ["x", "a"], "action/id": "read" }).replace(
            "</Attributes>",
            `<Attribute AttributeId="id" IncludeInResult="false">${value("string", "b")}</Attribute></Attributes>`,
          ),
        ),
      ),
    ).toBe("Permit"));
});

describe("a combined decision", () => {
  const combined = (inside: string, of = READ) =>
    respond(of, asking(inside).replace('CombinedDecision="false"', 'CombinedDecision="true"'));
  const [a, b, c] = ["a", "b", "c"].map((id) => category(RESOURCE, "id", id)) as [string, string, string];
  const [read, write] = ["read", "write"].map((id) => category(ACTION, "id", id)) as [string, string];

  it.each([
    ["all that permit permit", a + b + read, "Permit"],
    ["all that deny deny", a + b + write, "Deny"],
    ["none that applies is NotApplicable", c + category(RESOURCE, "id", "d") + read, "NotApplicable"],
    ["those that differ are Indeterminate", a + c + read, "Indeterminate"],
    ["one stays what it is", a + read, "Permit"],
  ])("%s", (_, inside, decision) => expect(decisions(combined(inside))).toBe(decision));

  it("cannot carry obligations", () =>
    expect(
      decisions(combined(a + b, policy([rule("Permit")], { end: obligations(obligation("Permit", "o")) }))),
    ).toBe("Indeterminate"));
});

describe("what comes back with the decision", () => {
  it("is exactly the attributes that asked for it, as they were sent", () =>
    expect(
      respond(
        READ,
        asking(
          `<Attributes Category="${RESOURCE}" xml:id="r"><Attribute AttributeId="id" Issuer="me" IncludeInResult="true">` +
            `${value("string", " a ")}${value("integer", "007")}</Attribute>` +
            `<Attribute AttributeId="other" IncludeInResult="false">${value("string", "x")}</Attribute></Attributes>` +
            category(ACTION, "id", "read"),
        ),
      ).results[0]?.categories,
    ).toEqual([
      {
        category: RESOURCE,
        id: "r",
        content: null,
        attributes: [
          {
            attributeId: "id",
            issuer: "me",
            includeInResult: true,
            values: [
              { dataType: STRING, text: " a ", path: null },
              { dataType: "http://www.w3.org/2001/XMLSchema#integer", text: "007", path: null },
            ],
          },
        ],
      },
    ]));

  it("is the policies that applied, where the request asks", () => {
    const never = target(anyOf(is("subject/none", "1")));
    const of = policySet(
      [
        policy([rule("Permit")], { id: "p1", version: "1.2" }),
        policy([rule("Deny")], { id: "p2", target: never }),
        policySet([policy([rule("Permit", never)], { id: "p3" })], { id: "s2" }),
      ],
      { id: "s1", algorithm: "deny-overrides" },
    );
    const ask = asking("").replace('ReturnPolicyIdList="false"', 'ReturnPolicyIdList="true"');
    expect([respond(of, ask).results[0]?.policies, respond(of, asking("")).results[0]?.policies]).toEqual([
      [
        { kind: "policy", id: "p1", version: "1.2" },
        { kind: "policy-set", id: "s1", version: "1.0" },
      ],
      [],
    ]);
  });

  it("is written as XML", () =>
    expect(
      writeXmlResponse(
        respond(
          policy([rule("Permit")], { id: "p1" }),
          asking(category(RESOURCE, "id", "<a>", { include: true, xmlId: "r1" })).replace(
            'ReturnPolicyIdList="false"',
            'ReturnPolicyIdList="true"',
          ),
        ),
      ),
    ).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<Response xmlns="${NAMESPACE}">
  <Result>
    <Decision>Permit</Decision>
    <Status>
      <StatusCode Value="urn:oasis:names:tc:xacml:1.0:status:ok"/>
    </Status>
    <Attributes Category="${RESOURCE}" xml:id="r1">
      <Attribute AttributeId="id" IncludeInResult="true">
        <AttributeValue DataType="${STRING}">&lt;a&gt;</AttributeValue>
      </Attribute>
    </Attributes>
    <PolicyIdentifierList>
      <PolicyIdReference Version="1.0">p1</PolicyIdReference>
    </PolicyIdentifierList>
  </Result>
</Response>
`));

  it("tells which attribute is missing", () => {
    const of = policy([
      rule(
        "Permit",
        condition(
          apply(
            "1.0/string-is-in",
            value("string", "a"),
            designator("subject/role", "string", { must: true, issuer: "me" }),
          ),
        ),
      ),
    ]);
    const xml = writeXmlResponse(respond(of, asking("")));
    expect(xml).toContain(
      `<StatusDetail>
        <MissingAttributeDetail Category="urn:oasis:names:tc:xacml:1.0:subject-category:access-subject" AttributeId="role" DataType="${STRING}" Issuer="me"/>
      </StatusDetail>`,
    );
  });
});

describe("how documents are written", () => {
  const plain = request({ "resource/id": "a", "action/id": "read" });
  const prefixed = (document: string) =>
    document.replaceAll(/<(\/?)(?=[A-Z])/g, "<$1xacml:").replace("xmlns=", "xmlns:xacml=");
  const utf16 = (text: string, order: "le" | "be") => {
    const bytes = Buffer.from(`\uFEFF<?xml version="1.0" encoding="UTF-16"?>${text}`, "utf16le");
    return order === "le" ? bytes : bytes.swap16();
  };

  it.each<readonly [string, Uint8Array | string, Uint8Array | string]>([
    ["in the default namespace", READ, plain],
    ["with prefixes", prefixed(READ), prefixed(plain)],
    ["in UTF-8 with a byte order mark", Buffer.from(`\uFEFF${READ}`), Buffer.from(`\uFEFF${plain}`)],
    ["in UTF-16, small end first", utf16(READ, "le"), utf16(plain, "le")],
    ["in UTF-16, big end first", utf16(READ, "be"), utf16(plain, "be")],
    [
      "with comments, instructions and character data sections",
      `<!-- one --><?two?>${READ.replaceAll(">read<", "><![CDATA[re]]>a<!-- -->d<")}`,
      plain.replaceAll(">read<", ">rea<![CDATA[d]]><"),
    ],
  ])("%s", (_, policyDocument, requestDocument) => {
    const point = openDecisionPoint(loadPolicies([{ name: "p", content: policyDocument }]), () => NOW);
    expect(decisions(point.decide(readRequest(requestDocument, "r")))).toBe("Permit");
  });
});
