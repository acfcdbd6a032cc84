import { SYSTEM_LABEL_BITS } from "../../drizzle/dialogs/values.js";
import { idFromName, uuidFromName } from "../../lib/ids.js";
import type { Scope } from "../../schema/scope.js";
import { ORGANIZATION_PREFIX, type ServiceUrn } from "../../schema/urns.js";
import type { DialogSeed, SourceSeed } from "../../subgraphs/dialogs/seed.js";

/** The moment at which is searched. */
export const NOW = Date.parse("2026-06-01T12:00:00Z");
const DAY = 86_400_000;

const PARTY = { urn: `${ORGANIZATION_PREFIX}313000003`, id: uuidFromName("relevance") };
const SERVICE: ServiceUrn = "urn:altinn:resource:relevance";

export const SOURCE: SourceSeed = {
  id: "hand",
  name: { nb: "Laget for hånd" },
  delivery: "PUSH",
  copiedAt: null,
  staleAfterMillis: null,
  coversFrom: null,
  suppliedCount: null,
  reason: null,
};

export const SCOPE: Scope = {
  level: 4,
  groups: [{ parties: [PARTY], services: [{ service: SERVICE, requiredLevel: 3 }] }],
  instances: [],
};

/** A letter: name, language, title, summary, sender, and the owner's reference. */
type Letter = readonly [
  name: string,
  language: "nb" | "nn" | "en",
  title: string,
  summary: string,
  sender: string,
  reference?: string,
];

/** Made by hand, in the manner of what agencies write. All persons, firms and numbers are made up. */
const LETTERS: readonly Letter[] = [
  [
    "skattemelding",
    "nb",
    "Skattemeldingen for 2025 er klar",
    "Se over og lever innen 30. april.",
    "Fjordskatt",
  ],
  ["skattekort", "nb", "Skattekortet ditt for 2026", "Arbeidsgiveren din henter det selv.", "Fjordskatt"],
  ["skatteoppgjor", "nb", "Skatteoppgjør 2024", "Du får igjen 4 312 kroner.", "Fjordskatt", "2025/88121"],
  ["restskatt", "nb", "Faktura på restskatt", "KID 002 317 889 104. Forfall 20. august.", "Fjordskatt"],
  ["mva", "nb", "Mva-melding 5. termin", "Meldingen er levert og godtatt.", "Fjordskatt"],
  ["eiendomsskatt", "nb", "Eiendomsskatt for Kirkeveien 12", "Takstgrunnlaget er endret.", "Ås kommune"],
  ["barnehage", "nb", "Tilbud om barnehageplass", "Svar innen to uker.", "Ås kommune", "2026/1234"],
  [
    "barnehagesvar",
    "nb",
    "Vi har mottatt svaret ditt",
    "Plassen i Lønneberget barnehage er din.",
    "Ås kommune",
  ],
  ["barnetrygd", "nb", "Vedtak om barnetrygd", "Du får utvidet barnetrygd fra mai.", "Trygdekontoret"],
  [
    "foreldrepenger",
    "nb",
    "Søknaden om foreldrepenger er mottatt",
    "Vi behandler den innen fire uker.",
    "Trygdekontoret",
  ],
  ["sykepenger", "nb", "Avslag på søknad om sykepenger", "Du kan klage innen seks uker.", "Trygdekontoret"],
  [
    "klage",
    "nb",
    "Klagen din er sendt videre",
    "Klageinstansen avgjør saken.",
    "Trygdekontoret",
    "2025/40017",
  ],
  [
    "byggesak",
    "nb",
    "Rammetillatelse for garasje",
    "Byggesaken er avgjort.",
    "Bergvik kommune",
    "BYGG-26/00731",
  ],
  ["nabovarsel", "nb", "Nabovarsel fra Ærlig Eiendom AS", "Naboen vil bygge veranda.", "Bergvik kommune"],
  [
    "reguleringsplan",
    "nb",
    "Reguleringsplan for Østre Havn på høring",
    "Si din mening innen 1. juli.",
    "Bergvik kommune",
  ],
  ["vannavgift", "nb", "Kommunale avgifter 1. kvartal", "Vann, avløp og renovasjon.", "Bergvik kommune"],
  ["fiske", "nb", "Løyve til å fiske kongekrabbe", "Kvoten er 2 tonn.", "Sjødirektoratet"],
  ["forerkort", "nb", "Førerkortet er klart", "Hent det på trafikkstasjonen.", "Vegetaten"],
  ["eu-kontroll", "nb", "Frist for EU-kontroll", "Kjøretøyet AB 12345 må kontrolleres.", "Vegetaten"],
  ["omregistrering", "nb", "Omregistrering av kjøretøy", "Salgsmelding er registrert.", "Vegetaten"],
  [
    "arsregnskap",
    "nb",
    "Årsregnskapet er godkjent",
    "Regnskapet for 2025 er kunngjort.",
    "Foretaksregisteret",
  ],
  [
    "aksjonaer",
    "nb",
    "Aksjonæroppgaven for Måneskinn AS",
    "Oppgaven er levert.",
    "Fjordskatt",
    "974 761 076",
  ],
  [
    "stiftelse",
    "nb",
    "Nytt foretak: Blåbær og Øl AS",
    "Organisasjonsnummer 974 761 084.",
    "Foretaksregisteret",
  ],
  ["kundeforhold", "nb", "Brev fra Kari Nordmann", "Hun vil endre fullmakten.", "Fullmaktskontoret"],
  ["fullmakt", "nb", "Fullmakt gitt til Håkon Bråten", "Han kan lese post for deg.", "Fullmaktskontoret"],
  ["arv", "nb", "Arveoppgjør etter Aase Sørlie", "Skifteattesten er vedlagt.", "Tingretten", "26-018834DFA"],
  ["stipend", "nn", "Vedtak om stipend og lån", "Du får 14 188 kroner i månaden.", "Lånekontoret"],
  [
    "soknadnn",
    "nn",
    "Søknaden din om produksjonstilskot",
    "Vi har motteke søknaden.",
    "Landbrukskontoret",
    "2026/991",
  ],
  ["dyrehald", "nn", "Kontroll av dyrehald", "Inspektøren kjem i juni.", "Mattryggleiken"],
  [
    "gjodsel",
    "nn",
    "Gjødslingsplan for Øvre Ås gard",
    "Planen må vere levert før våren.",
    "Landbrukskontoret",
  ],
  ["skule", "nn", "Skuleplass ved Ørsta vidaregåande", "Svar på tilbodet innan 14 dagar.", "Fylket"],
  ["legetime", "nn", "Time til undersøking", "Møt opp fastande.", "Sjukehuset"],
  ["tilskot", "nn", "Utbetaling av tilskot", "Tilskotet er utbetalt.", "Landbrukskontoret"],
  [
    "permit",
    "en",
    "Residence permit granted",
    "Your application has been approved.",
    "Immigration Office",
    "UT-778 120",
  ],
  ["taxreturn", "en", "Your tax return for 2025", "Check it and submit it.", "Fjordskatt"],
  ["driving", "en", "Driving licence exchange", "Send us your foreign licence.", "Vegetaten"],
  [
    "companies",
    "en",
    "Registration of a new company",
    "The companies register has published it.",
    "Foretaksregisteret",
  ],
  ["decision", "en", "Decisions on child benefits", "You may appeal the decision.", "Trygdekontoret"],
  ["invoice", "en", "Invoice for municipal fees", "Payment is due on 20 August.", "Ås kommune"],
  ["inspection", "en", "Workplace inspection report", "Two deviations were found.", "Arbeidsetaten"],
  [
    "hms",
    "nb",
    "Pålegg etter tilsyn på arbeidsplassen",
    "Fristen for å rette avvikene er 15. juni.",
    "Arbeidsetaten",
  ],
  ["lonn", "nb", "A-meldingen for mai", "Lønn og forskuddstrekk er rapportert.", "Fjordskatt"],
  ["forskudd", "nb", "Forskuddsskatt 2. termin", "Betal innen 15. juni.", "Fjordskatt"],
  ["hundelisens", "nb", "Båndtvang i utmark", "Hold hunden i bånd til 20. august.", "Bergvik kommune"],
  ["innsyn", "nb", "Svar på innsynskrav", "Dokumentene er vedlagt.", "Bergvik kommune", "2026/1235"],
  ["renovasjon", "nb", "Ny søppelrute", "Papir hentes annenhver tirsdag.", "Bergvik kommune"],
];

