import { type DemoParty, emailUserOf, organizationOf, personOf, systemUserOf } from "./party.js";

/** The people of the stories. All of them are invented. */
export const people = {
  kari: personOf(1, "Kari Solbakken", "1984-05-17"),
  ola: personOf(2, "Ola Granmo", "1979-02-03"),
  mona: personOf(3, "Mona Lindås", "1981-09-12"),
  emil: personOf(4, "Emil Lindås", "2015-03-08", { profile: "none" }),
  aslaug: personOf(5, "Aslaug Brekketun", "1938-11-29"),
  dag: personOf(6, "Dag Leirmo", "1972-07-21"),
  liv: personOf(7, "Liv Storhaugen", "1968-12-01"),
  siv: personOf(8, "Siv Bakkebø", "1990-04-14"),
  astrid: personOf(9, "Astrid Tallhaug", "1976-06-30"),
  per: personOf(10, "Per Småmo", "1998-01-19"),
  rune: personOf(11, "Rune Kontrollvik", "1966-10-05"),
  nina: personOf(12, "Nina Nystad", "1994-03-23"),
  noor: personOf(13, "Noor Tomsen", "1999-08-08", { profile: "none" }),
  tor: personOf(14, "Tor Vågslien", "1988-02-27"),
  ingrid: personOf(15, "Ingrid Arvemo", "1970-05-02"),
  sverre: personOf(16, "Sverre Arvemo", "1941-01-15", { profile: "none" }),
  hjalmar: personOf(17, "Hjalmar Åkerviken", "1959-09-09"),
  berit: personOf(18, "Berit Skjærholmen", "1963-04-04"),
  jon: personOf(19, "Jon Fallgren", "1971-11-11"),
  grete: personOf(20, "Grete Borettvik", "1965-07-07"),
  hanna: personOf(21, "Hanna Hjelpersen", "2001-12-12", { profile: "none" }),
  stian: personOf(22, "Stian Storholten", "1969-03-03"),
  odd: personOf(23, "Odd Driftsmo", "1975-05-25", { profile: "none" }),
  torleif: personOf(24, "Torleif Arvemo", "1974-10-18", { profile: "none" }),
  bob: emailUserOf(1, "bob@post.example", "bob@post.example"),
} satisfies Record<string, DemoParty>;

const fjordbygg = organizationOf(1, "Fjordbygg AS", "AS", "company", { actor: people.dag });

/** The businesses of the stories. */
export const businesses = {
  fjordbygg,
  fjordbyggNord: organizationOf(2, "Fjordbygg AS avd. Nordvik", "BEDR", "subunit", {
    actor: people.siv,
    parent: fjordbygg,
  }),
  fjordbyggSor: organizationOf(3, "Fjordbygg AS avd. Sørdal", "BEDR", "subunit", {
    actor: people.dag,
    parent: fjordbygg,
  }),
  tallhaug: organizationOf(4, "Tallhaug Regnskap AS", "AS", "company", { actor: people.astrid }),
  kontrollvik: organizationOf(5, "Kontrollvik Revisjon AS", "AS", "company", { actor: people.rune }),
  nystad: organizationOf(6, "Nystad Keramikk", "ENK", "enk", { actor: people.nina, sinceDaysAgo: 38 }),
  akervik: organizationOf(7, "Åkerviken gard", "ENK", "farm", { actor: people.hjalmar }),
  skjaerholm: organizationOf(8, "Partrederiet Skjærholmen", "PRE", "shipping", { actor: people.berit }),
  falluft: organizationOf(9, "Falluft Kafé AS konkursbo", "KBO", "bankruptcy", {
    actor: people.jon,
    sinceDaysAgo: 400,
  }),
  lyngtunet: organizationOf(10, "Lyngtunet borettslag", "BRL", "housing", { actor: people.grete }),
  borettvik: organizationOf(11, "Borettvik Forvaltning AS", "AS", "company", { actor: people.grete }),
  storholt: organizationOf(12, "Storholten Økonomi AS", "AS", "company", { actor: people.stian }),
} satisfies Record<string, DemoParty>;

/** The machines. */
export const machines = {
  vatSystem: systemUserOf(1, "Avgiftshjelpen"),
} satisfies Record<string, DemoParty>;
