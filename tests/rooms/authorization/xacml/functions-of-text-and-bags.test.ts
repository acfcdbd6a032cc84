import { bag, eq, i, type Row, s, suite, uri } from "./function-rows.js";
import { apply, functionRef, value as v } from "./write.js";

const substring = (from: number, to: number, text = "fjordskatt") =>
  apply("3.0/string-substring", s(text), i(from), i(to));

suite("strings (A.3.3, A.3.9)", [
  [
    "normalize-space strips the ends only",
    eq("string", apply("1.0/string-normalize-space", s("  This  is it! ")), s("This  is it!")),
    true,
  ],
  ["to lower case", eq("string", apply("1.0/string-normalize-to-lower-case", s("ÆØÅ")), s("æøå")), true],
  [
    "concatenate three",
    eq("string", apply("2.0/string-concatenate", s("a"), s("b"), s("c")), s("abc")),
    true,
  ],
  [
    "a URI and texts",
    eq("anyURI", apply("2.0/uri-string-concatenate", uri("http://a/"), s("b"), s("/c")), uri("http://a/b/c")),
    true,
  ],
  ["starts with", apply("3.0/string-starts-with", s("fjord"), s("fjordskatt")), true],
  ["the part comes first", apply("3.0/string-starts-with", s("fjordskatt"), s("fjord")), false],
  ["a URI starts with", apply("3.0/anyURI-starts-with", s("http"), uri("http://a")), true],
  ["ends with", apply("3.0/string-ends-with", s("skatt"), s("fjordskatt")), true],
  ["a URI does not end with", apply("3.0/anyURI-ends-with", s("b"), uri("http://a")), false],
  ["contains", apply("3.0/string-contains", s("rds"), s("fjordskatt")), true],
  ["a URI contains", apply("3.0/anyURI-contains", s("://"), uri("http://a")), true],
  ["substring from the middle", eq("string", substring(5, 8), s("ska")), true],
  ["substring to the end", eq("string", substring(5, -1), s("skatt")), true],
  ["substring of nothing", eq("string", substring(10, 10), s("")), true],
  ["substring that starts too late", eq("string", substring(11, -1), s("")), "error"],
  ["substring that starts before the text", eq("string", substring(-1, 3), s("")), "error"],
  ["substring that ends too late", eq("string", substring(0, 11), s("")), "error"],
  ["substring that runs backwards", eq("string", substring(5, 4), s("")), "error"],
  ["substring counts characters", eq("string", substring(1, 2, "a😀b"), s("😀")), true],
  [
    "substring of a URI is a string",
    eq("string", apply("3.0/anyURI-substring", uri("http://a"), i(7), i(-1)), s("a")),
    true,
  ],
]);

const conversions: readonly (readonly [type: string, text: string, canonical: string, wrong: string])[] = [
  ["boolean", " 1 ", "true", "yes"],
  ["integer", "+007", "7", "7.0"],
  ["double", "27.50", "2.75E1", "27,5"],
  ["time", "08:23:47-05:00", "13:23:47Z", "25:00:00"],
  ["date", "2002-03-22", "2002-03-22", "2002-02-30"],
  ["dateTime", "2002-03-22T08:23:47-05:00", "2002-03-22T13:23:47Z", "2002-03-22"],
  ["dayTimeDuration", "PT26H", "P1DT2H", "P1Y"],
  ["yearMonthDuration", "P18M", "P1Y6M", "P1D"],
  ["x500Name", "cn=a", "cn=a", "kari"],
  ["rfc822Name", "a@B", "a@B", "a@b@c"],
  ["ipAddress", "10.0.0.1/255.0.0.0:80-", "10.0.0.1/255.0.0.0:80-", "10.0.0.256"],
  ["ipAddress", "[::1]/[ffff::]:8080", "[::1]/[ffff::]:8080", "[::g]"],
  ["dnsName", "*.fjord.example:147-874", "*.fjord.example:147-874", "a b"],
  ["dnsName", "a.host:-45", "a.host:-45", "a.host:99999"],
];

