import { people } from "../cast.js";
import { representative } from "../draft-parts.js";
import { localized } from "../texts.js";
import { phrases } from "../words/phrases.js";
import { serviceByName } from "../world/services.js";
import { pdf, type Tell } from "./story.js";

/** The child's school and the old woman's pension, as their guardian sees them. */
export const guardianship: Tell = (teller) => {
  const { emil, aslaug, mona } = people;
  const actor = representative(mona.urn);
  const school = teller.dialog(
    "school",
    { service: serviceByName("nvk-oppvekst"), party: emil, at: teller.at(35, 9) },
    ["Plass på SFO for Emil", "Plass på SFO for Emil", "After-school care for Emil"],
    ["Svar på tilbudet innen fristen.", "Svar på tilbodet innan fristen.", "Answer the offer in time."],
  );
  school.row.status = "REQUIRES_ATTENTION";
  school.row.sourceStatus = "NY";
  school.row.dueAt = teller.at(-4, 22);
  school.see(teller.at(33, 21), actor);
  school.offer("PRIMARY", { action: "write", title: phrases.reply });

  const benefit = teller.dialog(
    "benefit",
    { service: serviceByName("try-barnetrygd"), party: emil, at: teller.at(90, 9) },
    ["Hjelpestønad for Emil", "Hjelpestønad for Emil", "Attendance benefit for Emil"],
    ["Innvilget til fylte 18 år.", "Innvilga til fylte 18 år.", "Granted until the age of 18."],
  );
  benefit.attach(pdf("vedtak", ["Vedtak", "Vedtak", "Decision"]));

  const pension = teller.dialog(
    "pension",
    { service: serviceByName("try-pensjon"), party: aslaug, at: teller.at(14, 9) },
    ["Regulering av alderspensjon", "Regulering av alderspensjon", "Old-age pension adjusted"],
    ["Ny utbetaling: 22 310 kroner.", "Ny utbetaling: 22 310 kroner.", "New payment: NOK 22,310."],
  );
  pension.row.nonSensitiveTitle = localized([
    "Brev fra Trygdekassen",
    "Brev frå Trygdekassa",
    "Letter from the Social Security Fund",
  ]);
  pension.note(teller.at(13, 20), "CORRESPONDENCE_OPENED", actor);
  pension.see(teller.at(13, 20), actor);
};
