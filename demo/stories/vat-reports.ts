import { MINUTE_MILLIS, SECOND_MILLIS } from "../../lib/clock.js";
import { businesses, machines } from "../cast.js";
import { representative } from "../draft-parts.js";
import { localized } from "../texts.js";
import { phrases } from "../words/phrases.js";
import { serviceByName } from "../world/services.js";
import { pdf, type Tell } from "./story.js";

const { fjordbygg } = businesses;

const TERMS = 8;
const DAYS_OF_A_TERM = 61;

/** Fjordbygg's own system reports every other month; a person only looks. */
export const vatReports: Tell = (teller) => {
  const system = representative(machines.vatSystem.urn);
  for (let term = 0; term < TERMS; term++) {
    const at = teller.at(12 + term * DAYS_OF_A_TERM, 6, 30);
    const date = new Date(at);
    const number = 1 + (date.getUTCMonth() >> 1);
    const year = date.getUTCFullYear();
    const draft = teller.dialog(
      `vat-${term}`,
      { service: serviceByName("fjs-mva-melding"), party: fjordbygg, at },
      [
        `Mva-melding ${number}. termin ${year}`,
        `Mva-melding ${number}. termin ${year}`,
        `VAT return, period ${number} of ${year}`,
      ],
      ["Levert fra Avgiftshjelpen.", "Levert frå Avgiftshjelpen.", "Submitted from Avgiftshjelpen."],
    );
    const sent = draft.transmit(at, "SUBMISSION", {
      title: localized(["Mva-melding (XML)", "Mva-melding (XML)", "VAT return (XML)"]),
      sender: system,
      attachments: [
        {
          ...pdf("mva-melding", ["Mva-melding", "Mva-melding", "VAT return"]),
          name: "mva-melding.xml",
          mediaType: "application/xml",
        },
      ],
    });
    draft.note(at, "FORM_SUBMITTED", system);
    const receipt = draft.transmit(at + 7 * SECOND_MILLIS, "ACCEPTANCE", {
      title: phrases.received,
      relatedTo: sent,
    });
    draft.openTransmission(receipt, at + MINUTE_MILLIS, system);
    draft.see(at + MINUTE_MILLIS, system, "SYSTEM_USER");
    draft.moveTo("COMPLETED", at + 7 * SECOND_MILLIS);
    draft.offerApi("read", "GET");
    teller.withForm(draft);
  }
  const settings = teller.dialog(
    "feedback-for-systems",
    { service: serviceByName("fjs-mva-melding"), party: fjordbygg, at: teller.at(12, 6, 40) },
    ["Valideringsresultat", "Valideringsresultat", "Result of validation"],
  );
  settings.row.isApiOnly = true;
  settings.offerApi("read", "GET");
};
