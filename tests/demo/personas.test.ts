import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { generateIssuerKey, openDemoIssuer, type Persona, personas } from "../../demo/index.js";
import { type Viewer, viewerFromClaims } from "../../schema/viewer.js";
import { NOW, worldOf } from "./kit.js";

const ISSUER = "https://issuer.example.com";

const personaOf = (name: string): Persona => {
  const persona = personas.find((candidate) => candidate.name === name);
  if (persona === undefined) throw new Error(`There is no persona "${name}".`);
  return persona;
};

const viewerOf = (name: string): Viewer => {
  const viewer = viewerFromClaims(personaOf(name).claims);
  if (viewer === null) throw new Error(`The claims of "${name}" describe nobody.`);
  return viewer;
};

describe("the demo's personas", () => {
  it("are these", () => {
    expect(personas.map(({ name }) => name)).toEqual([
      "kari",
      "kari-level3",
      "ola",
      "guardian",
      "daglig-leder",
      "styreleder",
      "subunit",
      "accountant",
      "accountant-assistant",
      "large-accountant",
      "auditor",
      "sole-proprietor",
      "farmer",
      "shipowner",
      "trustee",
      "housing-manager",
      "social-assistance",
      "heir",
      "heir-brother",
      "helper",
      "nobody",
      "email-user",
      "system-user",
      "accounting-machine",
      "building-agency",
      "court",
      "property-register",
      "social-security",
      "service-owner",
      "vogntilsynet",
      "virkeregisteret",
      "municipal-platform",
      "nordvik",
      "sordal",
      "operator",
    ]);
  });

  it("say who they are in words for the person who picks one", () => {
    for (const { label, description } of personas) {
      expect(label.length).toBeGreaterThan(2);
      expect(description).toMatch(/^[A-Z].{10,}\.$/);
    }
  });

  it("are all parties of the world, under the URN that their claims give", () => {
    const parties = new Map(worldOf(1).authorization.parties.map((party) => [party.urn, party]));
    for (const { name } of personas) {
      const viewer = viewerOf(name);
      const party = parties.get(viewer.party);
      expect(party, `${name} is a party`).toBeDefined();
      expect(party?.type).toBe(viewer.kind);
      if (viewer.organization !== null) expect(parties.has(viewer.organization)).toBe(true);
    }
  });

  it("include one person with a strong and with a weaker login", () => {
    expect(viewerOf("kari-level3")).toEqual({ ...viewerOf("kari"), level: 3 });
    expect(viewerOf("kari").level).toBe(4);
  });

  it("include machines and somebody without a strong login", () => {
    expect(
      ["email-user", "system-user", "accounting-machine", "service-owner"].map((name) => {
        const { kind, level } = viewerOf(name);
        return { name, kind, level };
      }),
    ).toEqual([
      { name: "email-user", kind: "SELF_IDENTIFIED", level: 0 },
      { name: "system-user", kind: "SYSTEM_USER", level: 3 },
      { name: "accounting-machine", kind: "ORGANIZATION", level: 3 },
      { name: "service-owner", kind: "ORGANIZATION", level: 3 },
    ]);
    expect(viewerOf("service-owner").scopes).toContain("digdir:dialogporten.serviceprovider");
  });
});

describe("the demo's issuer", () => {
  const open = (keyPem: string) =>
    openDemoIssuer({ keyPem, issuer: ISSUER, clock: () => NOW, newTokenId: () => "token-1" });

  it("gives tokens that its published key verifies, good for eight hours", async () => {
    const issuer = await open(generateIssuerKey());
    const { token, expiresAt } = await issuer.token(personaOf("kari"));
    expect(expiresAt).toBe("2026-06-15T16:20:00.000Z");
    const { payload } = await jwtVerify(token, createLocalJWKSet(issuer.jwks), {
      issuer: ISSUER,
      currentDate: new Date(NOW),
    });
    expect(payload).toEqual({
      ...personaOf("kari").claims,
      iss: ISSUER,
      sub: expect.stringMatching(/^[\w-]{43}$/),
      jti: "token-1",
      iat: NOW / 1_000,
      exp: NOW / 1_000 + 8 * 3_600,
    });
  });

  it("publishes nothing of the private half of its key", async () => {
    const { jwks } = await open(generateIssuerKey());
    expect(jwks.keys.map((key) => Object.keys(key).sort())).toEqual([
      ["alg", "crv", "kid", "kty", "use", "x", "y"],
    ]);
  });

  it("has the same key id and subjects each time it is opened with one key", async () => {
    const keyPem = generateIssuerKey();
    const [first, second] = [await open(keyPem), await open(keyPem)];
    expect(second.jwks).toEqual(first.jwks);
    const [a, b] = [await first.token(personaOf("ola")), await second.token(personaOf("ola"))];
    expect(decodeProtectedHeader(a.token)).toEqual(decodeProtectedHeader(b.token));
    const subjectIn = (token: string) => JSON.parse(atob(token.split(".")[1] ?? "")).sub;
    expect(subjectIn(a.token)).toBe(subjectIn(b.token));
    expect(subjectIn((await first.token(personaOf("kari"))).token)).not.toBe(subjectIn(a.token));
  });

  it("is not verified by another installation's key", async () => {
    const [ours, theirs] = [await open(generateIssuerKey()), await open(generateIssuerKey())];
    const { token } = await ours.token(personaOf("kari"));
    await expect(jwtVerify(token, createLocalJWKSet(theirs.jwks))).rejects.toThrow();
  });
});
