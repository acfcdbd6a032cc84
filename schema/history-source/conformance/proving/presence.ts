import type { Presence } from "../../presence.js";
import { presenceQuestion } from "../../question.js";
import { readPresenceAnswer } from "../../small-answers.js";
import { Broken, type Probe } from "../probe.js";
import type { Requirement } from "../requirement.js";

const STRANGERS = 200;
/** Of those; more, and it spares nobody anything. */
const MAX_PRESENT_SHARE = 0.5;

/** `null` where the mark names none. */
const presenceOf = async (probe: Probe): Promise<Presence | null> => {
  const question = presenceQuestion(probe.source);
  if (question === null) return null;
  const answer = readPresenceAnswer(await probe.ask(question, { kind: "STRANGER" }));
  if ("problem" in answer) throw new Broken(answer.problem);
  return answer.presence;
};

export const PRESENCE_PROOFS: readonly Requirement[] = [
  {
    id: "tells-presence",
    level: "SHOULD",
    sentence: "A source SHOULD tell whom it may know, so that it is not asked about everybody.",
    async prove(probe) {
      if (probe.source.presenceField === null) throw new Broken("The mark names no presence.");
    },
  },
  {
    id: "knows-whom-it-has",
    level: "MUST",
    sentence: "Presence MUST hold every party that the source has items of.",
    async prove(probe) {
      const presence = await presenceOf(probe);
      const { party } = await probe.whole();
      if (presence?.mayKnow(party) === false) throw new Broken("It does not hold a party that has items.");
    },
  },
  {
    id: "knows-not-everybody",
    level: "SHOULD",
    sentence: "Presence SHOULD leave out most parties that the source has nothing of.",
    async prove(probe) {
      const presence = await presenceOf(probe);
      if (presence === null) return;
      const held = Array.from({ length: STRANGERS }, (_, index) => `urn:tunet:probe:${index}`).filter(
        (party) => presence.mayKnow(party),
      );
      if (held.length > STRANGERS * MAX_PRESENT_SHARE)
        throw new Broken(`It holds ${held.length} of ${STRANGERS} that there are not.`);
    },
  },
];