const seedOf = ([name, language, title, summary, sender, reference]: Letter, index: number): DialogSeed => {
  // In no order that the questions could go by.
  const at = NOW - (1 + ((index * 17) % LETTERS.length)) * DAY;
  return {
    dialog: {
      id: idFromName(name, at),
      sourceId: SOURCE.id,
      sourceStatus: null,
      org: "hand",
      serviceResource: SERVICE,
      serviceResourceType: "genericaccessresource",
      party: PARTY.urn,
      status: "NOT_APPLICABLE",
      extendedStatus: null,
      extendedStatusCode: null,
      externalReference: reference ?? null,
      progress: null,
      process: null,
      precedingProcess: null,
      instanceRef: null,
      createdAt: at,
      updatedAt: at,
      contentUpdatedAt: at,
      visibleFrom: null,
      dueAt: null,
      expiresAt: null,
      deletedAt: null,
      isApiOnly: false,
      isFrozen: false,
      systemLabels: SYSTEM_LABEL_BITS.DEFAULT,
      isSeenSinceLastContentUpdate: false,
      hasUnopenedContent: false,
      fromServiceOwnerTransmissionsCount: 0,
      fromPartyTransmissionsCount: 0,
      guiAttachmentCount: 0,
      title: { [language]: title },
      summary: { [language]: summary },
      senderName: { [language]: sender },
      nonSensitiveTitle: null,
      nonSensitiveSummary: null,
      hasNonSensitiveTitle: false,
      revision: uuidFromName(`revision of ${name}`),
      endUserContextRevision: uuidFromName(`end user context of ${name}`),
      serviceOwnerContextRevision: uuidFromName(`service owner context of ${name}`),
      idempotentKey: null,
    },
    body: {
      content: { additionalInfo: null, mainContentReference: null },
      attachments: [],
      guiActions: [],
      apiActions: [],
      searchTags: [],
      serviceOwnerLabels: [],
    },
    transmissions: [],
    activities: [],
    seenLog: [],
    labelAssignmentLog: [],
  };
};

export const DOCUMENTS: readonly DialogSeed[] = LETTERS.map(seedOf);

const nameById = new Map(DOCUMENTS.map(({ dialog }, index) => [dialog.id, LETTERS[index]?.[0] ?? ""]));

/** What a document is called in the questions. */
export const nameOf = (id: string): string => nameById.get(id) ?? id;
