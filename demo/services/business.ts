import { ACCOUNTANTS, BOOKKEEPERS, LEADERS, type ServiceFamily } from "./family.js";

const register = { agency: "vir", platform: "altinn3", area: "virksomhet" } as const;
const safety = { agency: "arv", platform: "altinn3", area: "arbeidsmiljo" } as const;
const figures = { agency: "tal", platform: "altinn3", area: "statistikk" } as const;

// biome-ignore format: texts, one row a line
export const businessServices: readonly ServiceFamily[] = [
  {
    ...register, slug: "registermelding", type: "ALTINN_APP", level: 3,
    title: ["Registermelding", "Registermelding", "Change of registration"],
    description: ["Start, endre eller slett en virksomhet.", "Start, endre eller slett ei verksemd.", "Start, change or close a business."],
    packages: ["starte-drive-endre-avvikle-virksomhet", "innbygger-rett-samfunn", "forretningsforer-eiendom", "regnskapsforer-med-signeringsrettighet"], readers: ["regnskapsforer-uten-signeringsrettighet"], for: { company: 5, enk: 3, shipping: 3, housing: 4, bankruptcy: 2 },
    before: { slug: "samordnet-melding", title: ["Samordnet melding (Altinn 2)", "Samordna melding (Altinn 2)", "Joint registration (Altinn 2)"], code: "2261", movedYearsAgo: 2.6, roles: [...LEADERS, "utfyller-innsender", "begrenset-signeringsrettighet"] },
    moments: [
      ["form", 4, ["Endring i styret for {name}", "Endring i styret for {name}", "Change of board of {name}"], ["Meldingen ble sendt inn {month} {yr}.", "Meldinga vart send inn {month} {yr}.", "Submitted in {month} {yr}."]],
      ["form", 3, ["Ny forretningsadresse: {street} {n}, {place}", "Ny forretningsadresse: {street} {n}, {place}", "New business address: {street} {n}, {place}"], ["Endring av adresse for {name}.", "Endring av adresse for {name}.", "Change of address of {name}."]],
      ["case", 1, ["Kapitalforhøyelse {name}", "Kapitalauke {name}", "Increase of capital of {name}"], ["Ny aksjekapital {amount}, sak {case}.", "Ny aksjekapital {amount}, sak {case}.", "New share capital {amount}, case {case}."]],
    ],
  },
  {
    ...register, slug: "arsregnskap", type: "ALTINN_APP", level: 3,
    title: ["Årsregnskap", "Årsrekneskap", "Annual accounts"],
    description: ["Send inn årsregnskap med noter og beretning.", "Send inn årsrekneskap med notar og melding.", "Submit annual accounts with notes and report."],
    packages: ["regnskap-okonomi-rapport", ...BOOKKEEPERS, "forretningsforer-eiendom"], readers: ["revisormedarbeider"], for: { company: 3, shipping: 3, housing: 4, subunit: 1 },
    before: { slug: "arsregnskap-a2", title: ["Årsregnskap (Altinn 2)", "Årsrekneskap (Altinn 2)", "Annual accounts (Altinn 2)"], code: "1266", movedYearsAgo: 1.8, roles: [...LEADERS, "regnskapsmedarbeider", ...ACCOUNTANTS, "forretningsforer"] },
    moments: [
      ["form", 6, ["Årsregnskap {year} for {name}", "Årsrekneskap {year} for {name}", "Annual accounts {year} of {name}"], ["Regnskapet er signert av {n} personer.", "Rekneskapen er signert av {n} personar.", "Signed by {n} persons."]],
      ["invoice", 1, ["Forsinkelsesgebyr for årsregnskap {year}", "Forseinkingsgebyr for årsrekneskap {year}", "Late fee for annual accounts {year}"], ["Gebyret er {amount} per uke.", "Gebyret er {amount} per veke.", "The fee is {amount} a week."]],
    ],
  },
  {
    ...register, slug: "melding", type: "CORRESPONDENCE_SERVICE", level: 2,
    title: ["Meldinger fra Virkeregisteret", "Meldingar frå Verksemdregisteret", "Letters from the Register of Undertakings"],
    description: ["Kunngjøringer, vedtak og påminnelser.", "Kunngjeringar, vedtak og påminningar.", "Announcements, decisions and reminders."],
    packages: ["ordinaer-post-til-virksomheten", "forretningsforer-eiendom", "konkursbo-lesetilgang"], readers: ["regnskapsforer-med-signeringsrettighet", "regnskapsforer-uten-signeringsrettighet"], for: { company: 7, enk: 5, shipping: 4, housing: 6, subunit: 7, bankruptcy: 8 },
    before: { slug: "melding-a2", title: ["Meldinger fra Virkeregisteret (Altinn 2)", "Meldingar frå Verksemdregisteret (Altinn 2)", "Letters from the register (Altinn 2)"], code: "4503", movedYearsAgo: 0.6, roles: [...LEADERS, "utfyller-innsender", ...ACCOUNTANTS, "forretningsforer"] },
    moments: [
      ["letter", 5, ["{name} er registrert", "{name} er registrert", "{name} is registered"], ["Registreringen er kunngjort, referanse {case}.", "Registreringa er kunngjord, referanse {case}.", "The registration is announced, reference {case}."]],
      ["letter", 3, ["Firmaattest for {name}", "Firmaattest for {name}", "Certificate of registration of {name}"], ["Attesten ligger ved.", "Attesten ligg ved.", "The certificate is attached."]],
      ["confirm", 1, ["Varsel om tvangsoppløsning", "Varsel om tvangsoppløysing", "Notice of compulsory winding-up"], ["{name} mangler revisor. Frist {n} uker.", "{name} manglar revisor. Frist {n} veker.", "{name} has no auditor. You have {n} weeks."]],
    ],
  },
  {
    ...register, slug: "innsynskrav", type: "ALTINN_APP", level: 0,
    title: ["Innsynskrav", "Innsynskrav", "Freedom of information request"],
    description: ["Be om innsyn i offentlige dokumenter. Krever ikke ID-porten.", "Be om innsyn i offentlege dokument. Krev ikkje ID-porten.", "Ask to see public documents. Needs no strong login."],
    packages: ["innbygger-rett-samfunn", "ordinaer-post-til-virksomheten"], roles: ["selvregistrert"], for: { person: 1, company: 0.5 },
    moments: [
      ["form", 1, ["Innsynskrav i sak {case}", "Innsynskrav i sak {case}", "Request to see case {case}"], ["Du ba om innsyn i {n} dokumenter.", "Du bad om innsyn i {n} dokument.", "You asked to see {n} documents."]],
    ],
  },
  {
    ...register, slug: "konkursmelding", type: "CORRESPONDENCE_SERVICE", level: 3,
    title: ["Meldinger om konkursbo", "Meldingar om konkursbu", "Letters about bankruptcy estates"],
    description: ["Kunngjøringer og frister i et konkursbo.", "Kunngjeringar og fristar i eit konkursbu.", "Announcements and time limits of a bankruptcy estate."],
    packages: ["konkursbo-skrivetilgang"], readers: ["konkursbo-lesetilgang"], for: { bankruptcy: 12 },
    moments: [
      ["confirm", 2, ["Fordringsanmeldelse mottatt i {name}", "Meldt krav motteke i {name}", "Claim received in {name}"], ["Krav på {amount} fra {who}.", "Krav på {amount} frå {who}.", "Claim of {amount} from {who}."]],
      ["letter", 3, ["Kunngjøring: bobehandling i {name}", "Kunngjering: buhandsaming i {name}", "Announcement: {name}"], ["Skiftesamling holdes i {month}.", "Skiftesamling blir halden i {month}.", "The creditors meet in {month}."]],
    ],
  },
  {
    ...safety, slug: "tilsyn", type: "GENERIC_ACCESS_RESOURCE", level: 3,
    title: ["Tilsyn med arbeidsmiljø", "Tilsyn med arbeidsmiljø", "Work environment inspection"],
    description: ["Varsel, rapport og pålegg etter tilsyn.", "Varsel, rapport og pålegg etter tilsyn.", "Notice, report and orders of an inspection."],
    packages: ["arbeidsmiljo-ulykke"], readers: ["ordinaer-post-til-virksomheten"], for: { company: 2, subunit: 8, shipping: 3, enk: 0.5 },
    moments: [
      ["case", 3, ["Tilsyn i {street} {n}, {place}", "Tilsyn i {street} {n}, {place}", "Inspection at {street} {n}, {place}"], ["Sak {case}: {n} pålegg skal svares ut.", "Sak {case}: {n} pålegg skal svarast ut.", "Case {case}: {n} orders to answer."]],
      ["letter", 2, ["Tilsyn avsluttet uten merknader", "Tilsyn avslutta utan merknader", "Inspection ended without remarks"], ["Sak {case} er avsluttet.", "Sak {case} er avslutta.", "Case {case} is closed."]],
    ],
  },
  {
    ...safety, slug: "arbeidsulykke", type: "ALTINN_APP", level: 3,
    title: ["Melding om arbeidsulykke", "Melding om arbeidsulykke", "Report of an accident at work"],
    description: ["Meld fra om en ulykke eller alvorlig hendelse.", "Meld frå om ei ulykke eller alvorleg hending.", "Report an accident or serious incident."],
    packages: ["arbeidsmiljo-ulykke"], for: { company: 0.8, subunit: 4, shipping: 2 },
    before: { slug: "skademelding", title: ["Skademelding (Altinn 2)", "Skademelding (Altinn 2)", "Injury report (Altinn 2)"], code: "2522", movedYearsAgo: 3.9, roles: [...LEADERS, "utfyller-innsender"] },
    moments: [
      ["form", 1, ["Ulykke ved {street}, {place}", "Ulykke ved {street}, {place}", "Accident at {street}, {place}"], ["Meldt av {who} i {month} {yr}.", "Meldt av {who} i {month} {yr}.", "Reported by {who} in {month} {yr}."]],
    ],
  },
  {
    ...figures, slug: "undersokelse", type: "ALTINN_APP", level: 2,
    title: ["Oppgaveplikt til statistikk", "Oppgåveplikt til statistikk", "Statistics reporting"],
    description: ["Undersøkelser som virksomheten har plikt til å svare på.", "Undersøkingar som verksemda har plikt til å svare på.", "Surveys that the business has a duty to answer."],
    packages: ["rapportering-statistikk"], readers: ["regnskapsforer-med-signeringsrettighet"], for: { company: 8, subunit: 8, farm: 3, shipping: 5, enk: 1 },
    before: { slug: "skjema-ra", title: ["Skjema til Tallkontoret (Altinn 2)", "Skjema til Talkontoret (Altinn 2)", "Form for the Office of Figures (Altinn 2)"], code: "3107", movedYearsAgo: 1.2, roles: [...LEADERS, "utfyller-innsender", "regnskapsmedarbeider"] },
    moments: [
      ["duty", 5, ["Omsetning i {lastMonth}", "Omsetnad i {lastMonth}", "Turnover in {lastMonth}"], ["Skjema RA-{n} skal fylles ut.", "Skjema RA-{n} skal fyllast ut.", "Form RA-{n} is to be filled in."]],
      ["duty", 3, ["Ledige stillinger, {quarter}. kvartal {yr}", "Ledige stillingar, {quarter}. kvartal {yr}", "Job vacancies, quarter {quarter} of {yr}"], ["Oppgi antall ledige stillinger.", "Oppgje talet på ledige stillingar.", "Give the number of vacant positions."]],
      ["letter", 1, ["Vedtak om tvangsmulkt", "Vedtak om tvangsmulkt", "Decision on a fine"], ["Skjema RA-{n} er ikke levert. Mulkt: {amount}.", "Skjema RA-{n} er ikkje levert. Mulkt: {amount}.", "Form RA-{n} did not come in. Fine: {amount}."]],
    ],
  },
];
