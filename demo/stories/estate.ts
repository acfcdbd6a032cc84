import { people } from "../cast.js";
import type { DialogDraft } from "../draft.js";
import { representative, SERVICE_OWNER } from "../draft-parts.js";
import { localized, type Texts } from "../texts.js";
import { phrases } from "../words/phrases.js";
import { serviceByName } from "../world/services.js";
import { pdf, type Tell, type Teller } from "./story.js";

const { ingrid, sverre } = people;
const actor = representative(ingrid.urn);

/** The case, which four agencies share. */
export const ESTATE_PROCESS = "urn:oed:dodsbo:sverre-arvemo";

const on = (service: string, at: number) => ({ service: serviceByName(service), party: sverre, at });

/** The court: who are the heirs, and how will they settle? */
const court = (teller: Teller): void => {
  const draft = teller.dialog(
    "court",
    on("tit-dodsbo", teller.at(140)),
    ["Dødsbo etter Sverre Arvemo", "Dødsbu etter Sverre Arvemo", "Estate of Sverre Arvemo"],
    ["Skifteattest er utstedt.", "Skifteattest er ferda ut.", "The probate certificate is issued."],
  );
  draft.row.process = ESTATE_PROCESS;
  draft.row.externalReference = `${teller.yearOf(140)}-0042 DOD`;
  const chosen = draft.transmit(teller.at(133, 20), "SUBMISSION", {
    title: localized([
      "Valg av skifteform: privat skifte",
      "Val av skifteform: privat skifte",
      "Chosen: private settlement",
    ]),
  });
  draft.note(teller.at(133, 20), "FORM_SUBMITTED", actor);
  draft.note(teller.at(133, 20), "SIGNATURE_PROVIDED", actor);
  const certificate = draft.transmit(teller.at(126, 11), "DECISION", {
    title: localized(["Skifteattest", "Skifteattest", "Probate certificate"]),
    relatedTo: chosen,
    attachments: [pdf("skifteattest", ["Skifteattest", "Skifteattest", "Probate certificate"])],
  });
  draft.openTransmission(certificate, teller.at(126, 15), actor);
  draft.moveTo("COMPLETED", teller.at(126, 11));
  draft.offer("PRIMARY", { action: "read", title: phrases.open });
  teller.withForm(draft);
};

/** The tax of a dead man. */
const tax = (teller: Teller): void => {
  const draft = teller.dialog(
    "tax",
    on("fjs-skattemelding", teller.at(95)),
    ["Skattemelding for dødsboet", "Skattemelding for dødsbuet", "Tax return of the estate"],
    [
      "Levert av arving med formuesfullmakt.",
      "Levert av arving med formuesfullmakt.",
      "Submitted by an heir with authority.",
    ],
  );
  draft.row.process = ESTATE_PROCESS;
  draft.row.precedingProcess = `${ESTATE_PROCESS}:skifte`;
  const sent = draft.transmit(teller.at(80, 19), "SUBMISSION", { title: phrases.form });
  draft.note(teller.at(80, 19), "FORM_SUBMITTED", actor);
  const receipt = draft.transmit(teller.at(79, 6), "ACCEPTANCE", {
    title: phrases.received,
    relatedTo: sent,
  });
  draft.openTransmission(receipt, teller.at(79, 20), actor);
  draft.moveTo("COMPLETED", teller.at(79, 6));
  teller.withForm(draft);
};

/** The house gets a new owner. */
const property = (teller: Teller): void => {
  const draft = teller.dialog(
    "property",
    on("eir-hjemmel", teller.at(60)),
    [
      "Hjemmelserklæring ved arv: Malveien 3",
      "Heimelserklæring ved arv: Malveien 3",
      "Transfer by inheritance: Malveien 3",
    ],
    ["Tinglyst på Ingrid Arvemo.", "Tinglyst på Ingrid Arvemo.", "Registered in the name of Ingrid Arvemo."],
  );
  draft.row.process = ESTATE_PROCESS;
  const sent = draft.transmit(teller.at(58, 18), "SUBMISSION", { title: phrases.form });
  draft.note(teller.at(58, 18), "SENT_TO_PAYMENT", actor);
  draft.note(teller.at(58, 18, 4), "PAYMENT_MADE", actor);
  draft.transmit(teller.at(30, 10), "DECISION", {
    title: localized(["Hjemmelen er tinglyst", "Heimelen er tinglyst", "The transfer is registered"]),
    relatedTo: sent,
    attachments: [
      pdf("grunnboksutskrift", ["Grunnboksutskrift", "Grunnboksutskrift", "Extract of the register"]),
    ],
  });
  draft.moveTo("COMPLETED", teller.at(30, 10));
  teller.withForm(draft);
};

const letters: readonly (readonly [key: string, service: string, daysAgo: number, Texts, Texts])[] = [
  [
    "pension-ends",
    "try-pensjon",
    145,
    ["Pensjonen opphører", "Pensjonen tek slutt", "The pension ends"],
    [
      "Siste utbetaling er for måneden etter dødsfallet.",
      "Siste utbetaling er for månaden etter dødsfallet.",
      "The last payment is for the month after the death.",
    ],
  ],
  [
    "assessment",
    "fjs-skatteoppgjor",
    20,
    ["Skatteoppgjør for dødsboet", "Skatteoppgjer for dødsbuet", "Tax assessment of the estate"],
    ["Boet har 3 114 kroner til gode.", "Buet har 3 114 kroner til gode.", "The estate is owed NOK 3,114."],
  ],
];

const funeralGrant = (teller: Teller): DialogDraft => {
  const draft = teller.dialog(
    "funeral-grant",
    on("try-etterlatte", teller.at(130)),
    ["Søknad om gravferdsstønad", "Søknad om gravferdsstønad", "Application for funeral grant"],
    [
      "Vi trenger kvittering fra begravelsesbyrået.",
      "Vi treng kvittering frå gravferdsbyrået.",
      "We need a receipt from the funeral parlour.",
    ],
  );
  draft.row.process = ESTATE_PROCESS;
  draft.row.status = "REQUIRES_ATTENTION";
  const sent = draft.transmit(teller.at(129, 21), "SUBMISSION", { title: phrases.form });
  draft.note(teller.at(120, 8), "INFORMATION", SERVICE_OWNER, phrases.caseworker);
  draft.transmit(teller.at(6, 12), "REQUEST", {
    title: phrases.askedForMore,
    relatedTo: sent,
  });
  draft.moveTo("REQUIRES_ATTENTION", teller.at(6, 12));
  draft.row.extendedStatus = phrases.waitingForDocuments;
  draft.row.dueAt = teller.at(-15, 22);
  draft.row.progress = 40;
  draft.offer("PRIMARY", { action: "write", title: phrases.sentMore });
  teller.withForm(draft);
  return draft;
};

/** An estate is settled with four agencies, one of which still waits. */
export const estate: Tell = (teller) => {
  court(teller);
  tax(teller);
  property(teller);
  funeralGrant(teller);
  for (const [key, service, daysAgo, title, summary] of letters) {
    const draft = teller.dialog(key, on(service, teller.at(daysAgo)), title, summary);
    draft.row.process = ESTATE_PROCESS;
    draft.row.sourceStatus = "Published";
    draft.attach(pdf("brev", ["Brev", "Brev", "Letter"]));
  }
};
