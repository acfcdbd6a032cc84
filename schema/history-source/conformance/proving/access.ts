import { readHistoryAnswer } from "../../answer.js";
import { MAX_FIRST } from "../../contract.js";
import { ANSWER_NAME } from "../../question.js";
import { Broken, NotProven, type Probe, type ProbeCaller, unknownParties } from "../probe.js";
import type { Requirement } from "../requirement.js";

const UNKNOWN_PARTIES = unknownParties(1);

/** A party to ask about where nobody is to be told anything: a test party, if there is one. */
const someParties = ({ options }: Probe): readonly string[] =>
  options.parties.length > 0 ? options.parties.slice(0, 1) : UNKNOWN_PARTIES;

const mustRefuse = async (probe: Probe, as: ProbeCaller, who: string): Promise<void> => {
  const { data, errors } = await probe.reply({ parties: someParties(probe) }, as);
  if (data?.[ANSWER_NAME] != null) throw new Broken(`It told its history to ${who}.`);
  if (errors.length === 0) throw new Broken(`It did not say that it refuses ${who}.`);
};

/** Whoever may not see something is told nothing of it, be it by an empty page or by a refusal. */
const mustTellNothing = async (probe: Probe, parties: readonly string[], as: ProbeCaller): Promise<void> => {
  const question = {
    parties,
    first: MAX_FIRST,
    after: null,
    updatedAfter: null,
    updatedBefore: null,
    identifiers: null,
    search: null,
  };
  const reply = await probe.reply(question, as);
  if (reply.data?.[ANSWER_NAME] == null && reply.errors.length > 0) return;
  const { page, problems } = readHistoryAnswer(question, reply);
  if (page === null) throw new Broken(problems[0]?.message ?? "The page can't be read.");
  if (page.items.length > 0 || page.hasMore) throw new Broken("It told of items.");
  if ((page.totalCount ?? 0) > 0) throw new Broken("It told how many items there are.");
  if (page.hiddenByLogin !== null) throw new Broken("It told that a stronger login would show some.");
};

export const ACCESS: readonly Requirement[] = [
  {
    id: "refuses-unsigned-calls",
    level: "MUST",
    sentence: "A source MUST refuse calls without a call token.",
    prove: (probe) => mustRefuse(probe, { kind: "UNSIGNED" }, "somebody without a call token"),
  },
  {
    id: "refuses-forged-calls",
    level: "MUST",
    sentence: "A source MUST refuse call tokens that the gateway has not signed.",
    prove: (probe) => mustRefuse(probe, { kind: "FORGED" }, "somebody with a call token of their own making"),
  },
  {
    id: "tells-strangers-nothing",
    level: "MUST",
    sentence:
      "A source MUST tell nothing of a party whom the caller may not act for, be it by an empty page or an error.",
    async prove(probe) {
      const { party } = await probe.whole();
      await mustTellNothing(probe, [party], { kind: "STRANGER" });
    },
  },
  {
    id: "knows-no-unknown-party",
    level: "MUST",
    sentence: "A source MUST tell nothing of a party that it does not know.",
    async prove(probe) {
      const [party] = probe.options.parties;
      if (party === undefined) throw new NotProven("Name a test party to ask as.");
      await mustTellNothing(probe, UNKNOWN_PARTIES, { kind: "PARTY", party });
    },
  },
];
