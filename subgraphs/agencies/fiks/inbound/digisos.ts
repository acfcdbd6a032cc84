import { isJson, type Json, momentIn, objectIn, objectsIn, textIn } from "../json.js";
import { capabilitiesIn, type Municipality, partyOf } from "../municipality.js";
import type { Platform } from "../platform.js";
import type { SocialCaseRecord } from "../records.js";
import { badRequest, notThere } from "./refusal.js";

const ID = /^[A-Za-z0-9._-]{1,80}$/;

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/**
 * Takes a case as `DigisosSak` has it: `{sokerFnr, originalSoknadNAV?, ettersendtInfoNAV?, digisosSoker?}`. What is given
 * takes the place of what was there: digisos-soker.json is the whole history each time. The same again changes nothing.
 * @throws Refusal
 */
export const receiveCase = (
  { store }: Platform,
  { id: municipalityId }: Municipality,
  { id, body }: { readonly id: string; readonly body: Json },
  at: number,
): void => {
  if (!ID.test(id)) throw badRequest("fiksDigisosId kan ikke brukes som id.");
  const { digisosSoker: told } = body;
  if (told !== undefined && !(isJson(told) && Array.isArray(told["hendelser"]))) {
    throw badRequest("digisosSoker har ingen hendelser[].");
  }
  store.transaction(() => {
    const before = store.record("social-case", id);
    if (before !== null && before.municipalityId !== municipalityId) throw notThere(`sak ${id}`);
    const applicant = textIn(body["sokerFnr"]) ?? before?.applicant ?? "";
    if (partyOf(applicant) === null) throw badRequest("sokerFnr mangler.");
    const application = isJson(body["originalSoknadNAV"])
      ? body["originalSoknadNAV"]
      : (before?.application ?? null);
    const sentIn = objectIn(body["ettersendtInfoNAV"])["ettersendelser"];
    const after: SocialCaseRecord = {
      kind: "social-case",
      id,
      municipalityId,
      applicant,
      createdAt: before?.createdAt ?? momentIn(application?.["timestampSendt"]) ?? at,
      changedAt: before?.changedAt ?? at,
      application,
      sentIn: sentIn === undefined ? (before?.sentIn ?? []) : objectsIn(sentIn),
      told: isJson(told) ? told : (before?.told ?? null),
    };
    if (!isSame(before, after)) store.keepRecord({ ...after, changedAt: at });
  });
};

/** Takes `KommuneInfo`. */
export const receiveCapabilities = ({ store }: Platform, { id }: Municipality, body: Json): void => {
  store.transaction(() => store.keepCapabilities(id, capabilitiesIn(body, store.capabilities(id))));
};
