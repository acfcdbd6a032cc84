import { businesses, people } from "../cast.js";
import { representative } from "../draft-parts.js";
import { phrases } from "../words/phrases.js";
import { serviceByName } from "../world/services.js";
import { pdf, type Tell } from "./story.js";

/** A long exchange about safety on a building site: the subunit's own case. */
export const inspection: Tell = (teller) => {
  const { fjordbyggNord } = businesses;
  const siv = representative(people.siv.urn);
  const draft = teller.dialog(
    "inspection",
    { service: serviceByName("arv-tilsyn"), party: fjordbyggNord, at: teller.at(110, 9) },
    [
      "Tilsyn på byggeplassen i Prøveveien 8",
      "Tilsyn på byggjeplassen i Prøveveien 8",
      "Inspection of the building site at Prøveveien 8",
    ],
    ["Tre pålegg. To er svart ut.", "Tre pålegg. To er svara ut.", "Three orders. Two have been answered."],
  );
  draft.row.externalReference = `${teller.yearOf(110)}/3021`;
  let last: string | undefined;
  for (let round = 0; round < 5; round++) {
    const asked = draft.transmit(teller.at(105 - round * 20, 10), "REQUEST", {
      title: phrases.askedForMore,
      ...(last === undefined ? {} : { relatedTo: last }),
    });
    draft.openTransmission(asked, teller.at(104 - round * 20, 8), siv);
    if (round === 4) break;
    last = draft.transmit(teller.at(98 - round * 20, 15), "SUBMISSION", {
      title: phrases.sentMore,
      sender: siv,
      relatedTo: asked,
      attachments: [pdf(`svar-${round + 1}`, ["Svar", "Svar", "Answer"])],
    });
  }
  draft.moveTo("REQUIRES_ATTENTION", teller.at(25, 10));
  draft.row.dueAt = teller.at(-5, 22);
  draft.row.progress = 66;
  draft.row.extendedStatus = phrases.waitingForYou;
  draft.offer("PRIMARY", { action: "write", title: phrases.reply });
};
