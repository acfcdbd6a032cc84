import type { LookupFunction } from "node:net";
import { describe, expect, it } from "vitest";
import {
  AddressRefused,
  createOutboundCheck,
  isOpenAddress,
  strictOutboundPolicy,
} from "../../lib/outbound-address.js";

/** Names and what they resolve to. Fails the test where any other name is looked up. */
const namesOf =
  (names: Readonly<Record<string, readonly string[]>>): LookupFunction =>
  (hostname, _options, done) => {
    const addresses = names[hostname];
    if (addresses === undefined)
      return done(Object.assign(new Error("ENOTFOUND"), { code: "ENOTFOUND" }), "", 0);
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };

const strict = createOutboundCheck(strictOutboundPolicy, namesOf({}));
const refusalOf = (text: string): string => {
  try {
    strict.parse(text);
    return "taken";
  } catch (error) {
    if (!(error instanceof AddressRefused)) throw error;
    return error.message;
  }
};

const NOT_OPEN = "Its address is not of the open network. Give a public one.";

describe("a URL that others gave", () => {
  it.each([
    "https://127.0.0.1/graphql",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://0/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://172.31.255.255/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data",
    "https://100.64.0.1/",
    "https://198.18.0.1/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://[::1]/",
    "https://[::]/",
    "https://[fc00::1]/",
    "https://[fd12:3456::1]/",
    "https://[fe80::1]/",
    "https://[ff02::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:a00:1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:db8::1]/",
  ])("is refused by its address: %s", (url) => {
    expect(refusalOf(url)).toBe(NOT_OPEN);
  });

  it.each([
    ["http://agency.example/", "It is not https. Serve it over https."],
    ["ftp://agency.example/", "It is not https. Serve it over https."],
    ["file:///etc/passwd", "It is not https. Serve it over https."],
    ["https://user@agency.example/", "It holds a user name or a password. Leave them out."],
    ["https://user:word@agency.example/", "It holds a user name or a password. Leave them out."],
    ["https://agency.example:22/", "Its port is not one of those that may be asked: 443, 8443."],
    ["//agency.example/", "It is not a URL. Give one of the form https://host/path."],
    ["", "It is not a URL. Give one of the form https://host/path."],
  ])("is refused by what it says: %s", (url, message) => {
    expect(refusalOf(url)).toBe(message);
  });

  it.each(["https://agency.example/graphql", "https://agency.example:8443/", "https://93.184.216.34/"])(
    "is taken: %s",
    (url) => {
      expect(refusalOf(url)).toBe("taken");
    },
  );

  it("is taken as it is where the operator allows its host, on the port that was named", () => {
    const own = createOutboundCheck({
      allowedHosts: ["127.0.0.1", "subgraph.internal:4001", "::1"],
      ports: [443],
    });
    for (const url of [
      "http://127.0.0.1:5000/",
      "http://subgraph.internal:4001/graphql",
      "http://[::1]:1/",
    ]) {
      expect(own.parse(url).href).toBe(new URL(url).href);
    }
    expect(() => own.parse("http://subgraph.internal:4002/")).toThrow(AddressRefused);
    expect(() => own.parse("ftp://127.0.0.1/")).toThrow(AddressRefused);
    expect(() => own.parse("http://127.0.0.2/")).toThrow(AddressRefused);
  });
});

describe("a name", () => {
  const check = createOutboundCheck(
    { allowedHosts: ["inside.example:4001"], ports: [443] },
    namesOf({
      "open.example": ["93.184.216.34", "2606:2800:220:1::1"],
      "closed.example": ["10.0.0.1"],
      "mixed.example": ["93.184.216.34", "127.0.0.1"],
      "mapped.example": ["::ffff:192.168.0.1"],
      "empty.example": [],
      "inside.example": ["10.0.0.7"],
    }),
  );
  const resolve = (url: string) => check.resolve(check.parse(url));

  it("is taken where everything that it leads to is of the open network", async () => {
    await expect(resolve("https://open.example/")).resolves.toBeUndefined();
    await expect(resolve("http://inside.example:4001/")).resolves.toBeUndefined();
  });

  it.each(["closed", "mixed", "mapped", "empty"])("is refused where anything is not: %s", async (name) => {
    await expect(resolve(`https://${name}.example/`)).rejects.toThrow(
      new AddressRefused("Its name leads to an address that is not of the open network."),
    );
  });

  it("is refused where nobody knows it", async () => {
    await expect(resolve("https://nobody.example/")).rejects.toThrow(
      new AddressRefused("Its name is not known here. Check it."),
    );
  });

  it("is looked up and checked anew by the socket that asks, which gets what was checked", async () => {
    let answer = ["93.184.216.34"];
    const rebinding = createOutboundCheck(strictOutboundPolicy, (hostname, options, done) =>
      namesOf({ "agency.example": answer })(hostname, options, done),
    );
    const connectTo = (all: boolean) =>
      new Promise((resolve) => {
        rebinding.lookup("agency.example", { all }, (error, address, family) =>
          resolve(error === null ? [address, family] : error),
        );
      });
    await rebinding.resolve(rebinding.parse("https://agency.example/"));
    expect(await connectTo(false)).toEqual(["93.184.216.34", 4]);
    expect(await connectTo(true)).toEqual([[{ address: "93.184.216.34", family: 4 }], undefined]);
    answer = ["169.254.169.254"];
    expect(await connectTo(false)).toBeInstanceOf(AddressRefused);
  });
});

it("takes for open only what is an address of the open network", () => {
  expect(["1.1.1.1", "2606:4700::1111"].map(isOpenAddress)).toEqual([true, true]);
  expect(["", "example.org", "1.1.1", "fe80::1%eth0", "4000::1"].map(isOpenAddress)).toEqual(
    Array.from({ length: 5 }, () => false),
  );
});
