import { businesses, people } from "../cast.js";
import type { DialogDraft } from "../draft.js";
import { representative } from "../draft-parts.js";
import { localized } from "../texts.js";
import { phrases } from "../words/phrases.js";
import { serviceByName } from "../world/services.js";
import type { Tell, Teller } from "./story.js";

const asDraft = (teller: Teller, draft: DialogDraft): void => {
  draft.row.status = "DRAFT";
  draft.row.extendedStatus = phrases.draft;
  draft.note(draft.row.createdAt, "FORM_SAVED", representative(draft.party.actorUrn));
  draft.offer("PRIMARY", { action: "write", title: phrases.fillIn });
  draft.offer("SECONDARY", {
    action: "delete",
    title: phrases.delete,
    isDelete: true,
    prompt: phrases.deletePrompt,
  });
  teller.withForm(draft);
};

/** Forms that nobody has sent yet: two begun, one that waits for a signature, one that was filled in beforehand. */
export const drafts: Tell = (teller) => {
  const { kari, dag, liv } = people;
  const { fjordbygg } = businesses;
  asDraft(
    teller,
    teller.dialog(
      "vehicle",
      { service: serviceByName("vgt-eierskifte"), party: kari, at: teller.at(2, 20) },
      ["Eierskifte for EK 12345", "Eigarskifte for EK 12345", "Change of owner of EK 12345"],
    ),
  );
  asDraft(
    teller,
    teller.dialog(
      "board",
      { service: serviceByName("vir-registermelding"), party: fjordbygg, at: teller.at(4, 11) },
      [
        "Endring i styret for Fjordbygg AS",
        "Endring i styret for Fjordbygg AS",
        "Change of board of Fjordbygg AS",
      ],
    ),
  );

  const accounts = teller.dialog(
    "accounts",
    { service: serviceByName("vir-arsregnskap"), party: fjordbygg, at: teller.at(8, 14) },
    ["Årsregnskap for Fjordbygg AS", "Årsrekneskap for Fjordbygg AS", "Annual accounts of Fjordbygg AS"],
    [
      "Venter på at styrets leder signerer.",
      "Ventar på at styreleiaren signerer.",
      "Waiting for the chair of the board to sign.",
    ],
  );
  accounts.note(teller.at(7, 15), "SENT_TO_SIGNING", representative(dag.urn));
  accounts.note(teller.at(7, 15, 2), "SIGNATURE_PROVIDED", representative(dag.urn));
  accounts.moveTo("IN_PROGRESS", teller.at(7, 15));
  accounts.row.extendedStatus = phrases.waitingForSignature;
  accounts.row.dueAt = teller.at(-20, 22);
  accounts.offer("PRIMARY", {
    action: "sign",
    title: phrases.sign,
    authorizationAttribute: "urn:altinn:task:task_3",
  });
  accounts.see(teller.at(6, 9), representative(liv.urn));
  teller.withForm(accounts);

  const survey = teller.dialog(
    "survey",
    { service: serviceByName("tal-undersokelse"), party: fjordbygg, at: teller.at(3, 7) },
    ["Ledige stillinger", "Ledige stillingar", "Job vacancies"],
    [
      "Ferdig utfylt med fjorårets tall. Se over og send inn.",
      "Ferdig utfylt med tala frå i fjor. Sjå over og send inn.",
      "Filled in with last year's figures. Check and submit.",
    ],
  );
  survey.row.status = "REQUIRES_ATTENTION";
  survey.row.dueAt = teller.at(-18, 22);
  survey.row.extendedStatus = localized(["Forhåndsutfylt", "Førehandsutfylt", "Filled in beforehand"]);
  survey.offer("PRIMARY", { action: "write", title: phrases.fillIn });
  teller.withForm(survey);
};
