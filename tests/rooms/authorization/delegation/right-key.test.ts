import { describe, expect, it } from "vitest";
import { rightKeyOf } from "../../../../subgraphs/authorization/delegation/index.js";

describe("a right's key", () => {
  it("has the shape of Altinn Resource Registry's, for an app and for a resource", () => {
    expect(rightKeyOf("urn:altinn:resource:app_brg_rrh-innrapportering", "instantiate")).toMatch(
      /^instantiate;rrh-innrapportering;brg;[0-9a-f]{32}$/,
    );
    expect(rightKeyOf("urn:altinn:resource:tax", "Read")).toMatch(/^read;tax;[0-9a-f]{32}$/);
  });

  it("differs for rights that read alike", () => {
    const keys = ["urn:altinn:resource:app_a_b", "urn:altinn:resource:b;a"].map((service) =>
      rightKeyOf(service, "read"),
    );
    expect(keys.map((key) => key.slice(0, key.lastIndexOf(";")))).toEqual(["read;b;a", "read;b;a"]);
    expect(keys[0]).not.toBe(keys[1]);
  });
});
