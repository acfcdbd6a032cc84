import { describe, expect, it } from "vitest";
import { partiesOf, restrictScope, type Scope } from "../../schema/scope.js";
import { decodeWorkspaceId, encodeWorkspaceId, workspaceScope } from "../../schema/workspace-id.js";
import { partyOf } from "../kit/ask-room.js";

const TAX = [{ service: "urn:altinn:resource:tax", requiredLevel: 3 }];
const VAT = [{ service: "urn:altinn:resource:vat", requiredLevel: 4 }];
const given = (party: number) => ({
  party: partyOf(party),
  service: "urn:altinn:resource:permit",
  instanceRef: `urn:altinn:dialog-id:${party}`,
  requiredLevel: 3,
});

const SCOPE: Scope = {
  level: 3,
  groups: [
    { parties: [partyOf(0), partyOf(1)], services: TAX },
    { parties: [partyOf(2)], services: VAT },
  ],
  instances: [given(2), given(3)],
};

const NOTHING: Scope = { level: 3, groups: [], instances: [] };

describe("a scope", () => {
  it("names each of its parties once", () => {
    expect([...partiesOf(SCOPE).values()]).toEqual([0, 1, 2, 3].map(partyOf));
    expect([...partiesOf(SCOPE).keys()]).toEqual([0, 1, 2, 3].map((party) => partyOf(party).id));
  });

  it("is restricted to some parties, with everything that these have and nothing of others", () => {
    expect(restrictScope(SCOPE, new Set([partyOf(1).id, partyOf(2).id]))).toEqual({
      level: 3,
      groups: [
        { parties: [partyOf(1)], services: TAX },
        { parties: [partyOf(2)], services: VAT },
      ],
      instances: [given(2)],
    });
    expect(restrictScope(SCOPE, new Set([partyOf(3).id]))).toEqual({ ...NOTHING, instances: [given(3)] });
  });

  it("gains nothing by a restriction: not by parties outside it, nor by their URNs", () => {
    expect(restrictScope(SCOPE, new Set([partyOf(9).id, partyOf(0).urn]))).toEqual(NOTHING);
    expect(restrictScope(SCOPE, new Set())).toEqual(NOTHING);
    expect(restrictScope(SCOPE, null)).toBe(SCOPE);
  });
});

describe("a workspace id", () => {
  const ids = [2, 0, 1].map((party) => partyOf(party).id);

  it("gives back whom it was made for: some, everyone or nobody", () => {
    expect(decodeWorkspaceId(encodeWorkspaceId(ids))).toEqual(new Set(ids));
    expect(decodeWorkspaceId(encodeWorkspaceId(null))).toBeNull();
    expect(decodeWorkspaceId(encodeWorkspaceId([]))).toEqual(new Set());
  });

  it("is the same whatever order and however often its parties are named", () => {
    expect(encodeWorkspaceId([...ids, ...ids].reverse())).toBe(encodeWorkspaceId(ids));
    expect(encodeWorkspaceId([partyOf(0).id])).not.toBe(encodeWorkspaceId([partyOf(1).id]));
  });

  it.each([
    "",
    "everybody",
    "EVERYONE",
    "null",
    "x".repeat(50),
    Buffer.from("313000028").toString("base64url"),
  ])("is not %j, which gives no part of a scope", (id) => {
    expect(decodeWorkspaceId(id)).toBeUndefined();
    expect(workspaceScope(SCOPE, id)).toEqual(NOTHING);
  });

  it("gives the part of a scope that its parties have", () => {
    expect(workspaceScope(SCOPE, encodeWorkspaceId(null))).toBe(SCOPE);
    expect(workspaceScope(SCOPE, encodeWorkspaceId([]))).toEqual(NOTHING);
    expect(workspaceScope(SCOPE, encodeWorkspaceId([partyOf(3).id, partyOf(8).id]))).toEqual({
      ...NOTHING,
      instances: [given(3)],
    });
  });
});
