import type { LocalizedText } from "../../schema/localization.js";

const phrase = (nb: string, nn: string, en: string): LocalizedText => ({ nb, nn, en });

/** Words that dialogs of all services share. */
export const phrases = {
  open: phrase("Åpne", "Opne", "Open"),
  fillIn: phrase("Fyll ut", "Fyll ut", "Fill in"),
  sign: phrase("Signer", "Signer", "Sign"),
  pay: phrase("Betal", "Betal", "Pay"),
  confirm: phrase("Bekreft at du har lest", "Stadfest at du har lese", "Confirm that you have read it"),
  reply: phrase("Svar", "Svar", "Reply"),
  delete: phrase("Slett", "Slett", "Delete"),
  deletePrompt: phrase("Vil du slette dette?", "Vil du slette dette?", "Do you want to delete this?"),
  copy: phrase("Lag ny kopi", "Lag ny kopi", "Make a copy"),
  letter: phrase("Brev", "Brev", "Letter"),
  enclosure: phrase("Vedlegg", "Vedlegg", "Enclosure"),
  receipt: phrase("Kvittering", "Kvittering", "Receipt"),
  form: phrase("Innsendt skjema", "Innsendt skjema", "Submitted form"),
  invoice: phrase("Faktura", "Faktura", "Invoice"),
  decision: phrase("Vedtak", "Vedtak", "Decision"),
  rejected: phrase("Avslått", "Avslått", "Rejected"),
  received: phrase("Vi har mottatt skjemaet", "Vi har motteke skjemaet", "We have received the form"),
  accepted: phrase("Skjemaet er godkjent", "Skjemaet er godkjent", "The form is accepted"),
  askedForMore: phrase(
    "Vi trenger flere opplysninger",
    "Vi treng fleire opplysningar",
    "We need more information",
  ),
  sentMore: phrase("Ettersendt dokumentasjon", "Ettersend dokumentasjon", "Further documents"),
  paid: phrase("Betalingen er registrert.", "Betalinga er registrert.", "The payment is registered."),
  reminder: phrase("Betalingspåminnelse", "Betalingspåminning", "Payment reminder"),
  caseOpened: phrase("Saken er opprettet.", "Saka er oppretta.", "The case is opened."),
  caseworker: phrase(
    "Saken er fordelt til saksbehandler.",
    "Saka er fordelt til saksbehandlar.",
    "The case has a caseworker.",
  ),
  underHandling: phrase("Under behandling", "Under handsaming", "Being handled"),
  waitingForYou: phrase("Venter på deg", "Ventar på deg", "Waiting for you"),
  waitingForDocuments: phrase("Mangler dokumentasjon", "Manglar dokumentasjon", "Documents missing"),
  granted: phrase("Innvilget", "Innvilga", "Granted"),
  refused: phrase("Avslått", "Avslått", "Refused"),
  draft: phrase("Utkast", "Utkast", "Draft"),
  waitingForSignature: phrase("Venter på signering", "Ventar på signering", "Waiting for a signature"),
  paidStatus: phrase("Betalt", "Betalt", "Paid"),
  serviceDesk: phrase("Servicekontoret", "Servicekontoret", "The service desk"),
  overdue: phrase("Forfalt", "Forfalt", "Overdue"),
} satisfies Record<string, LocalizedText>;
