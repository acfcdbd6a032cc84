import { localized } from "../texts.js";
import { type Asked, flag, is, kroner, number, page, prose } from "./questions.js";

/** What the tax agency's apps ask. */
export const TAX_FORMS: Readonly<Record<string, Asked>> = {
  "fjs/mva-melding": [
    [
      page(
        "term",
        ["Termin", "Termin", "Period"],
        [
          number("/period/year", ["År", "År", "Year"], 2000, 2100),
          number("/period/term", ["Termin", "Termin", "Period"], 1, 6),
        ],
      ),
      page(
        "amounts",
        ["Beløp", "Beløp", "Amounts"],
        [
          kroner("/amounts/sales", ["Omsetning", "Omsetning", "Sales"]),
          kroner("/amounts/outgoing", ["Utgående avgift", "Utgåande avgift", "Output tax"]),
          kroner("/amounts/incoming", ["Inngående avgift", "Inngåande avgift", "Input tax"]),
          prose("/amounts/explanation", ["Forklaring", "Forklaring", "Explanation"], {
            when: { ">": [{ var: "amounts.incoming" }, { var: "amounts.outgoing" }] },
            guidance: ["Du får penger tilbake.", "Du får pengar tilbake.", "You get money back."],
          }),
        ],
      ),
    ],
    {
      checks: [
        {
          id: "more-tax-than-sales",
          when: { ">": [{ var: "amounts.outgoing" }, { var: "amounts.sales" }] },
          severity: "WARNING",
          path: "/amounts/outgoing",
          text: localized([
            "Avgiften er større enn omsetningen.",
            "Avgifta er større enn omsetninga.",
            "The tax is more than the sales.",
          ]),
        },
      ],
    },
  ],
  "fjs/skattemelding": [
    [
      page(
        "income",
        ["Inntekt", "Inntekt", "Income"],
        [
          kroner("/income/wages", ["Lønn", "Løn", "Wages"]),
          kroner("/income/other", ["Annet", "Anna", "Other"], { required: false }),
        ],
      ),
      page(
        "deductions",
        ["Fradrag", "Frådrag", "Deductions"],
        [
          flag("/deductions/commutes", ["Pendler du?", "Pendlar du?", "Do you commute?"]),
          number("/deductions/kilometres", ["Kilometer", "Kilometer", "Kilometres"], 0, 500_000, {
            when: is("deductions.commutes", true),
          }),
        ],
      ),
    ],
  ],
  "fjs/skattemelding-naering": [
    [
      page(
        "result",
        ["Resultat", "Resultat", "Result"],
        [
          kroner("/result/turnover", ["Omsetning", "Omsetning", "Turnover"]),
          kroner("/result/costs", ["Kostnader", "Kostnader", "Costs"]),
          kroner(
            "/result/assessedBefore",
            ["Inntekt ved siste fastsetting", "Inntekt ved siste fastsetjing", "Income as last assessed"],
            { required: false },
          ),
        ],
      ),
    ],
    {
      prefill: [
        {
          path: "/result/assessedBefore",
          source: {
            kind: "GRAPH",
            of: "WORKSPACE",
            select: "skatt { assessments(first: 1) { assessments { amounts { taxableIncome } } } }",
          },
        },
      ],
    },
  ],
};
