import type { Language } from "../../../schema/localization.js";
import { TASK_WORDS } from "./words-tasks.js";

/** Languages that pages are in. */
export type PageLanguage = "nb" | "nn" | "en";

export const PAGE_LANGUAGES: readonly PageLanguage[] = ["nb", "nn", "en"];
export const LANGUAGE_NAMES: Readonly<Record<PageLanguage, string>> = {
  nb: "Bokmål",
  nn: "Nynorsk",
  en: "English",
};

export const pageLanguageOf = (language: Language): PageLanguage => (language === "se" ? "nb" : language);

/** By name: bokmål, nynorsk, English. `{…}` is put in. */
const WORDS = {
  ...TASK_WORDS,
  skip: ["Hopp til innholdet", "Hopp til innhaldet", "Skip to the content"],
  signedInAs: ["Innlogget som {name}", "Innlogga som {name}", "Signed in as {name}"],
  onBehalfOf: ["Skjemaet gjelder {name}", "Skjemaet gjeld {name}", "The form is about {name}"],
  leave: ["Avslutt", "Avslutt", "Leave"],
  left: ["Du har avsluttet", "Du har avslutta", "You have left"],
  leftBody: [
    "Det du har gjort, er lagret. Åpne skjemaet igjen fra arbeidsflaten din.",
    "Det du har gjort, er lagra. Opne skjemaet att frå arbeidsflata di.",
    "What you have done is kept. Open the form again from your workspace.",
  ],
  language: ["Språk", "Språk", "Language"],
  steps: ["Steg", "Steg", "Steps"],
  stepOf: ["Steg {at} av {count}", "Steg {at} av {count}", "Step {at} of {count}"],
  next: ["Neste", "Neste", "Next"],
  back: ["Tilbake", "Tilbake", "Back"],
  save: ["Lagre utkast", "Lagre utkast", "Save the draft"],
  saved: ["Utkastet er lagret.", "Utkastet er lagra.", "The draft is saved."],
  send: ["Send inn", "Send inn", "Send"],
  confirm: ["Bekreft", "Stadfest", "Confirm"],
  review: ["Se over svarene", "Sjå over svara", "Check your answers"],
  change: ["Endre svarene", "Endre svara", "Change the answers"],
  errors: ["Noe må rettes", "Noko må rettast", "Something must be put right"],
  warnings: ["Se over dette", "Sjå over dette", "Have a look at this"],
  error: ["Feil", "Feil", "Error"],
  optional: ["(valgfritt)", "(valfritt)", "(optional)"],
  choose: ["Velg", "Vel", "Choose"],
  yes: ["Ja", "Ja", "Yes"],
  no: ["Nei", "Nei", "No"],
  add: ["Legg til", "Legg til", "Add"],
  remove: ["Fjern {name}", "Fjern {name}", "Remove {name}"],
  item: ["{name} {at}", "{name} {at}", "{name} {at}"],
  eachLine: ["Ett på hver linje.", "Eitt på kvar linje.", "One on each line."],
  from: ["Hentet fra {source}.", "Henta frå {source}.", "From {source}."],
  fromParty: ["registeret", "registeret", "the register"],
  fromEarlier: ["forrige innsending", "førre innsending", "the submission before"],
  fromOwner: ["tjenesteeieren", "tenesteeigaren", "the service owner"],
  fromCopy: ["skjemaet som er kopiert", "skjemaet som er kopiert", "the form that was copied"],
  unfilledREFUSED: [
    "Kunne ikke hentes: du har ikke tilgang til det, eller må logge inn på et høyere nivå. Fyll det ut selv.",
    "Kunne ikkje hentast: du har ikkje tilgang til det, eller må logge inn på eit høgare nivå. Fyll det ut sjølv.",
    "Could not be fetched: you may not see it, or need a stronger login. Fill it in yourself.",
  ],
  unfilledUNAVAILABLE: [
    "Kunne ikke hentes akkurat nå. Prøv igjen, eller fyll det ut selv.",
    "Kunne ikkje hentast akkurat no. Prøv att, eller fyll det ut sjølv.",
    "Could not be fetched just now. Try again, or fill it in yourself.",
  ],
  unfilledUNKNOWN: [
    "Det er ikke registrert noe om dette.",
    "Det er ikkje registrert noko om dette.",
    "Nothing is registered about this.",
  ],
  fetchAgain: ["Hent opplysningene på nytt", "Hent opplysningane på nytt", "Fetch again what is missing"],
  conflict: [
    "Noen andre har endret dette til «{theirs}». Du skrev «{yours}», som ikke er lagret. Skriv det på nytt om det skal gjelde.",
    "Nokon andre har endra dette til «{theirs}». Du skreiv «{yours}», som ikkje er lagra. Skriv det på nytt om det skal gjelde.",
    "Somebody else has changed this to “{theirs}”. You wrote “{yours}”, which is not saved. Write it again if it is to count.",
  ],
  attachments: ["Vedlegg", "Vedlegg", "Attachments"],
  noFiles: ["Ingen filer.", "Ingen filer.", "No files."],
  file: ["Fil", "Fil", "File"],
  attach: ["Legg ved filen", "Legg ved fila", "Attach the file"],
  takes: ["{types}, opptil {size}.", "{types}, opp til {size}.", "{types}, up to {size}."],
  counts: [
    "Minst {min}, høyst {max}; du har lagt ved {have}.",
    "Minst {min}, høgst {max}; du har lagt ved {have}.",
    "At least {min}, at most {max}; you have attached {have}.",
  ],
  toForm: ["Tilbake til skjemaet", "Tilbake til skjemaet", "Back to the form"],
  chooseFile: ["Velg en fil først.", "Vel ei fil først.", "Choose a file first."],
  sign: ["Signer", "Signer", "Sign"],
  signing: [
    "Du signerer nøyaktig det som står her. Kontrollsum (SHA-256): {hash}",
    "Du signerer nøyaktig det som står her. Kontrollsum (SHA-256): {hash}",
    "You sign exactly what stands here. Checksum (SHA-256): {hash}",
  ],
  signatures: [
    "{have} av {want} har signert.",
    "{have} av {want} har signert.",
    "{have} of {want} have signed.",
  ],
  iSigned: [
    "Du har signert. Skjemaet venter på de andre.",
    "Du har signert. Skjemaet ventar på dei andre.",
    "You have signed. The form waits for the others.",
  ],
  openAgain: [
    "Endre svarene (signaturene forkastes)",
    "Endre svara (signaturane blir forkasta)",
    "Change the answers (signatures are thrown away)",
  ],
  toPay: ["Å betale", "Å betale", "To pay"],
  pay: ["Gå til betaling", "Gå til betaling", "Go on to pay"],
  toProvider: [
    "Betal hos betalingsformidleren",
    "Betal hos betalingsformidlaren",
    "Pay at the payment provider",
  ],
  paymentOpen: [
    "Betalingen er begynt. Skjemaet går videre når den er gjennomført; last siden på nytt for å se det.",
    "Betalinga er byrja. Skjemaet går vidare når ho er gjennomført; last sida på nytt for å sjå det.",
    "The payment is begun. The form goes on when it has gone through; reload the page to see that.",
  ],
  paymentFailed: [
    "Betalingen ble ikke gjennomført. Du kan prøve igjen.",
    "Betalinga vart ikkje gjennomført. Du kan prøve att.",
    "The payment did not go through. You can try again.",
  ],
  total: ["Sum", "Sum", "Total"],
  amountFollows: [
    "Beløpet regnes ut når du går videre.",
    "Beløpet blir rekna ut når du går vidare.",
    "The amount is worked out when you go on.",
  ],
  waiting: [
    "Skjemaet er sendt inn og er til behandling.",
    "Skjemaet er sendt inn og er til handsaming.",
    "The form was sent and is being looked at.",
  ],
  received: [
    "Skjemaet er sendt inn og mottatt.",
    "Skjemaet er sendt inn og motteke.",
    "The form was sent and received.",
  ],
  sent: ["Skjemaet er sendt inn.", "Skjemaet er sendt inn.", "The form was sent."],
  rejected: [
    "Innsendingen ble avvist. Du kan rette den og sende den på nytt.",
    "Innsendinga vart avvist. Du kan rette ho og sende ho på nytt.",
    "The submission was turned down. You can mend it and send it again.",
  ],
  mend: ["Rett skjemaet", "Rett skjemaet", "Mend the form"],
  deleted: ["Skjemaet er slettet.", "Skjemaet er sletta.", "The form is deleted."],
  undelete: ["Hent tilbake", "Hent tilbake", "Bring it back"],
  delete: ["Slett skjemaet", "Slett skjemaet", "Delete the form"],
  deleteMore: ["Slette eller kopiere", "Slette eller kopiere", "Delete or copy"],
  copyMore: ["Kopiere", "Kopiere", "Copy"],
  copy: [
    "Begynn et nytt med de samme svarene",
    "Byrj eit nytt med dei same svara",
    "Begin a new one with the same answers",
  ],
  elsewhere: [
    "Dette skjemaet fylles ut på etatens egen plattform, og vises bare her.",
    "Dette skjemaet blir fylt ut på etaten sin eigen plattform, og blir berre vist her.",
    "This form is filled in on the agency's own platform, and is only shown here.",
  ],
  receipt: ["Kvittering {number}", "Kvittering {number}", "Receipt {number}"],
  decision: ["Vedtak", "Vedtak", "Decision"],
  legalBasis: ["Hjemmel: {law}", "Heimel: {law}", "Legal basis: {law}"],
  due: ["Frist: {at}", "Frist: {at}", "Deadline: {at}"],
  reference: ["Referanse: {id}", "Referanse: {id}", "Reference: {id}"],
  notAnswered: ["Ikke besvart", "Ikkje svart på", "Not answered"],
  yourForm: ["Skjemaet ditt", "Skjemaet ditt", "Your form"],
  openInWorkspace: [
    "Skjemaet fylles ut i arbeidsflaten din. Gå dit og åpne det; det du har gjort, er lagret.",
    "Skjemaet blir fylt ut i arbeidsflata di. Gå dit og opne det; det du har gjort, er lagra.",
    "The form is filled in within your workspace. Go there and open it; what you have done is kept.",
  ],
  signInHere: ["Logg inn", "Logg inn", "Sign in"],
  linkOver: [
    "Lenken er brukt opp eller for gammel.",
    "Lenkja er brukt opp eller for gammal.",
    "The link has run out.",
  ],
  notThere: [
    "Det finnes ikke noe slikt skjema for deg.",
    "Det finst ikkje noko slikt skjema for deg.",
    "There is no such form for you.",
  ],
  unavailable: [
    "Noe gikk galt hos oss. Prøv igjen om litt; det du har lagret, er der fortsatt.",
    "Noko gjekk gale hos oss. Prøv att om litt; det du har lagra, er der framleis.",
    "Something went wrong here. Try again in a moment; what you have saved is still there.",
  ],
  otherPlace: [
    "Siden ble ikke sendt herfra. Last den på nytt og prøv igjen.",
    "Sida vart ikkje send herifrå. Last ho på nytt og prøv att.",
    "The page was not sent from here. Reload it and try again.",
  ],
} as const satisfies Readonly<Record<string, readonly [string, string, string]>>;

export type Word = keyof typeof WORDS;

/** A text of the page's own. */
export type Say = (word: Word, values?: Readonly<Record<string, string | number>>) => string;

export const isWord = (word: string): word is Word => Object.hasOwn(WORDS, word);

export const sayIn =
  (language: PageLanguage): Say =>
  (word, values = {}) =>
    WORDS[word][PAGE_LANGUAGES.indexOf(language)]?.replace(/\{(\w+)\}/g, (_, name: string) =>
      String(values[name] ?? ""),
    ) ?? word;
