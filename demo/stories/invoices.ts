import { people } from "../cast.js";
import { representative, toPay } from "../draft-parts.js";
import type { Texts } from "../texts.js";
import { phrases } from "../words/phrases.js";
import { serviceByName } from "../world/services.js";
import { pdf, type Tell } from "./story.js";

const { kari } = people;

/** Money that is due: soon, past, and paid. */
export const invoices: Tell = (teller) => {
  const service = serviceByName("nvk-faktura");
  const add = (
    key: string,
    [daysAgo, dueDaysAgo]: readonly [number, number],
    [amount, kid]: readonly [string, string],
    title: Texts,
    summary: Texts,
  ) => {
    const draft = teller.dialog(key, { service, party: kari, at: teller.at(daysAgo, 7) }, title, summary);
    draft.row.dueAt = teller.at(dueDaysAgo, 22);
    draft.deadlines = [toPay(draft.row.dueAt, amount, kid)];
    draft.row.status = "REQUIRES_ATTENTION";
    draft.row.sourceStatus = "IKKE_BETALT";
    draft.attach(pdf("faktura", ["Faktura", "Faktura", "Invoice"]));
    draft.offer("PRIMARY", { action: "write", title: phrases.pay });
    return draft;
  };
  add(
    "due-soon",
    [6, -8],
    ["3412.00", "0034120060"],
    ["Kommunale avgifter", "Kommunale avgifter", "Municipal fees"],
    ["3 412 kroner for Testbakken 12.", "3 412 kroner for Testbakken 12.", "NOK 3,412 for Testbakken 12."],
  );
  const late = add(
    "overdue",
    [45, 17],
    ["612.00", "0006120451"],
    ["Feiing og tilsyn", "Feiing og tilsyn", "Chimney sweeping"],
    [
      "612 kroner. Forfalt, purring sendt.",
      "612 kroner. Forfalle, purring send.",
      "NOK 612. Overdue, a reminder is sent.",
    ],
  );
  late.row.sourceStatus = "INKASSOVARSEL";
  late.row.extendedStatus = phrases.overdue;
  late.transmit(teller.at(10, 8), "ALERT", { title: phrases.reminder });
  const paid = add(
    "paid",
    [66, 40],
    ["850.00", "0008500667"],
    ["Gebyr for nabovarsel", "Gebyr for nabovarsel", "Fee for neighbour notice"],
    ["850 kroner.", "850 kroner.", "NOK 850."],
  );
  paid.note(teller.at(52, 20), "PAYMENT_MADE", representative(kari.urn));
  paid.moveTo("COMPLETED", teller.at(52, 20));
  paid.see(teller.at(52, 20), representative(kari.urn));
  paid.row.sourceStatus = "BETALT";
  paid.row.extendedStatus = phrases.paidStatus;
};
