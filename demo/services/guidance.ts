import type { NewServiceResource } from "../../drizzle/catalogue/tables.js";
import { localized, type Texts } from "../texts.js";

/** What a citizen is told of a service before they begin. */
interface Told {
  readonly purpose: Texts;
  readonly audience: Texts;
  /** In kroner, and for what; absent: nothing is said of it. */
  readonly cost?: readonly [amount: number | null, what: Texts];
  readonly time?: readonly [duration: string, words: Texts];
  readonly law?: readonly [title: Texts, path: string];
  readonly gives?: string;
}

const FREE: Told["cost"] = [0, ["Gratis", "Gratis", "Free"]];

// biome-ignore format: texts, one row a line
const TOLD: Readonly<Record<string, Told>> = {
  "fjs-skattemelding": {
    purpose: ["Se over inntekt og fradrag, og levere skattemeldingen.", "Sjå over inntekt og frådrag, og levere skattemeldinga.", "Check income and deductions, and submit the tax return."],
    audience: ["Alle som har hatt inntekt eller formue i året som gikk.", "Alle som har hatt inntekt eller formue i året som gjekk.", "Everybody who had an income or assets last year."],
    cost: FREE, time: ["P3M", ["Skatteoppgjøret kommer innen tre måneder.", "Skatteoppgjeret kjem innan tre månader.", "The assessment comes within three months."]],
    law: [["Lov om fjordskatt § 8-1", "Lov om fjordskatt § 8-1", "Fjord Tax Act § 8-1"], "fjordskatt"], gives: "Skatteoppgjør",
  },
  "fjs-mva-melding": {
    purpose: ["Melde inn merverdiavgift for en termin.", "Melde inn meirverdiavgift for ein termin.", "Report value added tax for a term."],
    audience: ["Registrerte i merverdiavgiftsregisteret.", "Registrerte i meirverdiavgiftsregisteret.", "Those in the VAT register."], cost: FREE,
    law: [["Lov om meravgift § 15-1", "Lov om meiravgift § 15-1", "Added Tax Act § 15-1"], "meravgift"],
  },
  "vir-registermelding": {
    purpose: ["Starte en virksomhet, eller melde fra om endringer i den.", "Starte ei verksemd, eller melde frå om endringar i ho.", "Start an undertaking, or report changes in it."],
    audience: ["Den som driver eller vil starte en virksomhet.", "Den som driv eller vil starte ei verksemd.", "Whoever runs or wants to start an undertaking."],
    cost: [5570, ["Registrering av aksjeselskap", "Registrering av aksjeselskap", "Registration of a limited company"]],
    time: ["P2W", ["Inntil to uker.", "Inntil to veker.", "Up to two weeks."]], law: [["Lov om virkeregister § 4", "Lov om verkeregister § 4", "Undertakings Act § 4"], "virkeregister"], gives: "Organisasjonsnummer",
  },
  "try-sykepenger": {
    purpose: ["Få erstattet inntekt når du ikke kan arbeide på grunn av sykdom.", "Få dekt inntekt når du ikkje kan arbeide på grunn av sjukdom.", "Have income replaced while you can't work because of illness."],
    audience: ["Arbeidstakere og selvstendige som har arbeidet i fire uker.", "Arbeidstakarar og sjølvstendige som har arbeidd i fire veker.", "Employees and self-employed who have worked for four weeks."],
    cost: FREE, time: ["P4W", ["Fire uker etter at alt er sendt inn.", "Fire veker etter at alt er sendt inn.", "Four weeks after everything is sent in."]],
    law: [["Trygdekasseloven kapittel 8", "Trygdekasselova kapittel 8", "Social Security Fund Act chapter 8"], "trygdekasse"], gives: "Vedtak om sykepenger",
  },
  "try-foreldrepenger": {
    purpose: ["Få inntekt mens du er hjemme med et nyfødt eller adoptert barn.", "Få inntekt mens du er heime med eit nyfødd eller adoptert barn.", "Have an income while at home with a newborn or adopted child."],
    audience: ["Foreldre som venter eller nettopp har fått barn.", "Foreldre som ventar eller nettopp har fått barn.", "Parents who expect or just had a child."],
    cost: FREE, time: ["P6W", ["Seks uker.", "Seks veker.", "Six weeks."]], law: [["Trygdekasseloven kapittel 14", "Trygdekasselova kapittel 14", "Social Security Fund Act chapter 14"], "trygdekasse"], gives: "Vedtak om foreldrepenger",
  },
  "try-etterlatte": {
    purpose: ["Få hjelp til gravferden og til livsopphold når noen dør.", "Få hjelp til gravferda og til livsopphald når nokon døyr.", "Have help with the funeral, and to live on, when somebody dies."],
    audience: ["Nærmeste pårørende.", "Næraste pårørande.", "The next of kin."], cost: FREE, time: ["P8W", ["Åtte uker.", "Åtte veker.", "Eight weeks."]],
  },
  "tit-dodsbo": {
    purpose: ["Ta over arv og gjeld, og få skifteattest.", "Ta over arv og gjeld, og få skifteattest.", "Take over what is inherited and owed, and have a probate certificate."],
    audience: ["Arvinger.", "Arvingar.", "Heirs."], cost: FREE, time: ["P60D", ["Velg skifteform innen 60 dager.", "Vel skifteform innan 60 dagar.", "Choose how to settle within 60 days."]],
    law: [["Lov om arveskifte § 85", "Lov om arveskifte § 85", "Estates Act § 85"], "arveskifte"], gives: "Skifteattest",
  },
  "eir-hjemmel": {
    purpose: ["Få tinglyst hvem som eier en eiendom.", "Få tinglyst kven som eig ein eigedom.", "Have it registered who owns a property."], audience: ["Ny eier av en eiendom.", "Ny eigar av ein eigedom.", "The new owner of a property."],
    cost: [500, ["Tinglysingsgebyr", "Tinglysingsgebyr", "Registration fee"]], time: ["P5D", ["Fem virkedager.", "Fem virkedagar.", "Five working days."]], gives: "Grunnbokshjemmel",
  },
  "vgt-eierskifte": {
    purpose: ["Registrere ny eier av et kjøretøy.", "Registrere ny eigar av eit køyretøy.", "Register the new owner of a vehicle."], audience: ["Kjøper og selger.", "Kjøpar og seljar.", "Buyer and seller."],
    cost: [null, ["Omregistreringsavgift etter vekt og alder", "Omregistreringsavgift etter vekt og alder", "A fee by weight and age"]], time: ["PT1H", ["Straks begge har signert.", "Straks begge har signert.", "As soon as both have signed."]],
  },
  "bya-nabovarsel": {
    purpose: ["Varsle naboene før du søker om å bygge.", "Varsle naboane før du søkjer om å byggje.", "Tell the neighbours before you apply to build."], audience: ["Den som skal bygge, rive eller dele en eiendom.", "Den som skal byggje, rive eller dele ein eigedom.", "Whoever will build, demolish or divide a property."],
    cost: [150, ["For hvert varsel", "For kvart varsel", "For each notice"]], time: ["P2W", ["Naboene har to uker på seg.", "Naboane har to veker på seg.", "The neighbours have two weeks."]], law: [["Byggesaksloven § 21-3", "Byggjesakslova § 21-3", "Building Case Act § 21-3"], "byggesak"],
  },
  "bya-byggesoknad": {
    purpose: ["Søke om tillatelse til å bygge.", "Søkje om løyve til å byggje.", "Apply for permission to build."], audience: ["Tiltakshaver og ansvarlig søker.", "Tiltakshavar og ansvarleg søkjar.", "The developer and the responsible applicant."],
    cost: [null, ["Kommunens gebyr etter areal", "Gebyr til kommunen etter areal", "The municipality's fee by area"]], time: ["P12W", ["Tre uker for enkle saker, ellers tolv.", "Tre veker for enkle saker, elles tolv.", "Three weeks for simple cases, else twelve."]], law: [["Byggesaksloven § 20-1", "Byggjesakslova § 20-1", "Building Case Act § 20-1"], "byggesak"], gives: "Byggetillatelse",
  },
  "nvk-oppvekst": {
    purpose: ["Søke om plass i barnehage og skole.", "Søkje om plass i barnehage og skule.", "Apply for a place in kindergarten and school."], audience: ["Foreldre i Nordvik.", "Foreldre i Nordvik.", "Parents in Nordvik."],
    cost: [2000, ["Foreldrebetaling i måneden, høyst", "Foreldrebetaling i månaden, høgst", "Parents' payment a month, at most"]], time: ["P2M", ["Svar innen to måneder.", "Svar innan to månader.", "An answer within two months."]],
  },
  "nvk-serveringsbevilling": {
    purpose: ["Få lov til å servere mat og drikke.", "Få løyve til å servere mat og drikke.", "Be allowed to serve food and drink."], audience: ["Serveringssteder i Nordvik.", "Serveringsstader i Nordvik.", "Restaurants and bars in Nordvik."],
    cost: [400, ["Etablererprøven", "Etablerarprøva", "The examination"]], time: ["P60D", ["Inntil 60 dager.", "Inntil 60 dagar.", "Up to 60 days."]], gives: "Bevilling",
  },
};

const withTexts = ([amount, what]: NonNullable<Told["cost"]>) => ({
  amount,
  currency: "NOK",
  description: localized(what),
});

/** @param name `{agency}-{slug}`; of what nothing is told there is nothing */
export const guidanceOf = (name: string): Partial<NewServiceResource> => {
  const told = TOLD[name];
  if (told === undefined) return {};
  const { purpose, audience, cost, time, law, gives } = told;
  return {
    purpose: localized(purpose),
    audience: localized(audience),
    costs: cost === undefined ? [] : [withTexts(cost)],
    processingTime: time === undefined ? null : { duration: time[0], description: localized(time[1]) },
    legalBasis:
      law === undefined ? [] : [{ title: localized(law[0]), url: `https://lov.example.com/${law[1]}` }],
    produces: gives === undefined ? [] : [gives],
  };
};