suite(
  "conversions (A.3.9)",
  conversions.flatMap(([type, text, canonical, wrong]): readonly Row[] => {
    const read = apply(`3.0/${type}-from-string`, s(text));
    return [
      [
        `${type} ${text} is written ${canonical}`,
        eq("string", apply(`3.0/string-from-${type}`, read), s(canonical)),
        true,
      ],
      [
        `${wrong} is no ${type}`,
        eq("string", apply(`3.0/string-from-${type}`, apply(`3.0/${type}-from-string`, s(wrong))), s("")),
        "error",
      ],
    ];
  }),
);

const bagTypes: readonly (readonly [type: string, a: string, sameAsA: string, c: string])[] = [
  ["string", "a", "a", "c"],
  ["boolean", "true", "1", "false"],
  ["integer", "1", "01", "2"],
  ["double", "1", "1.0", "NaN"],
  ["time", "08:00:00Z", "09:00:00+01:00", "08:00:00+01:00"],
  ["date", "2002-03-22Z", "2002-03-22", "2002-03-23"],
  ["dateTime", "2002-03-22T08:00:00Z", "2002-03-22T09:00:00+01:00", "2002-03-22T08:00:01Z"],
  ["anyURI", "http://a", "http://a", "http://c"],
  ["hexBinary", "0a", "0A", "0B"],
  ["base64Binary", "YQ==", "YQ ==", "Yg=="],
  ["dayTimeDuration", "P1D", "PT24H", "P2D"],
  ["yearMonthDuration", "P1Y", "P12M", "P2Y"],
  ["x500Name", "cn=a", "CN=A", "cn=c"],
  ["rfc822Name", "a@b", "a@B", "A@b"],
  ["ipAddress", "10.0.0.1", "10.0.0.1", "10.0.0.2"],
  ["dnsName", "A.example", "a.example", "c.example"],
];

suite(
  "bags and sets (A.3.10, A.3.11)",
  bagTypes.flatMap(([type, a, same, c]): readonly Row[] => {
    const version = /Duration$/.test(type) ? "3.0" : /^(ip|dns)/.test(type) ? "2.0" : "1.0";
    const f = (name: string, ...args: readonly string[]) => apply(`${version}/${type}-${name}`, ...args);
    const size = (of: string, count: number) => eq("integer", f("bag-size", of), i(count));
    const of = (...texts: readonly string[]) => bag(type, ...texts);
    return [
      [`${type}: a bag keeps duplicates`, size(of(a, same, c), 3), true],
      [`${type}: is-in by value`, f("is-in", v(type, same), of(c, a)), true],
      [`${type}: is not in`, f("is-in", v(type, c), of(a)), false],
      [`${type}: one and only`, f("is-in", f("one-and-only", of(a)), of(same)), true],
      [`${type}: not one and only of two`, f("is-in", f("one-and-only", of(a, c)), of(a)), "error"],
      [`${type}: not one and only of none`, f("is-in", f("one-and-only", of()), of(a)), "error"],
      [`${type}: intersection has no duplicates`, size(f("intersection", of(a, a, c), of(same)), 1), true],
      [`${type}: union has no duplicates`, size(f("union", of(a, same), of(c, same)), 2), true],
      [`${type}: one member is common`, f("at-least-one-member-of", of(c, a), of(same)), true],
      [`${type}: no member is common`, f("at-least-one-member-of", of(c), of(same)), false],
      [`${type}: subset`, f("subset", of(same, same), of(a, c)), true],
      [`${type}: not a subset`, f("subset", of(a, c), of(same)), false],
      [`${type}: equal sets`, f("set-equals", of(a, c, c), of(c, same)), true],
      [`${type}: unequal sets`, f("set-equals", of(a), of(a, c)), false],
    ];
  }),
);

