import { businesses, people } from "../cast.js";
import { markdown, representative, SERVICE_OWNER } from "../draft-parts.js";
import { localized, type Texts } from "../texts.js";
import { phrases } from "../words/phrases.js";
import { serviceByName } from "../world/services.js";
import { pdf, type Tell } from "./story.js";

const { dag } = people;
const { fjordbygg } = businesses;

const MILESTONES: readonly (readonly [daysAgo: number, Texts])[] = [
  [200, ["Milepæl: søknad registrert", "Milepæl: søknad registrert", "Milestone: application registered"]],
  [
    185,
    [
      "Milepæl: forhåndskonferanse holdt",
      "Milepæl: førehandskonferanse halden",
      "Milestone: pre-application meeting held",
    ],
  ],
  [150, ["Milepæl: høring avsluttet", "Milepæl: høyring avslutta", "Milestone: hearing ended"]],
  [95, ["Milepæl: rammetillatelse gitt", "Milepæl: rammeløyve gitt", "Milestone: general permission given"]],
  [28, ["Milepæl: igangsetting godkjent", "Milepæl: igangsetjing godkjend", "Milestone: start approved"]],
];

/** Fjordbygg builds for a year, and the municipality's case moves from milestone to milestone. */
export const buildingCase: Tell = (teller) => {
  const actor = representative(dag.urn);
  const year = teller.yearOf(200);
  const draft = teller.dialog(
    "case",
    { service: serviceByName("nvk-byggesak"), party: fjordbygg, at: teller.at(201, 8) },
    [
      `Byggesak ${year}/118: 24 boliger på Modelltomta`,
      `Byggesak ${year}/118: 24 bustader på Modelltomta`,
      `Building case ${year}/118: 24 homes at Modelltomta`,
    ],
    [
      "Igangsetting er godkjent. Neste milepæl er ferdigattest.",
      "Igangsetjing er godkjend. Neste milepæl er ferdigattest.",
      "Start is approved. The next milestone is completion.",
    ],
  );
  draft.row.status = "IN_PROGRESS";
  draft.row.sourceStatus = "UNDER_BEHANDLING";
  draft.row.extendedStatus = localized(["Igangsetting godkjent", "Igangsetjing godkjend", "Start approved"]);
  draft.row.progress = 80;
  draft.row.process = `urn:nvk:byggesak:${year}-118`;
  draft.row.externalReference = `${year}/118`;
  draft.additionalInfo = markdown(
    localized([
      "Eiendom: gnr. 12, bnr. 34. Saksbehandler: Byggesak, Nordvik.",
      "Eigedom: gnr. 12, bnr. 34. Saksbehandlar: Byggesak, Nordvik.",
      "Property: 12/34. Handled by: Building cases, Nordvik.",
    ]),
  );
  const sent = draft.transmit(teller.at(200, 9), "SUBMISSION", { title: phrases.form });
  const permission = draft.transmit(teller.at(95, 12), "DECISION", {
    title: localized(["Rammetillatelse", "Rammeløyve", "General permission"]),
    relatedTo: sent,
    attachments: [pdf("rammetillatelse", ["Rammetillatelse", "Rammeløyve", "General permission"])],
    externalReference: `${year}/118-7`,
  });
  draft.openTransmission(permission, teller.at(94, 9), actor);
  const change = draft.transmit(teller.at(60, 14), "CORRECTION", {
    title: localized(["Endret fasadetegning", "Endra fasadeteikning", "Changed drawing of the front"]),
    relatedTo: permission,
    attachments: [pdf("fasade", ["Fasadetegning", "Fasadeteikning", "Front elevation"])],
  });
  draft.transmit(teller.at(28, 10), "DECISION", {
    title: localized(["Igangsettingstillatelse", "Løyve til igangsetjing", "Permission to start"]),
    relatedTo: change,
    attachments: [
      pdf("igangsetting", ["Igangsettingstillatelse", "Løyve til igangsetjing", "Permission to start"]),
    ],
    externalReference: `${year}/118-12`,
  });
  for (const [daysAgo, milestone] of MILESTONES) {
    draft.note(teller.at(daysAgo, 15), "INFORMATION", SERVICE_OWNER, localized(milestone));
  }
  draft.offer("PRIMARY", { action: "read", title: phrases.open });
};
