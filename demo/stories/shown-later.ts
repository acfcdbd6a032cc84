import { people } from "../cast.js";
import { serviceByName } from "../world/services.js";
import { pdf, type Tell } from "./story.js";

const { kari } = people;

/** Made now, shown in three days. */
export const shownLater: Tell = (teller) => {
  const draft = teller.dialog(
    "statement",
    { service: serviceByName("try-pensjon"), party: kari, at: teller.at(1, 14) },
    ["Ny beregning av pensjonen din", "Ny utrekning av pensjonen din", "New calculation of your pension"],
    [
      "Beregningen blir vist fra og med virkningsdagen.",
      "Utrekninga blir vist frå og med verknadsdagen.",
      "Shown from the day that it takes effect.",
    ],
  );
  draft.attach(pdf("beregning", ["Beregning", "Utrekning", "Calculation"]));
  draft.hideUntil(teller.at(-3, 6));
};
