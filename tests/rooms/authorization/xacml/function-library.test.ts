import { describe, expect, it } from "vitest";
import { functionIds } from "../../../../subgraphs/authorization/xacml/index.js";

describe("the function library", () => {
  it("has every mandatory function of the standard (core §10.2.8)", () => {
    const ids = new Set(functionIds());
    const types = [
      "string",
      "boolean",
      "integer",
      "double",
      "time",
      "date",
      "dateTime",
      "anyURI",
      "hexBinary",
      "base64Binary",
      "x500Name",
      "rfc822Name",
    ];
    const sets = [
      "one-and-only",
      "bag-size",
      "is-in",
      "bag",
      "intersection",
      "at-least-one-member-of",
      "union",
      "subset",
      "set-equals",
    ];
    const wanted = [
      ...types.flatMap((type) => [...sets, "equal"].map((name) => `1.0:function:${type}-${name}`)),
      ...["dayTimeDuration", "yearMonthDuration"].flatMap((type) =>
        [...sets, "equal"].map((name) => `3.0:function:${type}-${name}`),
      ),
      ...["ipAddress", "dnsName"].flatMap((type) =>
        ["one-and-only", "bag-size", "bag", "regexp-match"].map((name) => `2.0:function:${type}-${name}`),
      ),
      "2.0:function:time-in-range",
      "3.0:function:any-of",
      "3.0:function:map",
      "1.0:function:n-of",
    ].map((id) => `urn:oasis:names:tc:xacml:${id}`);
    expect(wanted.filter((id) => !ids.has(id))).toEqual([]);
    expect(ids.size).toBeGreaterThan(280);
  });
});
