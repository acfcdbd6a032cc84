import { ACCOUNTANTS, LEADERS, type ServiceFamily } from "./family.js";

const vehicles = { agency: "vgt", platform: "altinn3", area: "transport" } as const;
const harbours = { agency: "hld", platform: "altinn3", area: "transport" } as const;
const farming = { agency: "grt", platform: "altinn3", area: "jordbruk" } as const;

// biome-ignore format: texts, one row a line
export const transportServices: readonly ServiceFamily[] = [
  {
    ...vehicles, slug: "eierskifte", type: "ALTINN_APP", level: 3,
    title: ["Eierskifte kjøretøy", "Eigarskifte køyretøy", "Change of vehicle owner"],
    description: ["Meld salg av kjøretøy.", "Meld sal av køyretøy.", "Report the sale of a vehicle."],
    packages: ["innbygger-kjoretoy", "kjoretoy"], roles: ["formuesfullmakt"], for: { person: 3, company: 3, enk: 1, farm: 1 },
    before: { slug: "salgsmelding", title: ["Salgsmelding (Altinn 2)", "Salsmelding (Altinn 2)", "Notice of sale (Altinn 2)"], code: "3811", movedYearsAgo: 4.0, roles: ["privatperson", ...LEADERS, "utfyller-innsender"] },
    moments: [["form", 1, ["Eierskifte for {plate}", "Eigarskifte for {plate}", "Change of owner of {plate}"], ["Ny eier: {who}.", "Ny eigar: {who}.", "New owner: {who}."]]],
  },
  {
    ...vehicles, slug: "kontrollfrist", type: "CORRESPONDENCE_SERVICE", level: 2,
    title: ["Frist for kjøretøykontroll", "Frist for køyretøykontroll", "Vehicle inspection deadline"],
    description: ["Påminnelse om periodisk kontroll.", "Påminning om periodisk kontroll.", "Reminder of the periodic inspection."],
    packages: ["innbygger-kjoretoy", "kjoretoy"], for: { person: 4, company: 5, enk: 2, farm: 3, subunit: 4 },
    before: { slug: "kontrollfrist-a2", title: ["Frist for kjøretøykontroll (Altinn 2)", "Frist for køyretøykontroll (Altinn 2)", "Vehicle inspection deadline (Altinn 2)"], code: "3920", movedYearsAgo: 1.0, roles: ["privatperson", ...LEADERS, "utfyller-innsender"] },
    moments: [["duty", 1, ["Frist for kontroll av {plate}", "Frist for kontroll av {plate}", "Inspection of {plate} is due"], ["Kontrollen må være godkjent innen fristen.", "Kontrollen må vere godkjend innan fristen.", "The inspection must be passed in time."]]],
  },
  {
    ...vehicles, slug: "forerkort", type: "CORRESPONDENCE_SERVICE", level: 3,
    title: ["Førerkort", "Førarkort", "Driving licence"],
    description: ["Fornyelse og meldinger om førerkort.", "Fornying og meldingar om førarkort.", "Renewal of and letters about driving licences."],
    packages: ["innbygger-kjoretoy"], for: { person: 2 },
    moments: [["letter", 1, ["Førerkortet ditt er fornyet", "Førarkortet ditt er fornya", "Your driving licence is renewed"], ["Kortet sendes til {street} {n}.", "Kortet blir sendt til {street} {n}.", "The card is sent to {street} {n}."]]],
  },
  {
    ...harbours, slug: "losbestilling", type: "GENERIC_ACCESS_RESOURCE", level: 3,
    title: ["Losbestilling", "Losbestilling", "Pilot order"],
    description: ["Bestill los for et fartøy.", "Bestill los for eit fartøy.", "Order a pilot for a vessel."],
    packages: ["sjofart"], for: { shipping: 24 },
    moments: [["report", 1, ["Los for {vessel} til {place}", "Los for {vessel} til {place}", "Pilot for {vessel} to {place}"], ["Ankomst i {month} {yr}, oppdrag {case}.", "Framkomst i {month} {yr}, oppdrag {case}.", "Arrival in {month} {yr}, job {case}."]]],
  },
  {
    ...harbours, slug: "farvannsavgift", type: "CORRESPONDENCE_SERVICE", level: 3,
    title: ["Farvannsavgift", "Farvassavgift", "Fairway dues"],
    description: ["Faktura for bruk av farvann og havn.", "Faktura for bruk av farvatn og hamn.", "Invoice for the use of fairways and harbours."],
    packages: ["sjofart", "regnskapsforer-med-signeringsrettighet", "regnskapsforer-uten-signeringsrettighet"], for: { shipping: 14 },
    before: { slug: "havneavgift", title: ["Havneavgift (Altinn 2)", "Hamneavgift (Altinn 2)", "Harbour dues (Altinn 2)"], code: "5012", movedYearsAgo: 2.4, roles: [...LEADERS, ...ACCOUNTANTS] },
    moments: [["invoice", 1, ["Farvannsavgift for {vessel}, {month} {yr}", "Farvassavgift for {vessel}, {month} {yr}", "Fairway dues of {vessel}, {month} {yr}"], ["{amount} for {n} anløp.", "{amount} for {n} anløp.", "{amount} for {n} calls."]]],
  },
  {
    ...farming, slug: "produksjonstilskudd", type: "ALTINN_APP", level: 3,
    title: ["Produksjonstilskudd", "Produksjonstilskot", "Production subsidy"],
    description: ["Søk om tilskudd i jordbruket.", "Søk om tilskot i jordbruket.", "Apply for farming subsidies."],
    packages: ["jordbruk", "regnskapsforer-med-signeringsrettighet"], for: { farm: 18 },
    before: { slug: "tilskot-jordbruk", title: ["Søknad om tilskudd (Altinn 2)", "Søknad om tilskot (Altinn 2)", "Application for subsidy (Altinn 2)"], code: "4117", movedYearsAgo: 3.6, roles: [...LEADERS, "utfyller-innsender"] },
    moments: [
      ["case", 2, ["Produksjonstilskudd {yr}, del {half}", "Produksjonstilskot {yr}, del {half}", "Production subsidy {yr}, part {half}"], ["Foreløpig beregnet: {amount}.", "Førebels rekna ut: {amount}.", "Calculated so far: {amount}."]],
      ["form", 1, ["Avløsertilskudd {yr}", "Avløysartilskot {yr}", "Relief grant {yr}"], ["Søknad for {n} dager.", "Søknad for {n} dagar.", "Applied for {n} days."]],
    ],
  },
  {
    ...farming, slug: "tilsynsrapport", type: "CORRESPONDENCE_SERVICE", level: 3,
    title: ["Tilsynsrapport mat og dyr", "Tilsynsrapport mat og dyr", "Food and animal inspection report"],
    description: ["Rapport etter tilsyn.", "Rapport etter tilsyn.", "Report of an inspection."],
    packages: ["mattrygghet"], readers: ["ordinaer-post-til-virksomheten"], for: { farm: 6, company: 1, subunit: 4 },
    moments: [["letter", 2, ["Tilsyn ved {name}: {n} funn", "Tilsyn ved {name}: {n} funn", "Inspection of {name}: {n} findings"], ["Rapport {case} ligger ved.", "Rapport {case} ligg ved.", "Report {case} is attached."]]],
  },
];
