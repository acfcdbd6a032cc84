import { beforeAll, describe, expect, it } from "vitest";
import { agencyNumber, businessNumber, personNumber } from "../../demo/numbers.js";
import { isOrganizationNumber, isPersonNumber } from "../../schema/urns.js";
import { worldOf } from "./kit.js";

const isSynthetic = (number: string): boolean => {
  const month = Number(number.slice(2, 4));
  return month >= 81 && month <= 92;
};

describe("numbers in the demo", () => {
  /** Every row of a world as text. */
  let rows: string[];

  beforeAll(() => {
    const world = worldOf(5_000);
    const { authorization, catalogue, forms, sources, personas } = world;
    rows = [authorization, catalogue, forms, sources, personas].map((part) => JSON.stringify(part));
    for (const dialog of world.dialogs()) rows.push(JSON.stringify(dialog));
  });

  it("of persons are synthetic wherever they occur, also inside texts: the month is 80 too high", () => {
    const found = rows.flatMap((row) => row.match(/(?<![\w-])\d{11}(?![\w-])/g) ?? []);
    expect(found.length).toBeGreaterThan(3_000);
    expect(found.filter((number) => !isSynthetic(number))).toEqual([]);
    const inUrns = rows.flatMap((row) =>
      [...row.matchAll(/person:identifier-no:(\d+)/g)].map(([, number = ""]) => number),
    );
    expect(inUrns.filter((number) => !isPersonNumber(number))).toEqual([]);
  });

  it("of organisations have check digits, and begin with 31 or 39, where the real register has none", () => {
    const found = rows.flatMap((row) =>
      [...row.matchAll(/(?:organization:identifier-no:|0192:|"organizationNumber":")(\d+)/g)].map(
        ([, number = ""]) => number,
      ),
    );
    expect(found.length).toBeGreaterThan(1_500);
    expect(found.filter((number) => !isOrganizationNumber(number) || !/^3[19]/.test(number))).toEqual([]);
  });

  it("lead nowhere: every address is in a domain that is reserved for examples", () => {
    const hosts = new Set(
      rows.flatMap((row) => [...row.matchAll(/https?:\/\/([^/"?]+)/g)].map(([, host = ""]) => host)),
    );
    expect(hosts.size).toBeGreaterThan(15);
    // A JSON Schema says by its address which dialect it is in; nothing is fetched from there.
    const isDialect = (host: string): boolean => host === "json-schema.org";
    expect([...hosts].filter((host) => !host.endsWith(".example.com") && !isDialect(host))).toEqual([]);
    const mails = rows.flatMap((row) => row.match(/[\w.-]+@[\w.-]+/g) ?? []);
    expect(mails.filter((mail) => !/\.example(\.com)?$/.test(mail))).toEqual([]);
  });

  it("are valid for any birthday and any count, and no two organisations share one", () => {
    for (const born of ["1900-01-01", "1940-06-30", "1999-12-31", "2000-02-29", "2015-03-08", "2039-10-10"]) {
      const number = personNumber(born, 499);
      expect(isPersonNumber(number) && isSynthetic(number), born).toBe(true);
    }
    const numbers = Array.from({ length: 5_000 }, (_, n) => [businessNumber(n), agencyNumber(n)]).flat();
    expect(numbers.filter((number) => !isOrganizationNumber(number))).toEqual([]);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});