const more = functionRef("1.0/integer-greater-than");
const ints = (...numbers: readonly number[]) => bag("integer", ...numbers.map(String));

suite("functions of functions (A.3.12)", [
  ["any-of: 5 > some of 7, 3", apply("3.0/any-of", more, i(5), ints(7, 3)), true],
  ["any-of: 5 > none of 7, 9", apply("3.0/any-of", more, i(5), ints(7, 9)), false],
  ["any-of with the bag first", apply("3.0/any-of", more, ints(7, 3), i(5)), true],
  ["any-of of nothing", apply("3.0/any-of", more, i(5), ints()), false],
  ["any-of, as XACML 1.0 names it", apply("1.0/any-of", more, i(5), ints(3)), true],
  ["all-of: 5 > all of 1, 3", apply("3.0/all-of", more, i(5), ints(1, 3)), true],
  ["all-of: not all", apply("3.0/all-of", more, i(5), ints(1, 7)), false],
  ["all-of of nothing", apply("3.0/all-of", more, i(5), ints()), true],
  ["any-of-any: some > some", apply("3.0/any-of-any", more, ints(1, 5), ints(4, 9)), true],
  ["any-of-any: none > any", apply("3.0/any-of-any", more, ints(1, 2), ints(4, 9)), false],
  ["any-of-any with single values", apply("3.0/any-of-any", more, i(5), i(4)), true],
  ["all-of-any: each > some", apply("1.0/all-of-any", more, ints(10, 20), ints(1, 15)), true],
  ["all-of-any: one > none", apply("1.0/all-of-any", more, ints(10, 20), ints(15, 16)), false],
  [
    "any-of-all: for each of the second, some of the first",
    apply("1.0/any-of-all", more, ints(3, 5), ints(1, 2, 3, 4)),
    true,
  ],
  [
    "any-of-all: one of the second is too large",
    apply("1.0/any-of-all", more, ints(3, 5), ints(1, 5)),
    false,
  ],
  ["all-of-all: all > all", apply("1.0/all-of-all", more, ints(6, 5), ints(1, 2, 3, 4)), true],
  ["all-of-all: not all", apply("1.0/all-of-all", more, ints(3, 5), ints(1, 4)), false],
  [
    "map",
    apply(
      "1.0/string-set-equals",
      apply("3.0/map", functionRef("1.0/string-normalize-to-lower-case"), bag("string", "A", "b")),
      bag("string", "a", "b"),
    ),
    true,
  ],
  [
    "map keeps duplicates",
    eq(
      "integer",
      apply(
        "1.0/string-bag-size",
        apply("1.0/map", functionRef("1.0/string-normalize-to-lower-case"), bag("string", "A", "a")),
      ),
      i(2),
    ),
    true,
  ],
  [
    "map with another argument",
    apply(
      "1.0/integer-set-equals",
      apply("3.0/map", functionRef("1.0/integer-add"), ints(1, 2), i(10)),
      ints(11, 12),
    ),
    true,
  ],
  [
    "any-of finds a true beside a failure",
    apply("3.0/any-of", functionRef("1.0/string-regexp-match"), bag("string", "(", "^a"), s("ab")),
    true,
  ],
  [
    "any-of fails where it cannot know",
    apply("3.0/any-of", functionRef("1.0/string-regexp-match"), bag("string", "(", "^b"), s("ab")),
    "error",
  ],
  [
    "all-of finds a false beside a failure",
    apply("3.0/all-of", functionRef("1.0/string-regexp-match"), bag("string", "(", "^b"), s("ab")),
    false,
  ],
  [
    "map fails with one failure",
    eq(
      "integer",
      apply("1.0/integer-bag-size", apply("3.0/map", functionRef("1.0/integer-divide"), i(1), ints(1, 0))),
      i(2),
    ),
    "error",
  ],
]);

const regexp = (pattern: string, text: string) => apply("1.0/string-regexp-match", s(pattern), s(text));

