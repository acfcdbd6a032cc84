import { b, d, eq, FAILS, i, type Row, s, suite } from "./function-rows.js";
import { apply, value as v } from "./write.js";

const equalities: readonly (readonly [type: string, a: string, same: string, other: string])[] = [
  ["string", "a", "a", "A"],
  ["boolean", "true", "1", "false"],
  ["integer", "007", "+7", "8"],
  ["double", "27.50", "2.75e1", "27.51"],
  ["date", "2002-03-22", "2002-03-22Z", "2002-03-23"],
  ["date", "2002-03-22+02:00", "2002-03-22+02:00", "2002-03-22+01:00"],
  ["time", "08:23:47-05:00", "13:23:47Z", "08:23:47Z"],
  ["time", "24:00:00", "00:00:00", "23:59:59"],
  ["dateTime", "2002-03-22T08:23:47-05:00", "2002-03-22T13:23:47.000Z", "2002-03-22T08:23:47.001-05:00"],
  ["dateTime", "2000-02-29T24:00:00Z", "2000-03-01T00:00:00Z", "2000-03-01T00:00:01Z"],
  ["dayTimeDuration", "P1DT2H", "PT26H", "-PT26H"],
  ["dayTimeDuration", "PT0.5S", "PT0.500S", "PT0.51S"],
  ["yearMonthDuration", "P1Y6M", "P18M", "P17M"],
  ["anyURI", "http://a/b", "http://a/b", "http://a/B"],
  ["x500Name", "cn=Kari Nordmann, o=Fjord, c=NO", "CN=kari  nordmann,O=FJORD,C=no", "cn=Kari,o=Fjord,c=NO"],
  ["x500Name", "cn=A+uid=b,c=NO", "uid=B+CN=a;c=NO", "cn=a,uid=b,c=NO"],
  ["x500Name", "cn=a\\,b,c=NO", 'cn="a,b",2.5.4.6=NO', "cn=a,cn=b,c=NO"],
  ["rfc822Name", "Kari@Fjord.Example", "Kari@fjord.example", "kari@fjord.example"],
  ["hexBinary", "0bf7", "0BF7", "0BF8"],
  ["base64Binary", "c3VyZS4=", "c3Vy ZS4=", "c3VyZS8="],
];

suite(
  "equality (A.3.1)",
  equalities.flatMap(([type, a, same, other]): readonly Row[] => [
    [`${type} ${a} is ${same}`, eq(type, v(type, a), v(type, same)), true],
    [`${type} ${a} is not ${other}`, eq(type, v(type, a), v(type, other)), false],
  ]),
);

suite("equality without regard to case", [
  ["Å is å", apply("3.0/string-equal-ignore-case", s("ÅSE"), s("åse")), true],
  ["a is not b", apply("3.0/string-equal-ignore-case", s("a"), s("b")), false],
]);

suite("arithmetic (A.3.2)", [
  ["1 + 2 + 3", eq("integer", apply("1.0/integer-add", i(1), i(2), i(3)), i(6)), true],
  [
    "beyond doubles",
    eq("integer", apply("1.0/integer-add", i("9007199254740993"), i(1)), i("9007199254740994")),
    true,
  ],
  [
    "exact product",
    eq(
      "integer",
      apply("1.0/integer-multiply", i("123456789012345678901"), i(10)),
      i("1234567890123456789010"),
    ),
    true,
  ],
  ["5 - 7", eq("integer", apply("1.0/integer-subtract", i(5), i(7)), i(-2)), true],
  ["7 / 2 cuts off", eq("integer", apply("1.0/integer-divide", i(7), i(2)), i(3)), true],
  ["-7 / 2 cuts off", eq("integer", apply("1.0/integer-divide", i(-7), i(2)), i(-3)), true],
  ["7 / 0", eq("integer", apply("1.0/integer-divide", i(7), i(0)), i(0)), "error"],
  ["-7 mod 2", eq("integer", apply("1.0/integer-mod", i(-7), i(2)), i(-1)), true],
  ["7 mod 0", eq("integer", apply("1.0/integer-mod", i(7), i(0)), i(0)), "error"],
  ["|-7|", eq("integer", apply("1.0/integer-abs", i(-7)), i(7)), true],
  ["1.5 + 2", eq("double", apply("1.0/double-add", d(1.5), d(2)), d(3.5)), true],
  ["1.5 - 2", eq("double", apply("1.0/double-subtract", d(1.5), d(2)), d(-0.5)), true],
  ["1.5 × 2 × 2", eq("double", apply("1.0/double-multiply", d(1.5), d(2), d(2)), d(6)), true],
  ["1 / 4", eq("double", apply("1.0/double-divide", d(1), d(4)), d(0.25)), true],
  ["1 / 0.0", eq("double", apply("1.0/double-divide", d(1), d(0)), d("INF")), "error"],
  ["|-1.5|", eq("double", apply("1.0/double-abs", d(-1.5)), d(1.5)), true],
  ["round 2.5 to the even", eq("double", apply("1.0/round", d(2.5)), d(2)), true],
  ["round 3.5 to the even", eq("double", apply("1.0/round", d(3.5)), d(4)), true],
  ["round -2.5 to the even", eq("double", apply("1.0/round", d(-2.5)), d(-2)), true],
  ["round 2.6", eq("double", apply("1.0/round", d(2.6)), d(3)), true],
  ["floor -2.5", eq("double", apply("1.0/floor", d(-2.5)), d(-3)), true],
  ["NaN is itself", eq("double", d("NaN"), d("NaN")), true],
  ["NaN is not INF", eq("double", d("NaN"), d("INF")), false],
  ["NaN + 1", eq("double", apply("1.0/double-add", d("NaN"), d(1)), d("NaN")), true],
  ["INF + 1", eq("double", apply("1.0/double-add", d("INF"), d(1)), d("INF")), true],
  ["double-to-integer cuts off", eq("integer", apply("1.0/double-to-integer", d(-2.9)), i(-2)), true],
  ["double-to-integer of INF", eq("integer", apply("1.0/double-to-integer", d("INF")), i(0)), "error"],
  ["integer-to-double", eq("double", apply("1.0/integer-to-double", i(3)), d(3)), true],
]);

