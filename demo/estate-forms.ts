import type { FormDefinitionRow } from "../drizzle/forms/tables.js";
import type { FormContent, FormTask } from "../drizzle/forms/values.js";
import { choice, contentOf, flag, is, kroner, line, list, page } from "./form-contents/questions.js";
import { localized, type Texts } from "./texts.js";
import { serviceByName } from "./world/services.js";

const FILL: FormTask = {
  elementId: "Task_1",
  type: "DATA",
  name: localized(["Utfylling", "Utfylling", "Fill in"]),
};
const LOOK: FormTask = {
  elementId: "look",
  type: "CONFIRMATION",
  name: localized(["Bekreftelse", "Stadfesting", "Confirm"]),
};
/** All heirs sign, each for themselves: whoever the agency names, whatever else they may see of the estate. */
const HEIRS_SIGN: FormTask = {
  elementId: "sign",
  type: "SIGNING",
  name: localized(["Arvingene signerer", "Arvingane signerer", "The heirs sign"]),
  signing: { signees: "NAMED" },
};
const PAY: FormTask = {
  elementId: "pay",
  type: "PAYMENT",
  name: localized(["Betaling", "Betaling", "Pay"]),
  payment: {
    currency: "NOK",
    lines: [
      { text: localized(["Tinglysingsgebyr", "Tinglysingsgebyr", "Registration fee"]), amountMinor: 54_500 },
    ],
  },
};
const WAIT: FormTask = {
  elementId: "wait",
  type: "FEEDBACK",
  name: localized(["Til behandling", "Til handsaming", "With the agency"]),
};

const form = (
  id: string,
  service: string,
  title: Texts,
  tasks: readonly FormTask[],
  content: FormContent,
): Omit<FormDefinitionRow, "createdAt"> => {
  const { org, urn } = serviceByName(service);
  return {
    id,
    version: 1,
    org,
    serviceResource: urn,
    title: localized(title),
    tasks,
    dataTypes: [],
    content,
    hash: "",
    publishedBy: null,
  };
};

const settlement = form(
  "tit/skifte",
  "tit-dodsbo",
  ["Valg av skifteform", "Val av skifteform", "How the estate is settled"],
  [FILL, HEIRS_SIGN, WAIT],
  contentOf("tit/skifte", [
    page(
      "estate",
      ["Boet", "Buet", "The estate"],
      [
        choice("/estate/settlement", ["Skifteform", "Skifteform", "Settlement"], {
          PRIVATE: ["Privat skifte", "Privat skifte", "Private settlement"],
          PUBLIC: ["Offentlig skifte", "Offentleg skifte", "Public settlement"],
        }),
        flag(
          "/estate/liability",
          ["Tar dere på dere gjelden?", "Tek de på dykk gjelda?", "Do you take on the debts?"],
          { when: is("estate.settlement", "PRIVATE") },
        ),
        list("/estate/heirs", ["Arvinger", "Arvingar", "Heirs"], 50),
      ],
    ),
  ]),
);

const tax = form(
  "fjs/dodsbo",
  "fjs-skattemelding",
  ["Siste skattemelding for avdøde", "Siste skattemelding for avdøde", "Last tax return of the deceased"],
  [FILL, LOOK, WAIT],
  contentOf("fjs/dodsbo", [
    page(
      "income",
      ["Inntekt og formue", "Inntekt og formue", "Income and wealth"],
      [
        kroner("/tax/income", ["Inntekt i dødsåret", "Inntekt i dødsåret", "Income in the year of death"]),
        kroner("/tax/wealth", [
          "Formue ved årets slutt",
          "Formue ved slutten av året",
          "Wealth at year's end",
        ]),
      ],
    ),
  ]),
);

const property = form(
  "eir/arv",
  "eir-hjemmel",
  ["Hjemmelserklæring ved arv", "Heimelserklæring ved arv", "Transfer by inheritance"],
  [FILL, HEIRS_SIGN, PAY, WAIT],
  contentOf("eir/arv", [
    page(
      "property",
      ["Eiendommen", "Eigedomen", "The property"],
      [
        line("/property/address", ["Adresse", "Adresse", "Address"]),
        list("/property/owners", ["Nye eiere", "Nye eigarar", "New owners"], 20),
      ],
    ),
  ]),
);

const grant = form(
  "try/gravferd",
  "try-etterlatte",
  ["Søknad om gravferdsstønad", "Søknad om gravferdsstønad", "Application for funeral grant"],
  [FILL, WAIT],
  contentOf("try/gravferd", [
    page(
      "funeral",
      ["Gravferden", "Gravferda", "The funeral"],
      [
        kroner("/funeral/costs", [
          "Utgifter til gravferden",
          "Utgifter til gravferda",
          "Costs of the funeral",
        ]),
        line("/funeral/account", [
          "Kontonummer for utbetaling",
          "Kontonummer for utbetaling",
          "Account to pay to",
        ]),
      ],
    ),
  ]),
);

/** The settlement of an estate with four agencies: each has a form of its own, and all of them are one case. */
export const estateForms = (now: number): FormDefinitionRow[] =>
  [settlement, tax, property, grant].map((definition) => ({ ...definition, createdAt: now }));
