import { people } from "../cast.js";
import { localized } from "../texts.js";
import { phrases } from "../words/phrases.js";
import { serviceByName } from "../world/services.js";
import { pdf, type Tell } from "./story.js";

const { kari } = people;

/** Two letters at level 4: one tells a weaker login that there is something, the other hides altogether. */
export const secrets: Tell = (teller) => {
  const service = serviceByName("kla-klarering");
  const told = teller.dialog(
    "with-plain-title",
    { service, party: kari, at: teller.at(9, 10) },
    [
      "Du er klarert for STRENGT HEMMELIG",
      "Du er klarert for STRENGT HEMMELEG",
      "You are cleared for TOP SECRET",
    ],
    ["Klareringen gjelder i fem år.", "Klareringa gjeld i fem år.", "The clearance is good for five years."],
  );
  told.row.nonSensitiveTitle = localized([
    "Brev fra Klareringsenheten",
    "Brev frå Klareringseininga",
    "Letter from the Clearance Unit",
  ]);
  told.row.nonSensitiveSummary = localized([
    "Logg inn på nivå 4 for å lese det.",
    "Logg inn på nivå 4 for å lese det.",
    "Sign in at level 4 to read it.",
  ]);
  const hidden = teller.dialog(
    "without-plain-title",
    { service, party: kari, at: teller.at(33, 10) },
    [
      "Innkalling til sikkerhetssamtale",
      "Innkalling til tryggleikssamtale",
      "Summons to a security interview",
    ],
    ["Møt opp med gyldig legitimasjon.", "Møt opp med gyldig legitimasjon.", "Bring valid identification."],
  );
  for (const draft of [told, hidden]) {
    draft.row.sourceStatus = "Published";
    draft.attach(pdf("brev", ["Brev", "Brev", "Letter"]));
    draft.offer("PRIMARY", { action: "read", title: phrases.open });
  }
};