const n = (count: number, ...args: readonly string[]) => apply("1.0/n-of", i(count), ...args);

suite("logic (A.3.5)", [
  ["or of nothing", apply("1.0/or"), false],
  ["and of nothing", apply("1.0/and"), true],
  ["or finds a true", apply("1.0/or", b(false), b(true)), true],
  ["or finds none", apply("1.0/or", b(false), b(false)), false],
  ["or stops before what fails", apply("1.0/or", b(true), FAILS), true],
  ["or finds a true after what fails", apply("1.0/or", FAILS, b(true)), true],
  ["or fails where it cannot know", apply("1.0/or", FAILS, b(false)), "error"],
  ["and of trues", apply("1.0/and", b(true), b(true)), true],
  ["and stops before what fails", apply("1.0/and", b(false), FAILS), false],
  ["and finds a false after what fails", apply("1.0/and", FAILS, b(false)), false],
  ["and fails where it cannot know", apply("1.0/and", b(true), FAILS), "error"],
  ["not", apply("1.0/not", b(false)), true],
  ["not of what fails", apply("1.0/not", FAILS), "error"],
  ["0 of nothing", n(0), true],
  ["2 of 3", n(2, b(true), b(false), b(true)), true],
  ["2 of 3, one true", n(2, b(true), b(false), b(false)), false],
  ["2 of 1", n(2, b(true)), "error"],
  ["1 of 2 stops before what fails", n(1, b(true), FAILS), true],
  ["2 of 3 with one that fails and two true", n(2, FAILS, b(true), b(true)), true],
  ["2 of 3 with one that would decide", n(2, FAILS, b(true), b(false)), "error"],
  ["2 of 3 with one that would not decide", n(2, FAILS, b(false), b(false)), false],
]);

const orders: readonly (readonly [type: string, less: string, more: string])[] = [
  ["integer", "-5", "12345678901234567890"],
  ["double", "-0.5", "INF"],
  ["string", "Z", "a"],
  ["string", "a", "ab"],
  ["string", "\uFF5E", "\u{1F600}"],
  ["time", "08:00:00Z", "08:30:00-01:00"],
  ["date", "2002-03-22", "2002-03-23"],
  ["dateTime", "2002-03-22T10:00:00+02:00", "2002-03-22T09:00:00Z"],
  ["dateTime", "-0044-03-15T00:00:00", "0001-01-01T00:00:00"],
];

suite(
  "order (A.3.6, A.3.8)",
  orders.flatMap(([type, less, more]): readonly Row[] => {
    const relation = (name: string, a: string, c: string) =>
      apply(`1.0/${type}-${name}`, v(type, a), v(type, c));
    return [
      [`${type} ${more} > ${less}`, relation("greater-than", more, less), true],
      [`${type} ${less} > ${less}`, relation("greater-than", less, less), false],
      [`${type} ${less} >= ${less}`, relation("greater-than-or-equal", less, less), true],
      [`${type} ${less} >= ${more}`, relation("greater-than-or-equal", less, more), false],
      [`${type} ${less} < ${more}`, relation("less-than", less, more), true],
      [`${type} ${more} < ${less}`, relation("less-than", more, less), false],
      [`${type} ${less} <= ${less}`, relation("less-than-or-equal", less, less), true],
      [`${type} ${more} <= ${less}`, relation("less-than-or-equal", more, less), false],
    ];
  }),
);

