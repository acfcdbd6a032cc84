import { ACCOUNTANTS, BOOKKEEPERS, LEADERS, type ServiceFamily } from "./family.js";

const tax = { agency: "fjs", platform: "altinn3", area: "skatt-avgift" } as const;

// biome-ignore format: texts, one row a line
export const taxServices: readonly ServiceFamily[] = [
  {
    ...tax, slug: "skattemelding", type: "ALTINN_APP", level: 3,
    title: ["Skattemelding", "Skattemelding", "Tax return"],
    description: ["Se over og lever skattemeldingen for personer.", "Sjå over og lever skattemeldinga for personar.", "Check and submit the tax return for persons."],
    packages: ["innbygger-skatt", "vergemal-skatt"], roles: ["formuesfullmakt"], for: { person: 4, enk: 2 },
    before: { slug: "selvangivelse", title: ["Selvangivelse (Altinn 2)", "Sjølvmelding (Altinn 2)", "Tax return (Altinn 2)"], code: "1051", movedYearsAgo: 4.3, roles: ["privatperson", "formuesfullmakt"] },
    moments: [
      ["form", 8, ["Skattemelding for {year}", "Skattemelding for {year}", "Tax return for {year}"], ["Skattemeldingen for {year} er klar til kontroll.", "Skattemeldinga for {year} er klar til kontroll.", "The tax return for {year} is ready to be checked."]],
      ["case", 1, ["Endring av skattemelding for {year}", "Endring av skattemelding for {year}", "Change of the tax return for {year}"], ["Du ba om endring i fastsettingen, sak {case}.", "Du bad om endring i fastsetjinga, sak {case}.", "You asked for the assessment to be changed, case {case}."]],
    ],
  },
  {
    ...tax, slug: "skatteoppgjor", type: "CORRESPONDENCE_SERVICE", level: 3,
    title: ["Skatteoppgjør", "Skatteoppgjer", "Tax assessment"],
    description: ["Resultatet av skatteberegningen.", "Resultatet av skatteutrekninga.", "The result of the tax calculation."],
    packages: ["innbygger-skatt", "vergemal-skatt"], readers: ["skatt-naering", ...BOOKKEEPERS], roles: ["formuesfullmakt"], for: { person: 4, enk: 3, company: 2, housing: 2 },
    before: { slug: "skatteoppgjor-a2", title: ["Skatteoppgjør (Altinn 2)", "Skatteoppgjer (Altinn 2)", "Tax assessment (Altinn 2)"], code: "1085", movedYearsAgo: 0.6, roles: ["privatperson", "formuesfullmakt", ...LEADERS, ...ACCOUNTANTS] },
    moments: [
      ["letter", 6, ["Skatteoppgjør for {year}", "Skatteoppgjer for {year}", "Tax assessment for {year}"], ["Du har {amount} til gode.", "Du har {amount} til gode.", "You are owed {amount}."]],
      ["invoice", 3, ["Restskatt for {year}", "Restskatt for {year}", "Outstanding tax for {year}"], ["Du skal betale {amount}.", "Du skal betale {amount}.", "You have {amount} to pay."]],
    ],
  },
  {
    ...tax, slug: "skattekort", type: "CORRESPONDENCE_SERVICE", level: 3,
    title: ["Skattekort", "Skattekort", "Tax card"],
    description: ["Nytt skattekort eller endring av det.", "Nytt skattekort eller endring av det.", "A new tax card, or a change of it."],
    packages: ["innbygger-skatt", "vergemal-skatt"], for: { person: 3, enk: 1 },
    moments: [
      ["letter", 4, ["Skattekort for {yr}", "Skattekort for {yr}", "Tax card for {yr}"], ["Skattekortet ditt gjelder fra 1. januar {yr}.", "Skattekortet ditt gjeld frå 1. januar {yr}.", "Your tax card is good from 1 January {yr}."]],
      ["letter", 1, ["Endret skattekort i {month} {yr}", "Endra skattekort i {month} {yr}", "Changed tax card in {month} {yr}"], ["Trekkprosenten er endret til {n} prosent.", "Trekkprosenten er endra til {n} prosent.", "The rate is changed to {n} per cent."]],
    ],
  },
  {
    ...tax, slug: "skattemelding-naering", type: "ALTINN_APP", level: 3,
    title: ["Skattemelding for næring", "Skattemelding for næring", "Business tax return"],
    description: ["Skattemelding og næringsspesifikasjon for virksomheter.", "Skattemelding og næringsspesifikasjon for verksemder.", "Tax return and accounts specification for businesses."],
    packages: ["skatt-naering", ...BOOKKEEPERS, "konkursbo-skrivetilgang"], readers: ["revisormedarbeider", "konkursbo-lesetilgang"], for: { company: 4, enk: 4, shipping: 4, housing: 3, bankruptcy: 4 },
    before: { slug: "naeringsoppgave", title: ["Næringsoppgave (Altinn 2)", "Næringsoppgåve (Altinn 2)", "Business statement (Altinn 2)"], code: "1167", movedYearsAgo: 3.2, roles: [...LEADERS, "regnskapsmedarbeider", ...ACCOUNTANTS, "revisormedarbeider"] },
    moments: [
      ["form", 6, ["Skattemelding for {name}, inntektsåret {year}", "Skattemelding for {name}, inntektsåret {year}", "Tax return for {name}, income year {year}"], ["Levert med næringsspesifikasjon.", "Levert med næringsspesifikasjon.", "Submitted with accounts specification."]],
      ["case", 1, ["Kontroll av fradrag for {year}", "Kontroll av frådrag for {year}", "Check of deductions for {year}"], ["Vi ber om dokumentasjon i sak {case}.", "Vi ber om dokumentasjon i sak {case}.", "We ask for documentation in case {case}."]],
    ],
  },
  {
    ...tax, slug: "mva-melding", type: "ALTINN_APP", level: 3,
    title: ["Mva-melding", "Mva-melding", "VAT return"],
    description: ["Melding om merverdiavgift for en termin.", "Melding om meirverdiavgift for ein termin.", "Value added tax return for a period."],
    packages: ["merverdiavgift", ...BOOKKEEPERS, "konkursbo-skrivetilgang"], readers: ["revisormedarbeider", "konkursbo-lesetilgang"], for: { company: 30, enk: 20, farm: 6, shipping: 14, bankruptcy: 6 },
    before: { slug: "omsetningsoppgave", title: ["Omsetningsoppgave mva (Altinn 2)", "Omsetningsoppgåve mva (Altinn 2)", "VAT turnover statement (Altinn 2)"], code: "0212", movedYearsAgo: 4.8, roles: [...LEADERS, "regnskapsmedarbeider", ...ACCOUNTANTS, "revisormedarbeider"] },
    moments: [
      ["report", 9, ["Mva-melding {lastTerm}. termin {lastTermYear}", "Mva-melding {lastTerm}. termin {lastTermYear}", "VAT return, period {lastTerm} of {lastTermYear}"], ["Avgift å betale: {amount}.", "Avgift å betale: {amount}.", "Tax to pay: {amount}."]],
      ["report", 2, ["Mva-melding {lastTerm}. termin {lastTermYear} (korrigert)", "Mva-melding {lastTerm}. termin {lastTermYear} (korrigert)", "VAT return, period {lastTerm} of {lastTermYear} (corrected)"], ["Avgift til gode: {amount}.", "Avgift til gode: {amount}.", "Tax owed to you: {amount}."]],
      ["confirm", 1, ["Påminnelse: mva-melding {lastTerm}. termin {lastTermYear} mangler", "Påminning: mva-melding {lastTerm}. termin {lastTermYear} manglar", "Reminder: VAT return, period {lastTerm} of {lastTermYear} is missing"], ["Leveres den ikke, fastsetter vi avgiften ved skjønn.", "Blir ho ikkje levert, fastset vi avgifta ved skjønn.", "Unless it comes in, we estimate the tax."]],
    ],
  },
  {
    ...tax, slug: "lonnsmelding", type: "GENERIC_ACCESS_RESOURCE", level: 3,
    title: ["Lønnsmelding", "Lønsmelding", "Payroll report"],
    description: ["Månedlig melding om lønn, trekk og arbeidsgiveravgift.", "Månadleg melding om løn, trekk og arbeidsgivaravgift.", "Monthly report of pay, deductions and employer's tax."],
    packages: ["lonn", "regnskapsforer-lonn", "regnskapsforer-med-signeringsrettighet"], readers: ["ansvarlig-revisor"], for: { company: 26, enk: 3, shipping: 14, subunit: 6 },
    before: { slug: "terminoppgave-lonn", title: ["Terminoppgave lønn (Altinn 2)", "Terminoppgåve løn (Altinn 2)", "Payroll statement (Altinn 2)"], code: "0669", movedYearsAgo: 5.4, roles: [...LEADERS, "lonn-personalmedarbeider", "regnskapsforer-lonn", "regnskapsforer-med-signeringsrettighet"] },
    moments: [
      ["report", 12, ["Lønnsmelding for {lastMonth}", "Lønsmelding for {lastMonth}", "Payroll report for {lastMonth}"], ["Mottatt for {n} ansatte. Sum å betale: {amount}.", "Motteke for {n} tilsette. Sum å betale: {amount}.", "Received for {n} employees. To pay: {amount}."]],
      ["letter", 1, ["Avvik i lønnsmelding for {lastMonth}", "Avvik i lønsmelding for {lastMonth}", "Errors in the payroll report for {lastMonth}"], ["{n} opplysninger må rettes.", "{n} opplysningar må rettast.", "{n} items need correcting."]],
    ],
  },
  {
    ...tax, slug: "forskuddsskatt", type: "CORRESPONDENCE_SERVICE", level: 3,
    title: ["Forskuddsskatt", "Forskotsskatt", "Advance tax"],
    description: ["Utskriving av forskuddsskatt for næring.", "Utskriving av forskotsskatt for næring.", "Advance tax for businesses."],
    packages: ["skatt-naering", "innbygger-skatt", ...BOOKKEEPERS], for: { company: 6, enk: 9 },
    moments: [
      ["invoice", 5, ["Forskuddsskatt {term}. termin {yr}", "Forskotsskatt {term}. termin {yr}", "Advance tax, instalment {term} of {yr}"], ["{amount} forfaller til betaling.", "{amount} forfell til betaling.", "{amount} falls due."]],
    ],
  },
  {
    ...tax, slug: "kontroll", type: "CORRESPONDENCE_SERVICE", level: 4,
    title: ["Skattekontroll", "Skattekontroll", "Tax audit"],
    description: ["Varsel om og rapport fra kontroll.", "Varsel om og rapport frå kontroll.", "Notice and report of an audit."],
    packages: ["post-til-virksomheten-med-taushetsbelagt-innhold", "ansvarlig-revisor"], roles: ["daglig-leder", "styreleder", "innehaver"], for: { company: 1, enk: 0.5 },
    moments: [
      ["confirm", 3, ["Varsel om kontroll, sak {case}", "Varsel om kontroll, sak {case}", "Notice of audit, case {case}"], ["Vi kommer til {street} {n} i {month}.", "Vi kjem til {street} {n} i {month}.", "We will visit {street} {n} in {month}."]],
      ["letter", 2, ["Rapport etter kontroll, sak {case}", "Rapport etter kontroll, sak {case}", "Audit report, case {case}"], ["Kontrollen er avsluttet med {n} merknader.", "Kontrollen er avslutta med {n} merknader.", "The audit ended with {n} remarks."]],
    ],
  },
];
