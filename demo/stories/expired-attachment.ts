import { letter } from "./letter.js";
import { pdf, type Tell } from "./story.js";

/** A document that was to be had for a month only. */
export const expiredAttachment: Tell = (teller) => {
  const draft = letter(
    teller,
    "letter",
    100,
    [
      "Kart over gravearbeid i Testbakken",
      "Kart over gravearbeid i Testbakken",
      "Map of road works in Testbakken",
    ],
    [
      "Kartet var tilgjengelig i 30 dager.",
      "Kartet var tilgjengeleg i 30 dagar.",
      "The map was available for 30 days.",
    ],
  );
  draft.attach(pdf("kart", ["Kart", "Kart", "Map"], teller.at(70, 10)));
  draft.attach(pdf("brev", ["Brev", "Brev", "Letter"]));
};
