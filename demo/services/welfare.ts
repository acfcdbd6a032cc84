import { LEADERS, type ServiceFamily } from "./family.js";

const fund = { agency: "try", platform: "altinn3", area: "trygd" } as const;
const students = { agency: "stf", platform: "altinn3", area: "utdanning" } as const;

// biome-ignore format: texts, one row a line
export const welfareServices: readonly ServiceFamily[] = [
  {
    ...fund, slug: "sykepenger", type: "ALTINN_APP", level: 4,
    title: ["Sykepenger", "Sjukepengar", "Sickness benefit"],
    description: ["Søk om sykepenger og følg saken.", "Søk om sjukepengar og følg saka.", "Apply for sickness benefit and follow the case."],
    packages: ["innbygger-helse", "vergemal-trygd"], for: { person: 4 },
    moments: [
      ["case", 3, ["Søknad om sykepenger fra {month} {yr}", "Søknad om sjukepengar frå {month} {yr}", "Application for sickness benefit from {month} {yr}"], ["Sak {case} er under behandling.", "Sak {case} er under handsaming.", "Case {case} is being handled."]],
      ["form", 3, ["Egenmelding {n} dager i {month} {yr}", "Eigenmelding {n} dagar i {month} {yr}", "Self-certified absence, {n} days in {month} {yr}"], ["Sendt til arbeidsgiver.", "Send til arbeidsgivar.", "Sent to your employer."]],
    ],
  },
  {
    ...fund, slug: "foreldrepenger", type: "ALTINN_APP", level: 4,
    title: ["Foreldrepenger", "Foreldrepengar", "Parental benefit"],
    description: ["Søk om foreldrepenger.", "Søk om foreldrepengar.", "Apply for parental benefit."],
    packages: ["innbygger-barn-foreldre", "vergemal-trygd"], for: { person: 2 },
    moments: [
      ["case", 1, ["Søknad om foreldrepenger", "Søknad om foreldrepengar", "Application for parental benefit"], ["Du får {amount} i måneden.", "Du får {amount} i månaden.", "You get {amount} a month."]],
    ],
  },
  {
    ...fund, slug: "barnetrygd", type: "CORRESPONDENCE_SERVICE", level: 3,
    title: ["Barnetrygd", "Barnetrygd", "Child benefit"],
    description: ["Vedtak og meldinger om barnetrygd.", "Vedtak og meldingar om barnetrygd.", "Decisions and letters about child benefit."],
    packages: ["innbygger-barn-foreldre", "vergemal-trygd"], for: { person: 3 },
    moments: [
      ["letter", 1, ["Barnetrygd: ny sats fra {month} {yr}", "Barnetrygd: ny sats frå {month} {yr}", "Child benefit: new rate from {month} {yr}"], ["Satsen er {amount} i måneden.", "Satsen er {amount} i månaden.", "The rate is {amount} a month."]],
    ],
  },
  {
    ...fund, slug: "pensjon", type: "CORRESPONDENCE_SERVICE", level: 4,
    title: ["Pensjon", "Pensjon", "Pension"],
    description: ["Vedtak og årlige oversikter.", "Vedtak og årlege oversyn.", "Decisions and yearly statements."],
    packages: ["innbygger-trygd", "vergemal-trygd"], roles: ["formuesfullmakt"], for: { person: 3 },
    before: { slug: "pensjonsbrev", title: ["Pensjonsbrev (Altinn 2)", "Pensjonsbrev (Altinn 2)", "Pension letters (Altinn 2)"], code: "2711", movedYearsAgo: 2.2, roles: ["privatperson", "formuesfullmakt"] },
    moments: [
      ["letter", 3, ["Pensjonsoversikt {yr}", "Pensjonsoversyn {yr}", "Pension statement {yr}"], ["Opptjent pensjon til nå: {amount} i året.", "Opptent pensjon til no: {amount} i året.", "Earned so far: {amount} a year."]],
      ["letter", 1, ["Regulering av pensjon fra {month} {yr}", "Regulering av pensjon frå {month} {yr}", "Pension adjusted from {month} {yr}"], ["Ny utbetaling: {amount}.", "Ny utbetaling: {amount}.", "New payment: {amount}."]],
    ],
  },
  {
    ...fund, slug: "etterlatte", type: "ALTINN_APP", level: 4,
    title: ["Ytelser til etterlatte", "Ytingar til etterlatne", "Survivor's benefits"],
    description: ["Gravferdsstønad og ytelser til etterlatte.", "Gravferdsstønad og ytingar til etterlatne.", "Funeral grant and survivor's benefits."],
    packages: ["innbygger-trygd"], roles: ["formuesfullmakt"], for: { person: 0.3 },
    moments: [
      ["case", 1, ["Søknad om gravferdsstønad", "Søknad om gravferdsstønad", "Application for funeral grant"], ["Sak {case}.", "Sak {case}.", "Case {case}."]],
    ],
  },
  {
    ...fund, slug: "inntektsmelding", type: "GENERIC_ACCESS_RESOURCE", level: 3,
    title: ["Inntektsmelding", "Inntektsmelding", "Statement of income"],
    description: ["Arbeidsgivers opplysninger om den som søker ytelser.", "Arbeidsgivars opplysningar om den som søkjer ytingar.", "An employer's statement about somebody who applies for benefits."],
    packages: ["sykefravaer", "regnskapsforer-lonn"], for: { company: 7, subunit: 9, enk: 1, shipping: 3 },
    before: { slug: "inntektsmelding-a2", title: ["Inntektsmelding (Altinn 2)", "Inntektsmelding (Altinn 2)", "Statement of income (Altinn 2)"], code: "4936", movedYearsAgo: 1.5, roles: [...LEADERS, "lonn-personalmedarbeider", "regnskapsforer-lonn"] },
    moments: [
      ["duty", 3, ["Inntektsmelding for {who}", "Inntektsmelding for {who}", "Statement of income for {who}"], ["Gjelder sykepenger fra {month} {yr}.", "Gjeld sjukepengar frå {month} {yr}.", "About sickness benefit from {month} {yr}."]],
      ["report", 3, ["Inntektsmelding for {who} mottatt", "Inntektsmelding for {who} motteken", "Statement of income for {who} received"], ["Sendt fra lønnssystemet.", "Send frå lønssystemet.", "Sent from the payroll system."]],
    ],
  },
  {
    ...fund, slug: "arbeidsgiverpost", type: "CORRESPONDENCE_SERVICE", level: 3,
    title: ["Post til arbeidsgiver", "Post til arbeidsgivar", "Mail to employers"],
    description: ["Refusjoner og vedtak om ansatte. Taushetsbelagt.", "Refusjonar og vedtak om tilsette. Teiepliktig.", "Refunds and decisions about employees. Confidential."],
    packages: ["post-til-virksomheten-med-taushetsbelagt-innhold"], for: { company: 3, subunit: 5 },
    moments: [
      ["letter", 1, ["Refusjon for {lastMonth}", "Refusjon for {lastMonth}", "Refund for {lastMonth}"], ["Vi har utbetalt {amount} for {n} ansatte.", "Vi har utbetalt {amount} for {n} tilsette.", "We have paid {amount} for {n} employees."]],
    ],
  },
  {
    ...students, slug: "studiestotte", type: "ALTINN_APP", level: 3,
    title: ["Studielån og stipend", "Studielån og stipend", "Student loan and grant"],
    description: ["Søk om lån og stipend.", "Søk om lån og stipend.", "Apply for loan and grant."],
    packages: ["innbygger-utdanning"], for: { person: 3 },
    moments: [
      ["case", 1, ["Lån og stipend {year}–{yr}", "Lån og stipend {year}–{yr}", "Loan and grant {year}–{yr}"], ["Du er innvilget {amount}.", "Du er innvilga {amount}.", "You are granted {amount}."]],
    ],
  },
  {
    ...students, slug: "tilbakebetaling", type: "CORRESPONDENCE_SERVICE", level: 3,
    title: ["Tilbakebetaling av studielån", "Tilbakebetaling av studielån", "Repayment of student loan"],
    description: ["Terminbeløp og betalingsplan.", "Terminbeløp og betalingsplan.", "Instalments and payment plan."],
    packages: ["innbygger-utdanning"], for: { person: 6 },
    before: { slug: "betalingsplan", title: ["Betalingsplan studielån (Altinn 2)", "Betalingsplan studielån (Altinn 2)", "Student loan payment plan (Altinn 2)"], code: "4092", movedYearsAgo: 3.4, roles: ["privatperson"] },
    moments: [
      ["invoice", 5, ["Terminbeløp for {month} {yr}", "Terminbeløp for {month} {yr}", "Instalment for {month} {yr}"], ["{amount} å betale.", "{amount} å betale.", "{amount} to pay."]],
      ["letter", 1, ["Betalingsplan for {yr}", "Betalingsplan for {yr}", "Payment plan for {yr}"], ["Planen har {n} terminer.", "Planen har {n} terminar.", "The plan has {n} instalments."]],
    ],
  },
];
