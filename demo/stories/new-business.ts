import { businesses, people } from "../cast.js";
import { representative } from "../draft-parts.js";
import type { Texts } from "../texts.js";
import { phrases } from "../words/phrases.js";
import { serviceByName } from "../world/services.js";
import { pdf, type Tell } from "./story.js";

/** Nina starts a business: the registration, and the letters that follow by themselves. */
export const newBusiness: Tell = (teller) => {
  const { nina } = people;
  const { nystad } = businesses;
  const actor = representative(nina.urn);
  const registration = teller.dialog(
    "registration",
    { service: serviceByName("vir-registermelding"), party: nina, at: teller.at(40, 19) },
    ["Registrering av Nystad Keramikk", "Registrering av Nystad Keramikk", "Registration of Nystad Keramikk"],
    [
      "Enkeltpersonforetaket er registrert.",
      "Enkeltpersonføretaket er registrert.",
      "The sole proprietorship is registered.",
    ],
  );
  const process = `urn:vir:oppstart:${registration.row.id}`;
  registration.row.process = process;
  const sent = registration.transmit(teller.at(40, 20), "SUBMISSION", { title: phrases.form });
  const accepted = registration.transmit(teller.at(38, 6), "ACCEPTANCE", {
    title: phrases.accepted,
    relatedTo: sent,
  });
  registration.openTransmission(accepted, teller.at(38, 9), actor);
  registration.moveTo("COMPLETED", teller.at(38, 6));
  teller.withForm(registration);

  const letters: readonly (readonly [string, string, number, Texts, Texts])[] = [
    [
      "certificate",
      "vir-melding",
      37,
      [
        "Firmaattest for Nystad Keramikk",
        "Firmaattest for Nystad Keramikk",
        "Certificate of registration of Nystad Keramikk",
      ],
      ["Attesten ligger ved.", "Attesten ligg ved.", "The certificate is attached."],
    ],
    [
      "advance-tax",
      "fjs-forskuddsskatt",
      20,
      ["Husk å søke om forskuddsskatt", "Hugs å søkje om forskotsskatt", "Remember to apply for advance tax"],
      [
        "Du har nettopp startet næring.",
        "Du har nettopp starta næring.",
        "You have just started a business.",
      ],
    ],
  ];
  for (const [key, service, daysAgo, title, summary] of letters) {
    const draft = teller.dialog(
      key,
      { service: serviceByName(service), party: nystad, at: teller.at(daysAgo, 8) },
      title,
      summary,
    );
    draft.row.process = process;
    draft.row.sourceStatus = "Published";
    draft.attach(pdf("brev", ["Brev", "Brev", "Letter"]));
  }
  const vat = teller.dialog(
    "first-vat-return",
    { service: serviceByName("fjs-mva-melding"), party: nystad, at: teller.at(5, 8) },
    ["Din første mva-melding", "Den første mva-meldinga di", "Your first VAT return"],
    [
      "Meldingen er klar til å fylles ut.",
      "Meldinga er klar til å fyllast ut.",
      "The return is ready to be filled in.",
    ],
  );
  vat.row.status = "REQUIRES_ATTENTION";
  vat.row.dueAt = teller.at(-25, 22);
  vat.offer("PRIMARY", { action: "write", title: phrases.fillIn });
  teller.withForm(vat);
};
