import { describe, expect, it } from "vitest";
import { personNumberOf } from "../../schema/urns.js";
import { type Claims, viewerFromClaims } from "../../schema/viewer.js";

const pid = personNumberOf("158170000") ?? personNumberOf("158170001") ?? "";
const SYSTEM_USER = "0199a000-0000-7000-8000-00000000000a";
const actor = (number: string, key: "ID" | "id" = "ID") => ({
  authority: "iso6523-actorid-upis",
  [key]: `0192:${number}`,
});
const systemUser = (id: unknown, more: object = {}) => ({
  authorization_details: [
    { type: "something-else", systemuser_id: ["x"] },
    { type: "urn:altinn:systemuser", systemuser_id: id, system_id: "313000028_accounts", ...more },
  ],
});

describe("a person", () => {
  it.each([
    ["idporten-loa-high", 4],
    ["level4", 4],
    ["Level4", null],
    ["idporten-loa-substantial", 3],
    ["level3", 3],
    ["idporten-loa-low", 0],
    ["selfregistered-email", 0],
    ["idporten-loa-higher", null],
    ["constructor", null],
    [4, null],
    [undefined, null],
  ])("who signed in with acr %j is at level %j; without one they are nobody", (acr, level) => {
    const viewer = viewerFromClaims({ pid, acr, client_id: "page", scope: "openid  profile" });
    expect(viewer).toEqual(
      level === null
        ? null
        : {
            kind: "PERSON",
            party: `urn:altinn:person:identifier-no:${pid}`,
            organization: null,
            supplier: null,
            level,
            scopes: ["openid", "profile"],
            clientId: "page",
          },
    );
  });

  it("is nobody with a number that is none", () => {
    for (const wrong of [pid.slice(1), `${pid}0`, `${pid.slice(0, 10)}${(Number(pid[10]) + 1) % 10}`]) {
      expect(viewerFromClaims({ pid: wrong, acr: "idporten-loa-high" })).toBeNull();
    }
  });

  it("who registered with an address only is self-identified, at level 0", () => {
    expect(viewerFromClaims({ email: "Someone@Example.com", acr: "selfregistered-email" })).toEqual({
      kind: "SELF_IDENTIFIED",
      party: "urn:altinn:person:idporten-email:someone@example.com",
      organization: null,
      supplier: null,
      level: 0,
      scopes: [],
      clientId: null,
    });
  });
});

describe("a machine", () => {
  const machine = { supplier: null, level: 3, scopes: ["a:read", "b:write"], clientId: "client" };
  const token = { scope: "a:read b:write", client_id: "client" };

  it.each(["ID", "id"] as const)("is the organisation that Maskinporten's consumer names by %s", (key) => {
    const organization = "urn:altinn:organization:identifier-no:313000028";
    expect(viewerFromClaims({ ...token, consumer: actor("313000028", key) })).toEqual({
      kind: "ORGANIZATION",
      party: organization,
      organization,
      ...machine,
    });
  });

  it("that a supplier runs for its customer is the customer, and the supplier is known", () => {
    const delegation_source = "https://altinn.example.invalid/maskinporten-api/";
    const claims = {
      ...token,
      consumer: actor("313000028"),
      supplier: actor("313000036", "id"),
      delegation_source,
    };
    expect(viewerFromClaims({ ...claims, delegation_source: undefined })).toBeNull();
    expect(viewerFromClaims({ ...claims, supplier: { ID: "313000036" } })).toBeNull();
    expect(viewerFromClaims(claims)).toEqual({
      kind: "ORGANIZATION",
      party: "urn:altinn:organization:identifier-no:313000028",
      organization: "urn:altinn:organization:identifier-no:313000028",
      ...machine,
      supplier: "urn:altinn:organization:identifier-no:313000036",
    });
  });

  it.each([
    ["ID", SYSTEM_USER],
    ["id", SYSTEM_USER.toUpperCase()],
  ] as const)("is its system user where it has one, with the organisation spelt by %s", (key, id) => {
    const claims = {
      ...token,
      consumer: actor("313000036", key),
      ...systemUser([id], { systemuser_org: actor("313000028", key) }),
    };
    expect(viewerFromClaims(claims)).toEqual({
      kind: "SYSTEM_USER",
      party: `urn:altinn:systemuser:uuid:${SYSTEM_USER}`,
      organization: "urn:altinn:organization:identifier-no:313000036",
      systemUserOrganization: "urn:altinn:organization:identifier-no:313000028",
      ...machine,
    });
  });

  it.each([[], ["everyone"], [7], "0199a000-0000-7000-8000-00000000000a", null, undefined].map((id) => [id]))(
    "with a system user whose id is %j is nobody, and not the organisation behind it",
    (id) => {
      expect(viewerFromClaims({ ...token, consumer: actor("313000028"), ...systemUser(id) })).toBeNull();
    },
  );

  it.each<[string, unknown]>([
    ["of another register", { authority: "iso6523-actorid-upis", ID: "0088:313000028" }],
    ["without a register", { ID: "313000028" }],
    ["with a wrong check digit", actor("313000029")],
    ["with something after it", { ID: "0192:313000028:0192:313000036" }],
    ["that is a text", "0192:313000028"],
    ["that is a list", [actor("313000028")]],
    ["that is empty", {}],
  ])("with an organisation number %s is nobody", (_what, consumer) => {
    expect(viewerFromClaims({ ...token, consumer })).toBeNull();
  });
});

it.each<Claims>([
  {},
  { sub: "someone" },
  { scope: "openid", acr: "idporten-loa-high" },
  { pid: "", email: "" },
])("nobody is seen in %j", (claims) => {
  expect(viewerFromClaims(claims)).toBeNull();
});
