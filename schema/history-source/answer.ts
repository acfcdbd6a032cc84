import { messageOf } from "../../lib/errors.js";
import type { SubgraphReply } from "../subgraphs-port.js";
import { partOf, positionOf, readItem, type Told, toldAt } from "./item.js";
import { type AnswerProblem, AnswerProblems } from "./problem.js";
import { ANSWER_NAME } from "./question.js";
import { intWithin, moment, ratio, texts, yesOrNo } from "./readers.js";
import {
  comparePositions,
  type LiveItem,
  type LivePage,
  type LivePosition,
  type LiveQuestion,
} from "./source.js";

/** What came of asking a source. */
export interface SourceAnswer {
  /** `null`: unusable; one of the problems says why. */
  readonly page: LivePage | null;
  readonly problems: readonly AnswerProblem[];
}

/** What the asked field answered; `null` where it did not, which is noted. */
const answeredIn = (reply: SubgraphReply, problems: AnswerProblems): Told | null => {
  const { data, errors } = reply;
  const said = [...new Set(errors.map(({ code }) => code ?? "no code"))].slice(0, 5).join(", ");
  const answered = data?.[ANSWER_NAME] ?? null;
  if (typeof answered !== "object" || answered === null || Array.isArray(answered)) {
    problems.note("ANSWER_MISSING", ANSWER_NAME, said === "" ? "There is no page." : `Errors: ${said}.`);
    return null;
  }
  if (errors.length > 0) problems.note("ANSWER_HAS_ERRORS", ANSWER_NAME, `Errors beside the page: ${said}.`);
  return answered as Told;
};

/** Reads the items, and notes those that can't be. `null` in their place. */
const readItems = (items: readonly unknown[], problems: AnswerProblems): readonly (LiveItem | null)[] =>
  items.map((item, index) => {
    const at = `items[${index}]`;
    try {
      return readItem(item, at, problems);
    } catch (error) {
      problems.note("ITEM_UNREADABLE", at, `${messageOf(error)}.`);
      return null;
    }
  });

/** The order of all that is there, read or not: newest first, each once, all after the position asked for. */
const judgeOrder = (
  positions: readonly (LivePosition | null)[],
  after: LivePosition | null,
  problems: AnswerProblems,
): void => {
  const seen = new Set<string>();
  let last: LivePosition | null = null;
  positions.forEach((position, index) => {
    if (position === null) return;
    const at = `items[${index}]`;
    if (seen.has(position.id)) problems.note("REPEATED_ITEM", at, `${at} was there before in the same page.`);
    else if (after !== null && comparePositions(after, position) >= 0) {
      problems.note("BEFORE_POSITION", at, `${at} does not come after the position asked for.`);
    } else if (last !== null && comparePositions(last, position) >= 0) {
      problems.note(
        "WRONG_ORDER",
        at,
        `${at} belongs above the item before it: updatedAt, then id, descending.`,
      );
    }
    seen.add(position.id);
    last = position;
  });
};

const isWithinMoments = ({ updatedAt }: LiveItem, { updatedAfter, updatedBefore }: LiveQuestion): boolean =>
  (updatedAfter === null || updatedAt >= updatedAfter) &&
  (updatedBefore === null || updatedAt <= updatedBefore);

/** The items that were asked for; what else is there is noted. */
const askedFor = (
  items: readonly (LiveItem | null)[],
  question: LiveQuestion,
  problems: AnswerProblems,
): readonly LiveItem[] => {
  const parties = new Set(question.parties.map((party) => party.toLowerCase()));
  const identifiers = question.identifiers === null ? null : new Set(question.identifiers);
  return items.filter((item, index): item is LiveItem => {
    const at = `items[${index}]`;
    if (item === null) return false;
    if (!parties.has(item.party)) {
      problems.note("FOREIGN_PARTY", `${at}.party`, `${at} is of a party that was not asked about.`);
      return false;
    }
    if (!isWithinMoments(item, question)) {
      problems.note("OUTSIDE_MOMENTS", `${at}.updatedAt`, `${at} is from another time than asked for.`);
      return false;
    }
    if (identifiers !== null && ![item.id, ...item.sameAs].some((name) => identifiers.has(name))) {
      problems.note("OUTSIDE_IDENTIFIERS", at, `${at} has none of the identifiers asked for.`);
      return false;
    }
    return true;
  });
};

const coverage = (value: unknown, at: string, problems: AnswerProblems): LivePage["coverage"] => {
  const told = partOf(toldAt, value, at, problems);
  return told === null
    ? null
    : {
        from: partOf(moment, told["from"], `${at}.from`, problems),
        ratio: partOf(ratio, told["ratio"], `${at}.ratio`, problems),
        reason: partOf(texts, told["reason"], `${at}.reason`, problems),
      };
};

const hiddenByLogin = (value: unknown, at: string): LivePage["hiddenByLogin"] => {
  const told = toldAt(value, at);
  return {
    count: intWithin(0)(told["count"], `${at}.count`),
    requiredLevel: intWithin(0, 4)(told["requiredLevel"], `${at}.requiredLevel`),
  };
};

/** What a total says, unless there is more than that. */
const totalOf = (told: Told, atLeast: number, problems: AnswerProblems): number | null => {
  const total = partOf(intWithin(0), told["totalCount"], "totalCount", problems);
  if (total === null || total >= atLeast) return total;
  problems.note("COUNT_TOO_LOW", "totalCount", `totalCount is below the number of items that there are.`);
  return null;
};

/** What every page has; `null` where it can't be read, which is noted. */
const frameOf = (told: Told, { first }: LiveQuestion, problems: AnswerProblems) => {
  try {
    const items: unknown = told["items"];
    if (!Array.isArray(items)) throw new Error("items is not a list");
    const hasMore = yesOrNo(told["hasMore"], "hasMore");
    const asOf = moment(told["asOf"], "asOf");
    if (items.length <= first) return { items: items as readonly unknown[], hasMore, asOf };
    problems.note("TOO_MANY_ITEMS", "items", `items has ${items.length} entries; ${first} were asked for.`);
  } catch (error) {
    problems.note("PAGE_UNREADABLE", ANSWER_NAME, `${messageOf(error)}.`);
  }
  return null;
};

/**
 * Judges what a source answered. A page that breaks the order, tells an item twice or tells of parties that were not
 * asked about can't be trusted to be in its place, and is not used. What can't be read of it otherwise is left out,
 * and never silently.
 */
export const readHistoryAnswer = (question: LiveQuestion, reply: SubgraphReply): SourceAnswer => {
  const problems = new AnswerProblems();
  const told = answeredIn(reply, problems);
  const frame = told === null ? null : frameOf(told, question, problems);
  if (told === null || frame === null) return { page: null, problems: problems.all };

  const { hasMore, asOf } = frame;
  const positions = frame.items.map((item, index) => positionOf(item, `items[${index}]`));
  judgeOrder(positions, question.after, problems);
  const items = askedFor(readItems(frame.items, problems), question, problems);
  const end = positions.findLast((position) => position !== null) ?? null;
  if (hasMore && end === null) {
    problems.note("NO_PROGRESS", "hasMore", "More is said to come, but no item says after what.");
  }
  const page: LivePage = {
    items,
    end,
    hasMore,
    totalCount: totalOf(told, items.length + (hasMore ? 1 : 0), problems),
    asOf,
    coverage: coverage(told["coverage"], "coverage", problems),
    hiddenByLogin: partOf(hiddenByLogin, told["hiddenByLogin"], "hiddenByLogin", problems),
  };
  return { page: problems.areFatal ? null : page, problems: problems.all };
};
