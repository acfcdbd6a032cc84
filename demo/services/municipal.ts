import type { ServiceFamily } from "./family.js";

const nordvik = { agency: "nvk", platform: "fiks", area: "kommune" } as const;
const sordal = { agency: "sdk", platform: "fiks", area: "kommune" } as const;

// biome-ignore format: texts, one row a line
export const municipalServices: readonly ServiceFamily[] = [
  {
    ...nordvik, slug: "sosialhjelp", type: "GENERIC_ACCESS_RESOURCE", level: 4,
    title: ["Økonomisk sosialhjelp", "Økonomisk sosialhjelp", "Social assistance"],
    description: ["Søk om økonomisk sosialhjelp og følg saken.", "Søk om økonomisk sosialhjelp og følg saka.", "Apply for social assistance and follow the case."],
    packages: ["innbygger-kommune"], for: {},
    moments: [["case", 1, ["Søknad om økonomisk sosialhjelp", "Søknad om økonomisk sosialhjelp", "Application for social assistance"], ["Sak {case}.", "Sak {case}.", "Case {case}."]]],
  },
  {
    ...nordvik, slug: "byggesak", type: "GENERIC_ACCESS_RESOURCE", level: 3,
    title: ["Byggesak i Nordvik", "Byggesak i Nordvik", "Building case in Nordvik"],
    description: ["Innsyn i egne byggesaker.", "Innsyn i eigne byggesaker.", "See your own building cases."],
    packages: ["innbygger-bolig-eiendom", "byggesoknad", "forretningsforer-eiendom"], for: { person: 2, company: 4, housing: 4, subunit: 1 },
    moments: [
      ["case", 3, ["Byggesak {case}: garasje i {street} {n}", "Byggesak {case}: garasje i {street} {n}", "Building case {case}: garage at {street} {n}"], ["Behandles av byggesaksavdelingen.", "Blir handsama av byggesaksavdelinga.", "Handled by the building department."]],
      ["case", 2, ["Byggesak {case}: tilbygg i {street} {n}", "Byggesak {case}: tilbygg i {street} {n}", "Building case {case}: extension at {street} {n}"], ["Behandles av byggesaksavdelingen.", "Blir handsama av byggesaksavdelinga.", "Handled by the building department."]],
    ],
  },
  {
    ...nordvik, slug: "faktura", type: "GENERIC_ACCESS_RESOURCE", level: 3,
    title: ["Faktura fra Nordvik kommune", "Faktura frå Nordvik kommune", "Invoice from Nordvik Municipality"],
    description: ["Kommunale avgifter, barnehage og gebyrer.", "Kommunale avgifter, barnehage og gebyr.", "Municipal fees, nursery and charges."],
    packages: ["innbygger-kommune", "kommunale-avgifter", "forretningsforer-eiendom", "regnskapsforer-med-signeringsrettighet", "regnskapsforer-uten-signeringsrettighet"], for: { person: 8, company: 6, enk: 3, housing: 10, subunit: 3, bankruptcy: 2 },
    moments: [
      ["invoice", 4, ["Kommunale avgifter {term}. termin {yr}", "Kommunale avgifter {term}. termin {yr}", "Municipal fees, period {term} of {yr}"], ["{amount} for {street} {n}.", "{amount} for {street} {n}.", "{amount} for {street} {n}."]],
      ["invoice", 2, ["Barnehage og SFO, {month} {yr}", "Barnehage og SFO, {month} {yr}", "Nursery and after-school care, {month} {yr}"], ["{amount} å betale.", "{amount} å betale.", "{amount} to pay."], "person"],
      ["invoice", 1, ["Feiing og tilsyn {yr}", "Feiing og tilsyn {yr}", "Chimney sweeping {yr}"], ["{amount} å betale.", "{amount} å betale.", "{amount} to pay."]],
    ],
  },
  {
    ...nordvik, slug: "oppvekst", type: "GENERIC_ACCESS_RESOURCE", level: 3,
    title: ["Barnehage og skole", "Barnehage og skule", "Nursery and school"],
    description: ["Søknader og svar om barnehage, skole og SFO.", "Søknader og svar om barnehage, skule og SFO.", "Applications and answers about nursery, school and after-school care."],
    packages: ["innbygger-barn-foreldre", "vergemal-oppvekst"], for: { person: 3 },
    moments: [
      ["case", 1, ["Søknad om barnehageplass {yr}", "Søknad om barnehageplass {yr}", "Application for a nursery place {yr}"], ["Du har fått plass i {street} barnehage.", "Du har fått plass i {street} barnehage.", "You have a place in {street} nursery."]],
      ["letter", 1, ["Skolestart {yr}", "Skulestart {yr}", "School start {yr}"], ["Velkommen til {place} skole.", "Velkomen til {place} skule.", "Welcome to {place} school."]],
    ],
  },
  {
    ...nordvik, slug: "svarut", type: "GENERIC_ACCESS_RESOURCE", level: 3,
    title: ["Brev fra Nordvik kommune", "Brev frå Nordvik kommune", "Letters from Nordvik Municipality"],
    description: ["Brev sendt gjennom kommunens utsending.", "Brev sende gjennom utsendinga til kommunen.", "Letters sent by the municipality."],
    packages: ["innbygger-kommune", "ordinaer-post-til-virksomheten", "forretningsforer-eiendom"], readers: ["regnskapsforer-med-signeringsrettighet"], for: { person: 6, company: 4, enk: 3, housing: 4, subunit: 6, bankruptcy: 1 },
    moments: [
      ["letter", 3, ["Melding om vedtak i sak {case}", "Melding om vedtak i sak {case}", "Decision in case {case}"], ["Vedtaket kan påklages innen tre uker.", "Vedtaket kan klagast på innan tre veker.", "The decision can be appealed within three weeks."]],
      ["letter", 2, ["Varsel om gravearbeid i {street}", "Varsel om gravearbeid i {street}", "Notice of road works in {street}"], ["Arbeidet varer i {n} uker fra {month}.", "Arbeidet varer i {n} veker frå {month}.", "The work lasts {n} weeks from {month}."]],
      ["letter", 1, ["Invitasjon til folkemøte i {place}", "Invitasjon til folkemøte i {place}", "Public meeting in {place}"], ["Om reguleringsplan {case}.", "Om reguleringsplan {case}.", "About zoning plan {case}."]],
    ],
  },
  {
    ...nordvik, slug: "serveringsbevilling", type: "GENERIC_ACCESS_RESOURCE", level: 3,
    title: ["Servering og skjenking", "Servering og skjenking", "Food and drink licences"],
    description: ["Søk om bevilling, og lever omsetningsoppgave.", "Søk om løyve, og lever omsetningsoppgåve.", "Apply for a licence, and report turnover."],
    packages: ["kommunale-avgifter"], for: { company: 1.5, subunit: 1 },
    moments: [["case", 1, ["Søknad om skjenkebevilling, {name}", "Søknad om skjenkeløyve, {name}", "Application for a drinks licence, {name}"], ["Sak {case}.", "Sak {case}.", "Case {case}."]]],
  },
  {
    ...sordal, slug: "byggesak", type: "GENERIC_ACCESS_RESOURCE", level: 3,
    title: ["Byggesak i Sørdal", "Byggesak i Sørdal", "Building case in Sørdal"],
    description: ["Innsyn i egne byggesaker.", "Innsyn i eigne byggesaker.", "See your own building cases."],
    packages: ["innbygger-bolig-eiendom", "byggesoknad"], for: { person: 1, company: 2, farm: 3 },
    moments: [["case", 1, ["Byggesak {case}: driftsbygning, {place}", "Byggesak {case}: driftsbygning, {place}", "Building case {case}: farm building, {place}"], ["Kommunen behandler saken.", "Kommunen handsamar saka.", "The municipality handles the case."]]],
  },
  {
    ...sordal, slug: "faktura", type: "GENERIC_ACCESS_RESOURCE", level: 3,
    title: ["Faktura fra Sørdal kommune", "Faktura frå Sørdal kommune", "Invoice from Sørdal Municipality"],
    description: ["Kommunale avgifter og gebyrer.", "Kommunale avgifter og gebyr.", "Municipal fees and charges."],
    packages: ["innbygger-kommune", "kommunale-avgifter", "regnskapsforer-med-signeringsrettighet"], for: { person: 3, company: 3, enk: 2, farm: 6, shipping: 6 },
    moments: [["invoice", 1, ["Eiendomsskatt {term}. termin {yr}", "Eigedomsskatt {term}. termin {yr}", "Property tax, period {term} of {yr}"], ["{amount} å betale.", "{amount} å betale.", "{amount} to pay."]]],
  },
  {
    ...sordal, slug: "svarut", type: "GENERIC_ACCESS_RESOURCE", level: 3,
    title: ["Brev fra Sørdal kommune", "Brev frå Sørdal kommune", "Letters from Sørdal Municipality"],
    description: ["Brev sendt gjennom kommunens utsending.", "Brev sende gjennom utsendinga til kommunen.", "Letters sent by the municipality."],
    packages: ["innbygger-kommune", "ordinaer-post-til-virksomheten"], for: { person: 3, company: 2, enk: 2, farm: 5, shipping: 4, subunit: 3 },
    moments: [
      ["letter", 2, ["Melding om vedtak i sak {case}", "Melding om vedtak i sak {case}", "Decision in case {case}"], ["Vedtaket kan påklages innen tre uker.", "Vedtaket kan klagast på innan tre veker.", "The decision can be appealed within three weeks."]],
      ["letter", 1, ["Høring: reguleringsplan for {place}", "Høyring: reguleringsplan for {place}", "Hearing: zoning plan for {place}"], ["Frist for merknader er i {month}.", "Frist for merknader er i {month}.", "Comments are due in {month}."]],
    ],
  },
  {
    ...sordal, slug: "jordlov", type: "GENERIC_ACCESS_RESOURCE", level: 3,
    title: ["Saker etter jordloven", "Saker etter jordlova", "Farm land cases"],
    description: ["Deling, omdisponering og driveplikt.", "Deling, omdisponering og driveplikt.", "Division and use of farm land."],
    packages: ["jordbruk"], for: { farm: 4 },
    moments: [["case", 1, ["Søknad om deling av {street} {n}", "Søknad om deling av {street} {n}", "Application to divide {street} {n}"], ["Sak {case}.", "Sak {case}.", "Case {case}."]]],
  },
];
