import { people } from "../cast.js";
import { representative, SERVICE_OWNER } from "../draft-parts.js";
import { phrases } from "../words/phrases.js";
import { serviceByName } from "../world/services.js";
import { letter } from "./letter.js";
import { pdf, type Tell } from "./story.js";

const { kari } = people;
const actor = representative(kari.urn);

/** What has been put away, thrown away, taken back and never opened. */
export const putAway: Tell = (teller) => {
  letter(
    teller,
    "archived",
    300,
    ["Kvittering for adresseendring", "Kvittering for adresseendring", "Receipt for change of address"],
    ["Ny adresse: Testbakken 12.", "Ny adresse: Testbakken 12.", "New address: Testbakken 12."],
  ).label(teller.at(290, 20), "ARCHIVE", actor);

  letter(
    teller,
    "binned",
    200,
    ["Invitasjon til folkemøte", "Invitasjon til folkemøte", "Invitation to a public meeting"],
    ["Om ny gang- og sykkelvei.", "Om ny gang- og sykkelveg.", "About a new foot and cycle path."],
  ).label(teller.at(199, 20), "BIN", actor);

  const restored = letter(
    teller,
    "archived-then-binned",
    250,
    [
      "Spørreundersøkelse om kollektivtrafikk",
      "Spørjeundersøking om kollektivtrafikk",
      "Survey about public transport",
    ],
    ["Undersøkelsen er avsluttet.", "Undersøkinga er avslutta.", "The survey has ended."],
  );
  restored.label(teller.at(240, 20), "ARCHIVE", actor);
  restored.label(teller.at(230, 20), "BIN", actor);

  letter(
    teller,
    "marked-as-unopened",
    18,
    [
      "Tilbud om tilknytning til fjernvarme",
      "Tilbod om tilknyting til fjernvarme",
      "Offer of district heating",
    ],
    ["Svar innen utgangen av måneden.", "Svar innan utgangen av månaden.", "Answer by the end of the month."],
  ).label(teller.at(15, 20), "MARKED_AS_UNOPENED", actor);

  letter(
    teller,
    "expired",
    400,
    ["Midlertidig parkeringstillatelse", "Mellombels parkeringsløyve", "Temporary parking permit"],
    ["Gjaldt i ett år.", "Gjaldt i eitt år.", "Was good for a year."],
  ).row.expiresAt = teller.at(35, 10);

  letter(
    teller,
    "deleted",
    60,
    ["Brev sendt til feil mottaker", "Brev sendt til feil mottakar", "Letter sent to the wrong person"],
    ["Trukket tilbake av avsender.", "Trekt tilbake av avsendaren.", "Taken back by the sender."],
  ).delete(teller.at(58, 12), SERVICE_OWNER);

  const unopened = teller.dialog(
    "unopened",
    { service: serviceByName("nvk-svarut"), party: kari, at: teller.at(3, 9) },
    [
      "Melding om vedtak: tilskudd til oljetank",
      "Melding om vedtak: tilskot til oljetank",
      "Decision: grant for oil tank",
    ],
    [
      "Vedtaket kan påklages innen tre uker.",
      "Vedtaket kan klagast på innan tre veker.",
      "The decision can be appealed within three weeks.",
    ],
  );
  unopened.row.sourceStatus = "VARSLET";
  unopened.row.dueAt = teller.at(-18, 22);
  unopened.transmit(teller.at(3, 9), "DECISION", {
    title: phrases.decision,
    attachments: [pdf("vedtak", ["Vedtak", "Vedtak", "Decision"])],
  });
};
