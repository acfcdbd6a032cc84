import { MINUTE_MILLIS } from "../../../../lib/clock.js";
import { LIVE_STATUSES } from "../../source.js";
import { Broken, type Probe } from "../probe.js";
import type { Requirement } from "../requirement.js";

/** A page of the history waits no longer. */
const DEADLINE_MILLIS = 2_000;
const QUICK_MILLIS = 500;

const mustAnswerWithin = async (probe: Probe, millis: number): Promise<void> => {
  const { party } = await probe.whole();
  const { millis: taken } = await probe.pageOf(party, { first: 50 });
  if (taken > millis) throw new Broken(`It took ${Math.round(taken)} ms.`);
};

const knownStatuses: readonly string[] = LIVE_STATUSES;
const isBlank = (text: unknown): boolean => typeof text !== "string" || text.trim() === "";

export const ITEMS: readonly Requirement[] = [
  {
    id: "gives-readable-pages",
    level: "MUST",
    sentence:
      "A page MUST be newest first, have each item once, and have nothing that can't be read: by updatedAt, then by id, descending.",
    async prove(probe) {
      await probe.readable();
    },
  },
  {
    id: "answers-in-time",
    level: "MUST",
    sentence: `A source MUST answer a page of 50 within ${DEADLINE_MILLIS} ms.`,
    prove: (probe) => mustAnswerWithin(probe, DEADLINE_MILLIS),
  },
  {
    id: "answers-quickly",
    level: "SHOULD",
    sentence: `A source SHOULD answer a page of 50 within ${QUICK_MILLIS} ms: people wait for the slowest.`,
    prove: (probe) => mustAnswerWithin(probe, QUICK_MILLIS),
  },
  {
    id: "says-as-of-when",
    level: "MUST",
    sentence: "asOf MUST be the moment that the page shows, and none that is to come.",
    async prove(probe) {
      const { page } = await probe.whole();
      if (page.asOf > probe.options.clock() + MINUTE_MILLIS) throw new Broken("asOf lies in the future.");
    },
  },
  {
    id: "keeps-own-status",
    level: "MUST",
    sentence:
      "An item whose status is not one of Dialogporten's MUST have it in sourceStatus, in words that people understand.",
    async prove(probe) {
      const { told } = await probe.whole();
      const mute = told.filter(
        ({ status, sourceStatus }) => !knownStatuses.includes(String(status)) && isBlank(sourceStatus),
      );
      if (mute.length > 0)
        throw new Broken(`${mute.length} item(s) have an unknown status and no sourceStatus.`);
    },
  },
  {
    id: "gives-source-status",
    level: "SHOULD",
    sentence: "An item SHOULD have a sourceStatus, so that harmonising changes no meaning.",
    async prove(probe) {
      const { told } = await probe.whole();
      const mute = told.filter(({ sourceStatus }) => isBlank(sourceStatus));
      if (mute.length > 0) throw new Broken(`${mute.length} of ${told.length} item(s) have none.`);
    },
  },
  {
    id: "offers-what-it-does",
    level: "MUST",
    sentence: "Items MUST offer actions only where the mark names the mutation that does them.",
    async prove(probe) {
      if (probe.source.actionField !== null) return;
      const { told } = await probe.whole();
      const offering = told.filter(({ actions }) => Array.isArray(actions) && actions.length > 0);
      if (offering.length > 0) throw new Broken(`${offering.length} item(s) offer actions.`);
    },
  },
];
