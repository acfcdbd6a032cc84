import { LEADERS, type ServiceFamily } from "./family.js";

const building = { agency: "bya", platform: "altinn3", area: "bygg-eiendom" } as const;
const titles = { agency: "eir", platform: "altinn3", area: "bygg-eiendom" } as const;
const court = { agency: "tit", platform: "altinn3", area: "rett" } as const;
const clearance = { agency: "kla", platform: "altinn3", area: "sikkerhet" } as const;

// biome-ignore format: texts, one row a line
export const propertyServices: readonly ServiceFamily[] = [
  {
    ...building, slug: "nabovarsel", type: "ALTINN_APP", level: 3,
    title: ["Nabovarsel", "Nabovarsel", "Neighbour notice"],
    description: ["Varsle naboer om at du vil bygge.", "Varsle naboar om at du vil byggje.", "Tell your neighbours that you want to build."],
    packages: ["innbygger-bolig-eiendom", "byggesoknad"], for: { person: 1, company: 2, housing: 1 },
    before: { slug: "nabovarsel-a2", title: ["Nabovarsel (Altinn 2)", "Nabovarsel (Altinn 2)", "Neighbour notice (Altinn 2)"], code: "4655", movedYearsAgo: 2.9, roles: ["privatperson", ...LEADERS, "utfyller-innsender"] },
    moments: [
      ["form", 3, ["Nabovarsel for {street} {n}", "Nabovarsel for {street} {n}", "Neighbour notice for {street} {n}"], ["Sendt til {n} naboer.", "Sendt til {n} naboar.", "Sent to {n} neighbours."]],
    ],
  },
  {
    ...building, slug: "nabovarsel-mottatt", type: "CORRESPONDENCE_SERVICE", level: 2,
    title: ["Varsel til nabo", "Varsel til nabo", "Notice to a neighbour"],
    description: ["Noen i nabolaget vil bygge. Si hva du mener.", "Nokon i nabolaget vil byggje. Sei kva du meiner.", "Somebody nearby wants to build. Say what you think."],
    packages: ["innbygger-bolig-eiendom", "byggesoknad", "forretningsforer-eiendom"], for: { person: 2, company: 1, housing: 5 },
    moments: [
      ["letter", 3, ["Nabovarsel: {street} {n}, {place}", "Nabovarsel: {street} {n}, {place}", "Neighbour notice: {street} {n}, {place}"], ["{who} vil bygge. Du kan merke innen 14 dager.", "{who} vil byggje. Du kan merke innan 14 dagar.", "{who} wants to build. You have 14 days to comment."]],
    ],
  },
  {
    ...building, slug: "byggesoknad", type: "ALTINN_APP", level: 3,
    title: ["Byggesøknad", "Byggesøknad", "Building application"],
    description: ["Søk om tillatelse, igangsetting og ferdigattest.", "Søk om løyve, igangsetjing og ferdigattest.", "Apply for permission, start and completion."],
    packages: ["innbygger-bolig-eiendom", "byggesoknad"], for: { person: 1, company: 4, housing: 2, farm: 1 },
    moments: [
      ["case", 3, ["Søknad om tillatelse: {street} {n}", "Søknad om løyve: {street} {n}", "Application for permission: {street} {n}"], ["Sak {case}.", "Sak {case}.", "Case {case}."]],
      ["form", 1, ["Søknad om ferdigattest: {street} {n}", "Søknad om ferdigattest: {street} {n}", "Application for completion certificate: {street} {n}"], ["Tiltaket er fullført.", "Tiltaket er fullført.", "The work is done."]],
    ],
  },
  {
    ...titles, slug: "hjemmel", type: "ALTINN_APP", level: 4,
    title: ["Overføring av hjemmel", "Overføring av heimel", "Transfer of title"],
    description: ["Tinglys nytt eierskap til fast eiendom.", "Tinglys nytt eigarskap til fast eigedom.", "Register a new owner of real property."],
    packages: ["innbygger-bolig-eiendom", "tinglysing-eiendom"], roles: ["formuesfullmakt"], for: { person: 1, company: 1.5, housing: 1 },
    moments: [
      ["form", 1, ["Skjøte: {street} {n}, {place}", "Skøyte: {street} {n}, {place}", "Deed: {street} {n}, {place}"], ["Kjøpesum {amount}.", "Kjøpesum {amount}.", "Price {amount}."]],
    ],
  },
  {
    ...titles, slug: "tinglyst", type: "CORRESPONDENCE_SERVICE", level: 3,
    title: ["Melding om tinglysing", "Melding om tinglysing", "Notice of registration"],
    description: ["Noe er tinglyst på din eiendom.", "Noko er tinglyst på eigedommen din.", "Something was registered on your property."],
    packages: ["innbygger-bolig-eiendom", "tinglysing-eiendom", "forretningsforer-eiendom"], roles: ["formuesfullmakt"], for: { person: 3, company: 2, housing: 6, enk: 0.5 },
    before: { slug: "tinglysing-a2", title: ["Melding om tinglysing (Altinn 2)", "Melding om tinglysing (Altinn 2)", "Notice of registration (Altinn 2)"], code: "4316", movedYearsAgo: 2.0, roles: ["privatperson", ...LEADERS, "forretningsforer", "formuesfullmakt"] },
    moments: [
      ["letter", 2, ["Tinglyst: pantedokument {case}", "Tinglyst: pantedokument {case}", "Registered: mortgage {case}"], ["Pant på {amount} i {street} {n}.", "Pant på {amount} i {street} {n}.", "Mortgage of {amount} on {street} {n}."]],
      ["letter", 1, ["Tinglyst: hjemmelsovergang {case}", "Tinglyst: heimelsovergang {case}", "Registered: transfer {case}"], ["{street} {n} har fått ny eier.", "{street} {n} har fått ny eigar.", "{street} {n} has a new owner."]],
    ],
  },
  {
    ...court, slug: "dodsbo", type: "ALTINN_APP", level: 4,
    title: ["Dødsbo", "Dødsbu", "Estate of a deceased person"],
    description: ["Velg skifteform og få skifteattest.", "Vel skifteform og få skifteattest.", "Choose how to settle, and get a probate certificate."],
    packages: ["innbygger-rett-samfunn"], roles: ["formuesfullmakt"], for: {},
    moments: [["form", 1, ["Dødsbo {case}", "Dødsbu {case}", "Estate {case}"], ["Skifteform er valgt.", "Skifteform er vald.", "The way of settling is chosen."]]],
  },
  {
    ...court, slug: "rettspost", type: "CORRESPONDENCE_SERVICE", level: 4,
    title: ["Post fra tingretten", "Post frå tingretten", "Letters from the court"],
    description: ["Innkallinger, kjennelser og dommer.", "Innkallingar, orskurdar og dommar.", "Summonses, orders and judgments."],
    packages: ["innbygger-rett-samfunn", "post-til-virksomheten-med-taushetsbelagt-innhold"], roles: ["formuesfullmakt", "bostyrer"], for: { person: 0.5, company: 0.5, bankruptcy: 6 },
    moments: [
      ["confirm", 2, ["Innkalling i sak {case}", "Innkalling i sak {case}", "Summons in case {case}"], ["Rettsmøte i {month} {yr}.", "Rettsmøte i {month} {yr}.", "Hearing in {month} {yr}."]],
      ["letter", 1, ["Kjennelse i sak {case}", "Orskurd i sak {case}", "Order in case {case}"], ["Kjennelsen kan ankes innen en måned.", "Orskurden kan ankast innan ein månad.", "The order can be appealed within a month."]],
    ],
  },
  {
    ...clearance, slug: "klarering", type: "CORRESPONDENCE_SERVICE", level: 4,
    title: ["Sikkerhetsklarering", "Tryggleiksklarering", "Security clearance"],
    description: ["Brev om klarering av person. Krever innlogging på nivå 4.", "Brev om klarering av person. Krev innlogging på nivå 4.", "Letters about the clearance of a person. Needs login at level 4."],
    packages: ["innbygger-rett-samfunn"], for: {},
    moments: [["letter", 1, ["Klareringssak {case}", "Klareringssak {case}", "Clearance case {case}"], ["Saken er avgjort.", "Saka er avgjord.", "The case is decided."]]],
  },
];
