import { businesses, people } from "../cast.js";
import { serviceByName } from "../world/services.js";
import { pdf, type Tell } from "./story.js";

/** One letter in one language each, and one in northern Sami as well. */
export const languages: Tell = (teller) => {
  const { hjalmar } = people;
  const { akervik } = businesses;
  const subsidy = teller.dialog(
    "nynorsk",
    { service: serviceByName("grt-produksjonstilskudd"), party: akervik, at: teller.at(26, 9) },
    ["Produksjonstilskot", "Produksjonstilskot", "Production subsidy"],
  );
  subsidy.row.title = { nn: "Produksjonstilskot, del 1" };
  subsidy.row.summary = { nn: "Søknaden er motteken. Førebels rekna ut: 214 300 kroner." };
  const sent = subsidy.transmit(teller.at(26, 9), "SUBMISSION", { title: { nn: "Søknad" } });
  subsidy.transmit(teller.at(25, 9), "INFORMATION", { title: { nn: "Førebels utrekning" }, relatedTo: sent });
  subsidy.moveTo("AWAITING", teller.at(25, 9));
  teller.withForm(subsidy);

  const sami = teller.dialog(
    "northern-sami",
    { service: serviceByName("sdk-svarut"), party: hjalmar, at: teller.at(31, 9) },
    ["Om reinbeite i Sørdal", "Om reinbeite i Sørdal", "About reindeer pasture in Sørdal"],
  );
  sami.row.title = { nb: "Om reinbeite i Sørdal", se: "Boazoguohtuma birra Sørdalas" };
  sami.row.sourceStatus = "VARSLET";

  const english = teller.dialog(
    "english",
    { service: serviceByName("vgt-forerkort"), party: hjalmar, at: teller.at(29, 9) },
    ["Førerkortet ditt i utlandet", "Førarkortet ditt i utlandet", "Your driving licence abroad"],
  );
  english.row.title = { en: "Your driving licence abroad" };
  english.attach(pdf("letter", ["Brev", "Brev", "Letter"]));
};