suite("patterns and names (A.3.13, A.3.14)", [
  ["a pattern may match a part", regexp("K.* Nordmann", "Fru Kari Nordmann"), true],
  ["anchors", regexp("^K.*n$", "Fru Kari Nordmann"), false],
  ["counts", regexp("^\\d{3}-\\d{2,}$", "123-4567"), true],
  ["too few", regexp("^\\d{3}-\\d{2,}$", "123-4"), false],
  ["choices", regexp("^(read|write)$", "write"), true],
  ["class subtraction", regexp("^[a-z-[aeiou]]+$", "fjrd"), true],
  ["class subtraction excludes", regexp("^[a-z-[aeiou]]+$", "fjord"), false],
  ["negated class", regexp("^[^0-9]+$", "fjord"), true],
  ["Unicode property", regexp("^\\p{Lu}", "Åse"), true],
  ["name characters", regexp("^\\i\\c*$", "xacml:Policy"), true],
  ["a dot is no line end", regexp("^a.b$", "a\nb"), false],
  ["a quantifier may be reluctant", regexp("^a+?b$", "aaab"), true],
  ["a URI", apply("2.0/anyURI-regexp-match", s("^https?:"), uri("http://a")), true],
  ["an address", apply("2.0/ipAddress-regexp-match", s("^10\\."), v("ipAddress", "10.0.0.1")), true],
  ["a host", apply("2.0/dnsName-regexp-match", s("Example$"), v("dnsName", "fjord.Example")), true],
  [
    "a mail address",
    apply("2.0/rfc822Name-regexp-match", s("@fjord"), v("rfc822Name", "a@fjord.example")),
    true,
  ],
  ["a directory name", apply("2.0/x500Name-regexp-match", s("cn=K"), v("x500Name", "cn=Kari,c=NO")), true],
  ["the name that XACML 1.0 has", apply("1.0/regexp-string-match", s("a"), s("a")), true],
  [
    "x500Name-match: the end",
    apply("1.0/x500Name-match", v("x500Name", "o=Fjord,c=NO"), v("x500Name", "cn=Kari,O=fjord,C=no")),
    true,
  ],
  [
    "x500Name-match: the whole",
    apply("1.0/x500Name-match", v("x500Name", "c=NO"), v("x500Name", "c=NO")),
    true,
  ],
  [
    "x500Name-match: not the end",
    apply("1.0/x500Name-match", v("x500Name", "cn=Kari"), v("x500Name", "cn=Kari,c=NO")),
    false,
  ],
  [
    "rfc822Name-match: the address",
    apply("1.0/rfc822Name-match", s("Kari@Fjord.example"), v("rfc822Name", "Kari@fjord.EXAMPLE")),
    true,
  ],
  [
    "rfc822Name-match: another person",
    apply("1.0/rfc822Name-match", s("kari@fjord.example"), v("rfc822Name", "Kari@fjord.example")),
    false,
  ],
  [
    "rfc822Name-match: the domain",
    apply("1.0/rfc822Name-match", s("fjord.example"), v("rfc822Name", "a@Fjord.Example")),
    true,
  ],
  [
    "rfc822Name-match: not a part of the domain",
    apply("1.0/rfc822Name-match", s("fjord.example"), v("rfc822Name", "a@mail.fjord.example")),
    false,
  ],
  [
    "rfc822Name-match: the end of the domain",
    apply("1.0/rfc822Name-match", s(".fjord.example"), v("rfc822Name", "a@mail.fjord.example")),
    true,
  ],
  [
    "rfc822Name-match: nothing before the dot",
    apply("1.0/rfc822Name-match", s(".fjord.example"), v("rfc822Name", "a@fjord.example")),
    false,
  ],
  [
    "rfc822Name-match: two at signs",
    apply("1.0/rfc822Name-match", s("a@b@c"), v("rfc822Name", "a@b")),
    "error",
  ],
]);
