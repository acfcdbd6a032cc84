import { people } from "../cast.js";
import { representative, SERVICE_OWNER } from "../draft-parts.js";
import { localized } from "../texts.js";
import { phrases } from "../words/phrases.js";
import { serviceByName } from "../world/services.js";
import { pdf, type Tell } from "./story.js";

const { tor } = people;

/** Social assistance, as the municipality tells it event by event. */
export const socialAssistance: Tell = (teller) => {
  const actor = representative(tor.urn);
  const service = serviceByName("nvk-sosialhjelp");
  const current = teller.dialog(
    "application",
    { service, party: tor, at: teller.at(21, 13) },
    [
      "Søknad om økonomisk sosialhjelp",
      "Søknad om økonomisk sosialhjelp",
      "Application for social assistance",
    ],
    [
      "Vi trenger kontoutskrift og husleiekontrakt.",
      "Vi treng kontoutskrift og husleigekontrakt.",
      "We need a bank statement and your tenancy agreement.",
    ],
  );
  current.row.nonSensitiveTitle = localized([
    "Søknad til Nordvik kommune",
    "Søknad til Nordvik kommune",
    "Application to Nordvik Municipality",
  ]);
  current.row.process = `urn:nvk:digisos:${current.row.id}`;
  const sent = current.transmit(teller.at(21, 13), "SUBMISSION", {
    title: phrases.form,
    attachments: [pdf("soknad", ["Søknad", "Søknad", "Application"])],
  });
  current.note(teller.at(21, 13), "FORM_SUBMITTED", actor);
  current.note(
    teller.at(20, 8),
    "INFORMATION",
    SERVICE_OWNER,
    localized([
      "Søknaden er mottatt av Nordvik sosialkontor.",
      "Søknaden er motteken av Nordvik sosialkontor.",
      "The application has reached the social office of Nordvik.",
    ]),
  );
  current.note(teller.at(17, 10), "INFORMATION", SERVICE_OWNER, phrases.caseworker);
  const asked = current.transmit(teller.at(5, 11), "REQUEST", {
    title: localized(["Dokumentasjon etterspurt", "Dokumentasjon etterspurd", "Documents requested"]),
    summary: localized([
      "Kontoutskrift for siste måned. Husleiekontrakt.",
      "Kontoutskrift for siste månad. Husleigekontrakt.",
      "Bank statement for last month. Tenancy agreement.",
    ]),
    relatedTo: sent,
  });
  current.openTransmission(asked, teller.at(4, 16), actor);
  current.moveTo("REQUIRES_ATTENTION", teller.at(5, 11));
  current.row.dueAt = teller.at(-9, 22);
  current.row.sourceStatus = "DOKUMENTASJON_ETTERSPURT";
  current.row.extendedStatus = phrases.waitingForDocuments;
  current.row.progress = 40;
  current.offer("PRIMARY", { action: "write", title: phrases.sentMore });

  const before = teller.dialog(
    "granted",
    { service, party: tor, at: teller.at(120, 13) },
    ["Søknad om nødhjelp", "Søknad om naudhjelp", "Application for emergency help"],
    [
      "Innvilget. 4 000 kroner er utbetalt.",
      "Innvilga. 4 000 kroner er utbetalt.",
      "Granted. NOK 4,000 is paid.",
    ],
  );
  const first = before.transmit(teller.at(120, 13), "SUBMISSION", { title: phrases.form });
  const decision = before.transmit(teller.at(118, 9), "DECISION", {
    title: phrases.decision,
    summary: phrases.granted,
    relatedTo: first,
    attachments: [pdf("vedtak", ["Vedtak", "Vedtak", "Decision"])],
  });
  before.openTransmission(decision, teller.at(118, 17), actor);
  before.moveTo("COMPLETED", teller.at(118, 9));
  before.row.sourceStatus = "FERDIGBEHANDLET";
  before.row.extendedStatus = phrases.granted;
};