const inRange = (t: string, from: string, to: string) =>
  apply("2.0/time-in-range", v("time", t), v("time", from), v("time", to));

suite("times of day", [
  ["NaN is not less than 1", apply("1.0/double-less-than", d("NaN"), d(1)), false],
  ["NaN is not more than 1", apply("1.0/double-greater-than-or-equal", d("NaN"), d(1)), false],
  [
    "a zone against none",
    apply("1.0/time-less-than", v("time", "08:00:00Z"), v("time", "09:00:00")),
    "error",
  ],
  ["09:00 in 08:00 to 17:00", inRange("09:00:00", "08:00:00", "17:00:00"), true],
  ["the bounds belong to it", inRange("17:00:00", "08:00:00", "17:00:00"), true],
  ["18:00 is outside", inRange("18:00:00", "08:00:00", "17:00:00"), false],
  ["02:00 in 22:00 to 06:00", inRange("02:00:00", "22:00:00", "06:00:00"), true],
  ["12:00 not in 22:00 to 06:00", inRange("12:00:00", "22:00:00", "06:00:00"), false],
  ["bounds without a zone have the time's", inRange("09:00:00+02:00", "08:00:00", "10:00:00"), true],
]);

const dt = (text: string) => v("dateTime", text);
const date = (text: string) => v("date", text);
const ym = (text: string) => v("yearMonthDuration", text);
const dayTime = (text: string) => v("dayTimeDuration", text);
const LEAP = "2004-02-29T12:00:00Z";

suite("dates and durations (A.3.7)", [
  [
    "plus days",
    eq(
      "dateTime",
      apply("3.0/dateTime-add-dayTimeDuration", dt("2002-03-22T08:23:47-05:00"), dayTime("P5DT2H")),
      dt("2002-03-27T10:23:47-05:00"),
    ),
    true,
  ],
  [
    "minus days over a leap day",
    eq(
      "dateTime",
      apply("3.0/dateTime-subtract-dayTimeDuration", dt("2004-03-01T12:00:00Z"), dayTime("P1D")),
      dt(LEAP),
    ),
    true,
  ],
  [
    "plus a negative duration",
    eq(
      "dateTime",
      apply("3.0/dateTime-add-dayTimeDuration", dt(LEAP), dayTime("-P1D")),
      dt("2004-02-28T12:00:00Z"),
    ),
    true,
  ],
  [
    "plus a year from a leap day",
    eq(
      "dateTime",
      apply("3.0/dateTime-add-yearMonthDuration", dt(LEAP), ym("P1Y")),
      dt("2005-02-28T12:00:00Z"),
    ),
    true,
  ],
  [
    "minus months over a year",
    eq(
      "dateTime",
      apply("3.0/dateTime-subtract-yearMonthDuration", dt("2002-01-31T00:00:00Z"), ym("P2M")),
      dt("2001-11-30T00:00:00Z"),
    ),
    true,
  ],
  [
    "a date plus a month",
    eq("date", apply("3.0/date-add-yearMonthDuration", date("2002-01-31"), ym("P1M")), date("2002-02-28")),
    true,
  ],
  [
    "a date minus a year",
    eq(
      "date",
      apply("3.0/date-subtract-yearMonthDuration", date("2002-03-22"), ym("P1Y")),
      date("2001-03-22"),
    ),
    true,
  ],
  [
    "the name of XACML 1.0",
    eq("date", apply("1.0/date-add-yearMonthDuration", date("2002-01-31"), ym("P1M")), date("2002-02-28")),
    true,
  ],
  [
    "the data type of XACML 1.0",
    eq(
      "dateTime",
      apply(
        "1.0/dateTime-add-dayTimeDuration",
        dt(LEAP),
        v("http://www.w3.org/TR/2002/WD-xquery-operators-20020816#dayTimeDuration", "PT1H"),
      ),
      dt("2004-02-29T13:00:00Z"),
    ),
    true,
  ],
  [
    "beyond the calendar",
    eq(
      "date",
      apply("3.0/date-add-yearMonthDuration", date("2002-01-31"), ym("P999999999999Y")),
      date("2002-02-28"),
    ),
    "error",
  ],
]);
