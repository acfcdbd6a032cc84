import type { LocalizedText } from "../../../schema/localization.js";
import { FormInstanceState } from "../types/form-instance-state.js";

/** What a dialog's summary says where the service owner has said nothing. */
export const SUMMARIES: Readonly<Record<FormInstanceState, LocalizedText>> = {
  [FormInstanceState.DRAFT]: {
    nb: "Innsendingen er klar for å fylles ut.",
    nn: "Innsendinga er klar til å fyllast ut.",
    en: "The submission is ready to be filled in.",
  },
  [FormInstanceState.IN_PROGRESS]: {
    nb: "Innsendingen er påbegynt og må sendes inn.",
    nn: "Innsendinga er påbyrja og må sendast inn.",
    en: "The submission has been begun and must be sent.",
  },
  [FormInstanceState.AWAITING_FEEDBACK]: {
    nb: "Innsendingen er til behandling hos tjenesteeieren.",
    nn: "Innsendinga er til handsaming hos tenesteeigaren.",
    en: "The service owner is looking at the submission.",
  },
  [FormInstanceState.REJECTED]: {
    nb: "Innsendingen ble avvist. Åpne den for å se hvorfor.",
    nn: "Innsendinga vart avvist. Opne ho for å sjå kvifor.",
    en: "The submission was turned down. Open it to see why.",
  },
  [FormInstanceState.AWAITING_CONFIRMATION]: {
    nb: "Innsendingen er sendt, og venter på at tjenesteeieren bekrefter at den er mottatt.",
    nn: "Innsendinga er send, og ventar på at tenesteeigaren stadfestar at ho er motteken.",
    en: "The submission was sent, and waits for the service owner to confirm that it is received.",
  },
  [FormInstanceState.COMPLETED]: {
    nb: "Innsendingen er mottatt av tjenesteeieren.",
    nn: "Innsendinga er motteken av tenesteeigaren.",
    en: "The service owner has received the submission.",
  },
  [FormInstanceState.DELETED]: {
    nb: "Innsendingen er slettet.",
    nn: "Innsendinga er sletta.",
    en: "The submission is deleted.",
  },
};

export const OPEN: LocalizedText = { nb: "Åpne skjema", nn: "Opne skjema", en: "Open the form" };
export const SEE: LocalizedText = {
  nb: "Se innsendt skjema",
  nn: "Sjå innsendt skjema",
  en: "See what was sent",
};
export const COPY: LocalizedText = {
  nb: "Begynn et nytt med de samme svarene",
  nn: "Byrj eit nytt med dei same svara",
  en: "Begin a new one with the same answers",
};
export const DELETE: LocalizedText = { nb: "Slett", nn: "Slett", en: "Delete" };
export const SURE_TO_DELETE: LocalizedText = {
  nb: "Vil du slette innsendingen?",
  nn: "Vil du slette innsendinga?",
  en: "Do you want to delete the submission?",
};

export const SENT: LocalizedText = {
  nb: "Skjemaet er sendt inn",
  nn: "Skjemaet er sendt inn",
  en: "The form was sent",
};
export const RECEIPT: LocalizedText = { nb: "Kvittering", nn: "Kvittering", en: "Receipt" };
export const FEEDBACK: LocalizedText = {
  nb: "Tilbakemelding fra tjenesteeieren",
  nn: "Tilbakemelding frå tenesteeigaren",
  en: "Feedback from the service owner",
};
export const TURNED_DOWN: LocalizedText = { nb: "Avvist", nn: "Avvist", en: "Turned down" };
export const PAYMENT_FAILED: LocalizedText = {
  nb: "Betalingen ble ikke gjennomført.",
  nn: "Betalinga vart ikkje gjennomført.",
  en: "The payment did not go through.",
};
export const SIGNATURES_DISCARDED: LocalizedText = {
  nb: "Skjemaet ble åpnet igjen. Signaturene gjelder ikke lenger.",
  nn: "Skjemaet vart opna att. Signaturane gjeld ikkje lenger.",
  en: "The form was opened again. The signatures no longer count.",
};
export const SIGNATURE_WITHDRAWN: LocalizedText = {
  nb: "En signatur ble trukket tilbake.",
  nn: "Ein signatur vart trekt tilbake.",
  en: "A signature was withdrawn.",
};
export const SIGNING_DECLINED: LocalizedText = {
  nb: "En som skulle signere, har sagt nei til det.",
  nn: "Ein som skulle signere, har sagt nei til det.",
  en: "Somebody who was to sign has declined.",
};
