import { people } from "../cast.js";
import type { DialogDraft } from "../draft.js";
import { representative } from "../draft-parts.js";
import type { Texts } from "../texts.js";
import { serviceByName } from "../world/services.js";
import type { Teller } from "./story.js";

const { kari } = people;
const actor = representative(kari.urn);

/** A letter from the municipality that Kari read the day after. */
export const letter = (
  teller: Teller,
  key: string,
  daysAgo: number,
  title: Texts,
  summary: Texts,
): DialogDraft => {
  const service = serviceByName("nvk-svarut");
  const draft = teller.dialog(key, { service, party: kari, at: teller.at(daysAgo, 10) }, title, summary);
  draft.row.sourceStatus = "LEST";
  draft.see(teller.at(daysAgo - 1, 18), actor);
  return draft;
};
