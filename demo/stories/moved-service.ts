import { businesses, people } from "../cast.js";
import { representative, SERVICE_OWNER } from "../draft-parts.js";
import { phrases } from "../words/phrases.js";
import { predecessorByName, serviceByName } from "../world/services.js";
import { pdf, type Tell } from "./story.js";

const YEAR_DAYS = 365;
const YEARS = 6;

/** The cooperative's accounts year by year: on Altinn 2 until the service moved, on Altinn 3 since. */
export const movedService: Tell = (teller) => {
  const { lyngtunet } = businesses;
  const actor = representative(people.grete.urn);
  const now = serviceByName("vir-arsregnskap");
  const before = predecessorByName("vir-arsregnskap");
  for (let back = 0; back < YEARS; back++) {
    const daysAgo = 40 + back * YEAR_DAYS;
    const service = daysAgo / YEAR_DAYS < now.beganYearsAgo ? now : before;
    const isArchived = service === before;
    const at = teller.at(daysAgo, 12);
    const year = teller.yearOf(daysAgo) - 1;
    const draft = teller.dialog(`accounts-${back}`, { service, party: lyngtunet, at }, [
      `Årsregnskap ${year} for Lyngtunet borettslag`,
      `Årsrekneskap ${year} for Lyngtunet borettslag`,
      `Annual accounts ${year} of Lyngtunet borettslag`,
    ]);
    const sent = draft.transmit(at, "SUBMISSION", {
      title: phrases.form,
      sender: actor,
      attachments: [pdf("arsregnskap", ["Årsregnskap", "Årsrekneskap", "Annual accounts"])],
    });
    draft.note(at, "FORM_SUBMITTED", actor);
    const receivedAt = teller.at(daysAgo - 2, 6);
    const receipt = draft.transmit(receivedAt, "ACCEPTANCE", { title: phrases.accepted, relatedTo: sent });
    draft.openTransmission(receipt, teller.at(daysAgo - 3, 8), actor);
    draft.moveTo("COMPLETED", receivedAt);
    draft.note(receivedAt, "DIALOG_CLOSED", SERVICE_OWNER);
    if (isArchived) draft.row.sourceStatus = "Arkivert";
    else teller.withForm(draft);
  }
};
