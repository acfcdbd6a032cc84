import { localized } from "../texts.js";
import {
  type Asked,
  choice,
  contentOf,
  day,
  type FormContent,
  flag,
  is,
  kroner,
  line,
  list,
  number,
  type Page,
  page,
  prose,
} from "./questions.js";
import { TAX_FORMS } from "./tax.js";

const REASON: Page = page(
  "reason",
  ["Begrunnelse", "Grunngiving", "Reasons"],
  [prose("/reason", ["Hva gjelder det?", "Kva gjeld det?", "What is it about?"])],
);

/** What each app of the demo asks. One that is not here asks for its reason alone. */
const ASKED: Readonly<Record<string, Asked>> = {
  ...TAX_FORMS,
  "bya/byggesoknad": [
    [
      page(
        "property",
        ["Eiendommen", "Eigedomen", "The property"],
        [
          line("/property/address", ["Adresse", "Adresse", "Address"]),
          line("/property/cadastre", ["Gårds- og bruksnummer", "Gards- og bruksnummer", "Cadastral number"]),
        ],
      ),
      page(
        "plan",
        ["Tiltaket", "Tiltaket", "The plan"],
        [
          choice("/plan/kind", ["Slag", "Slag", "Kind"], {
            NEW: ["Nybygg", "Nybygg", "New building"],
            EXTENSION: ["Tilbygg", "Tilbygg", "Extension"],
            GARAGE: ["Garasje", "Garasje", "Garage"],
            OTHER: ["Noe annet", "Noko anna", "Something else"],
          }),
          number("/plan/area", ["Bruksareal (m²)", "Bruksareal (m²)", "Area (m²)"], 1, 100_000),
          number("/plan/homes", ["Boliger", "Bustader", "Homes"], 1, 1_000, { when: is("plan.kind", "NEW") }),
          prose("/plan/description", ["Beskrivelse", "Skildring", "Description"]),
        ],
      ),
      page(
        "notified",
        ["Nabovarsel", "Nabovarsel", "Neighbours"],
        [flag("/notified/all", ["Er alle naboer varslet?", "Er alle naboar varsla?", "Are all notified?"])],
      ),
    ],
    {
      checks: [
        {
          id: "neighbours-first",
          when: is("notified.all", false),
          severity: "ERROR",
          path: "/notified/all",
          text: localized([
            "Naboene varsles før søknaden sendes.",
            "Naboane blir varsla før søknaden blir send.",
            "Neighbours are notified before the application is sent.",
          ]),
        },
      ],
    },
  ],
  "eir/hjemmel": [
    [
      page(
        "title",
        ["Hjemmelen", "Heimelen", "The title"],
        [
          line("/title/cadastre", ["Gårds- og bruksnummer", "Gards- og bruksnummer", "Cadastral number"]),
          kroner("/title/price", ["Kjøpesum", "Kjøpesum", "Price"]),
          list("/title/owners", ["Nye eiere", "Nye eigarar", "New owners"], 20),
        ],
      ),
    ],
  ],
  "tit/dodsbo": [
    [
      page(
        "estate",
        ["Boet", "Buet", "The estate"],
        [
          line("/estate/deceased", ["Avdødes navn", "Namnet til den avdøde", "Name of the deceased"]),
          choice("/estate/settlement", ["Skifteform", "Skifteform", "Settlement"], {
            PRIVATE: ["Privat skifte", "Privat skifte", "Private settlement"],
            PUBLIC: ["Offentlig skifte", "Offentleg skifte", "Public settlement"],
            UNDIVIDED: ["Uskiftet bo", "Uskifta bu", "Undivided estate"],
          }),
          flag(
            "/estate/liability",
            ["Tar dere på dere gjelden?", "Tek de på dykk gjelda?", "Do you take on the debts?"],
            {
              when: is("estate.settlement", "PRIVATE"),
            },
          ),
        ],
      ),
      page(
        "heirs",
        ["Arvinger", "Arvingar", "Heirs"],
        [list("/heirs", ["Arvinger", "Arvingar", "Heirs"], 50)],
      ),
    ],
  ],
  "vgt/eierskifte": [
    [
      page(
        "vehicle",
        ["Kjøretøyet", "Køyretøyet", "The vehicle"],
        [
          {
            path: "/vehicle/plate",
            label: ["Kjennemerke", "Kjennemerke", "Plate"],
            schema: { type: "string", pattern: "^[A-Z]{2} ?\\d{4,5}$" },
            required: true,
          },
          line("/vehicle/buyer", ["Kjøper", "Kjøpar", "Buyer"]),
          day("/vehicle/soldOn", ["Solgt", "Seld", "Sold"]),
        ],
      ),
    ],
  ],
  "grt/produksjonstilskudd": [
    [
      page(
        "farm",
        ["Gården", "Garden", "The farm"],
        [
          number("/farm/fields", ["Dekar", "Dekar", "Fields (1,000 m²)"], 0, 100_000),
          number("/farm/cows", ["Kyr", "Kyr", "Cows"], 0, 10_000),
          number("/farm/sheep", ["Sauer", "Sauer", "Sheep"], 0, 100_000),
        ],
      ),
    ],
    {
      decisionRules: [
        {
          id: "too-small",
          when: { "<": [{ sum: [{ var: "farm.fields" }, { var: "farm.cows" }, { var: "farm.sheep" }] }, 10] },
          outcome: "REJECTED",
          title: localized(["Avslag på tilskudd", "Avslag på tilskot", "Subsidy refused"]),
          grounds: localized([
            "Driften er mindre enn det som gir tilskudd.",
            "Drifta er mindre enn det som gir tilskot.",
            "The farm is smaller than what gives a subsidy.",
          ]),
          legalBasis: "Forskrift om produksjonstilskudd § 2",
        },
        {
          id: "usual",
          when: { and: [{ "<=": [{ var: "farm.cows" }, 100] }, { "<=": [{ var: "farm.sheep" }, 1000] }] },
          outcome: "APPROVED",
          title: localized(["Tilskudd innvilget", "Tilskot innvilga", "Subsidy granted"]),
          grounds: localized([
            "Driften er av vanlig størrelse, og opplysningene henger sammen.",
            "Drifta er av vanleg storleik, og opplysningane heng saman.",
            "The farm is of a usual size, and what was given fits together.",
          ]),
          legalBasis: "Forskrift om produksjonstilskudd § 3",
        },
      ],
    },
  ],
  "stf/studiestotte": [
    [
      page(
        "studies",
        ["Studiet", "Studiet", "The studies"],
        [
          line("/studies/school", ["Lærested", "Lærestad", "School"]),
          day("/studies/begins", ["Begynner", "Byrjar", "Begins"]),
          number("/studies/months", ["Måneder", "Månader", "Months"], 1, 12),
          flag("/studies/away", ["Bor du borte?", "Bur du borte?", "Do you live away from home?"]),
        ],
      ),
    ],
  ],
  "try/sykepenger": [
    [
      page(
        "leave",
        ["Fraværet", "Fråværet", "The leave"],
        [
          day("/leave/from", ["Fra", "Frå", "From"]),
          number("/leave/percent", ["Prosent", "Prosent", "Per cent"], 20, 100),
          flag("/leave/abroad", ["Var du i utlandet?", "Var du i utlandet?", "Were you abroad?"]),
          line("/leave/country", ["Land", "Land", "Country"], { when: is("leave.abroad", true) }),
        ],
      ),
    ],
  ],
  "try/foreldrepenger": [
    [
      page(
        "child",
        ["Barnet", "Barnet", "The child"],
        [
          day("/child/due", ["Termin", "Termin", "Due"]),
          choice("/child/plan", ["Dekning", "Dekning", "Plan"], {
            FULL: ["100 prosent", "100 prosent", "100 per cent"],
            REDUCED: ["80 prosent, lengre", "80 prosent, lengre", "80 per cent, longer"],
          }),
        ],
      ),
    ],
  ],
  "vir/arsregnskap": [
    [
      page(
        "accounts",
        ["Regnskapet", "Rekneskapen", "The accounts"],
        [
          number("/accounts/year", ["År", "År", "Year"], 1990, 2100),
          kroner("/accounts/assets", ["Eiendeler", "Eigedelar", "Assets"]),
          kroner("/accounts/debts", [
            "Gjeld og egenkapital",
            "Gjeld og eigenkapital",
            "Equity and liabilities",
          ]),
        ],
      ),
    ],
    {
      checks: [
        {
          id: "balance",
          when: { "!=": [{ var: "accounts.assets" }, { var: "accounts.debts" }] },
          severity: "ERROR",
          path: "/accounts/debts",
          text: localized([
            "Balansen går ikke opp.",
            "Balansen går ikkje opp.",
            "The accounts do not balance.",
          ]),
        },
      ],
    },
  ],
  "arv/arbeidsulykke": [
    [
      page(
        "accident",
        ["Ulykken", "Ulukka", "The accident"],
        [
          day("/accident/on", ["Dag", "Dag", "Day"]),
          line("/accident/place", ["Sted", "Stad", "Place"]),
          choice("/accident/harm", ["Skade", "Skade", "Harm"], {
            NONE: ["Ingen", "Ingen", "None"],
            LIGHT: ["Lett", "Lett", "Light"],
            SERIOUS: ["Alvorlig", "Alvorleg", "Serious"],
            DEATH: ["Dødsfall", "Dødsfall", "Death"],
          }),
          prose("/accident/course", ["Hva skjedde?", "Kva skjedde?", "What happened?"]),
        ],
      ),
    ],
  ],
};

/** What an app's form asks. @param formId `{owner}/{form}` */
export const formContentOf = (formId: string): FormContent => {
  const [pages, extras] = ASKED[formId] ?? [[REASON]];
  return contentOf(formId, pages, extras);
};
