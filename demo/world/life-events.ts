import type { CatalogueSeed } from "../../subgraphs/catalogue/index.js";
import { localized, type Texts } from "../texts.js";
import { serviceByName } from "./services.js";

type LifeEventEntry = NonNullable<CatalogueSeed["lifeEvents"]>[number];

/** `id`, service, when, why, and whether only some have to; what comes before it by `id`. */
type Step = readonly [
  id: string,
  service: string,
  when: Texts,
  why: Texts,
  more?: { readonly optional?: true; readonly after?: readonly string[] },
];

const lifeEvent = (
  position: number,
  id: string,
  [title, description]: readonly [Texts, Texts],
  words: readonly string[],
  steps: readonly Step[],
): LifeEventEntry => ({
  event: {
    id,
    title: localized(title),
    description: localized(description),
    keywords: words.map((word) => ({ word, language: "nb" })),
    position,
  },
  steps: steps.map(([name, service, when, why, more = {}], index) => ({
    lifeEventId: id,
    position: index + 1,
    id: name,
    serviceId: serviceByName(service).urn,
    title: null,
    due: localized(when),
    reason: localized(why),
    isOptional: more.optional === true,
    dependsOn: more.after ?? [],
  })),
});

// biome-ignore format: texts, one row a line
/** Journeys over several agencies. */
export const lifeEvents: readonly LifeEventEntry[] = [
  lifeEvent(1, "dodsfall", [
    ["Når noen dør", "Når nokon døyr", "When somebody dies"],
    ["Boet skal gjøres opp, og de etterlatte har rettigheter.", "Buet skal gjerast opp, og dei etterlatne har rettar.", "The estate is to be settled, and those who are left have rights."],
  ], ["dødsfall", "arv", "gravferd", "begravelse"], [
    ["gravferd", "try-etterlatte", ["Innen seks måneder", "Innan seks månader", "Within six months"], ["Gravferdsstønad, og ytelser til dem som levde av den døde.", "Gravferdsstønad, og ytingar til dei som levde av den døde.", "Help with the funeral, and benefits to those who lived on the deceased."], { optional: true }],
    ["skifte", "tit-dodsbo", ["Innen 60 dager", "Innan 60 dagar", "Within 60 days"], ["Arvingene må velge skifteform før de kan råde over boet.", "Arvingane må velje skifteform før dei kan råde over buet.", "The heirs must choose how to settle before the estate is theirs."]],
    ["skatt", "fjs-skattemelding", ["Innen 30. april året etter", "Innan 30. april året etter", "By 30 April the year after"], ["Den dødes siste skattemelding leveres av arvingene.", "Den siste skattemeldinga til den døde leverer arvingane.", "The heirs submit the last tax return of the deceased."], { after: ["skifte"] }],
    ["eiendom", "eir-hjemmel", ["Når skifteattesten er der", "Når skifteattesten er der", "When the probate certificate is there"], ["Bare der det er en eiendom i boet.", "Berre der det er ein eigedom i buet.", "Only where there is a property in the estate."], { optional: true, after: ["skifte"] }],
    ["bil", "vgt-eierskifte", ["Når skifteattesten er der", "Når skifteattesten er der", "When the probate certificate is there"], ["Bare der det er et kjøretøy i boet.", "Berre der det er eit køyretøy i buet.", "Only where there is a vehicle in the estate."], { optional: true, after: ["skifte"] }],
  ]),
  lifeEvent(2, "starte-virksomhet", [
    ["Starte virksomhet", "Starte verksemd", "Starting a business"],
    ["Fra registrering til de første pliktene.", "Frå registrering til dei fyrste pliktene.", "From registration to the first duties."],
  ], ["gründer", "etablere", "firma", "bedrift"], [
    ["registrere", "vir-registermelding", ["Før du begynner", "Før du byrjar", "Before you begin"], ["Virksomheten får organisasjonsnummer.", "Verksemda får organisasjonsnummer.", "The undertaking gets its number."]],
    ["bevilling", "nvk-serveringsbevilling", ["Før du åpner", "Før du opnar", "Before you open"], ["Bare for serveringssteder.", "Berre for serveringsstader.", "For restaurants and bars only."], { optional: true, after: ["registrere"] }],
    ["forskudd", "fjs-forskuddsskatt", ["Første år", "Fyrste år", "In the first year"], ["Skatten betales gjennom året.", "Skatten blir betalt gjennom året.", "Tax is paid through the year."], { after: ["registrere"] }],
    ["mva", "fjs-mva-melding", ["Når omsetningen passerer 50 000 kroner", "Når omsetninga passerer 50 000 kroner", "When the turnover passes 50,000 kroner"], ["Avgiften meldes hver termin.", "Avgifta blir meld kvar termin.", "The tax is reported each term."], { optional: true, after: ["registrere"] }],
    ["ansatte", "fjs-lonnsmelding", ["Når du ansetter noen", "Når du tilset nokon", "When you employ somebody"], ["Lønn og trekk meldes hver måned.", "Løn og trekk blir meldt kvar månad.", "Pay and deductions are reported each month."], { optional: true, after: ["registrere"] }],
  ]),
  lifeEvent(3, "bygge", [
    ["Bygge hus", "Byggje hus", "Building a house"],
    ["Fra nabovarsel til ferdig hus.", "Frå nabovarsel til ferdig hus.", "From the neighbours' notice to the finished house."],
  ], ["bygge", "garasje", "tilbygg", "tomt"], [
    ["kjope", "eir-hjemmel", ["Ved kjøp av tomt", "Ved kjøp av tomt", "When the site is bought"], ["Bare der tomten skifter eier.", "Berre der tomta skiftar eigar.", "Only where the site changes hands."], { optional: true }],
    ["varsle", "bya-nabovarsel", ["To uker før søknaden", "To veker før søknaden", "Two weeks before the application"], ["Naboene skal kunne si sin mening.", "Naboane skal kunne seie si meining.", "The neighbours must be able to have their say."]],
    ["soke", "bya-byggesoknad", ["Før du bygger", "Før du byggjer", "Before you build"], ["Kommunen gir tillatelse.", "Kommunen gir løyve.", "The municipality gives permission."], { after: ["varsle"] }],
  ]),
  lifeEvent(4, "fa-barn", [
    ["Få barn", "Få barn", "Having a child"],
    ["Permisjon, stønader og barnehage.", "Permisjon, stønader og barnehage.", "Leave, benefits and kindergarten."],
  ], ["fødsel", "gravid", "baby", "adopsjon"], [
    ["permisjon", "try-foreldrepenger", ["Fra uke 22", "Frå veke 22", "From week 22"], ["Inntekt i permisjonen.", "Inntekt i permisjonen.", "An income during the leave."]],
    ["barnetrygd", "try-barnetrygd", ["Etter fødselen", "Etter fødselen", "After the birth"], ["Kommer av seg selv for de fleste.", "Kjem av seg sjølv for dei fleste.", "Comes by itself to most."]],
    ["barnehage", "nvk-oppvekst", ["Innen 1. mars", "Innan 1. mars", "By 1 March"], ["Plass fra høsten.", "Plass frå hausten.", "A place from the autumn."], { optional: true }],
  ]),
];
