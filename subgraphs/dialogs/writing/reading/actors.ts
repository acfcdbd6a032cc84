import type { Actor } from "../../../../drizzle/dialogs/values.js";
import { PARTY_UUID_PREFIX, type PartyUrn, parsePartyUrn } from "../../../../schema/urns.js";
import { LIMITS } from "./limits.js";
import { isObject, type Read, required } from "./place.js";
import { text, textOrNothing, word } from "./scalars.js";

const urnText = text({ max: LIMITS.text });

/** A party as an agency names it; kept in small letters. A UUID of this installation's own is none. */
export const partyUrn: Read<PartyUrn> = (at) => {
  const value = urnText(at);
  const urn = parsePartyUrn(value);
  if (urn !== null && !urn.startsWith(PARTY_UUID_PREFIX)) return urn;
  if (value !== "") {
    at.wrong(
      "This names no party. Use e.g. urn:altinn:organization:identifier-no: or urn:altinn:person:identifier-no: " +
        "and a number whose check digits are right.",
    );
  }
  return "";
};

const readType = word<Actor["actorType"]>(
  { PartyRepresentative: "PARTY_REPRESENTATIVE", ServiceOwner: "SERVICE_OWNER" },
  "SERVICE_OWNER",
);

const NOBODY: Actor = { actorType: "SERVICE_OWNER", actorId: null, actorName: null };

const nameOrNothing = textOrNothing({ max: LIMITS.text });

/** Who did it: the service owner, by neither id nor name, or a representative of the party, by one of them. */
export const actor: Read<Actor> = (at) => {
  if (!isObject(at)) return NOBODY;
  const actorType = required(readType)(at.field("actorType"));
  const idAt = at.field("actorId");
  const actorId = idAt.isAbsent || idAt.value === "" ? null : partyUrn(idAt);
  const actorName = nameOrNothing(at.field("actorName"));
  if (actorType === "SERVICE_OWNER") {
    if (actorId !== null || actorName !== null) {
      at.wrong("The service owner is named by neither actorId nor actorName; leave them out.");
    }
  } else if (actorId !== null && actorName !== null) {
    at.wrong("Name a representative of the party by actorId or by actorName, not by both.");
  } else if (actorId === null && actorName === null) {
    at.wrong("Name the representative of the party, by actorId or by actorName.");
  }
  return { actorType, actorId, actorName };
};
