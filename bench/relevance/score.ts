import type { DatabaseOptions } from "../../drizzle/database.js";
import { openDatabase } from "../../drizzle/open.js";
import { parseSearch } from "../../subgraphs/dialogs/rules/search-query.js";
import { DialogStore } from "../../subgraphs/dialogs/store.js";
import { DOCUMENTS, NOW, nameOf, SCOPE, SOURCE } from "./documents.js";
import { QUESTIONS } from "./questions.js";

/** How one question went. */
export interface Answer {
  readonly kind: string;
  readonly typed: string;
  readonly expected: readonly string[];
  /** What came first, as many as were expected and two more. */
  readonly found: readonly string[];
  /** How much of what must come first does: from 0 to 1. */
  readonly score: number;
}

const scoreOf = (expected: readonly string[], found: readonly string[]): number => {
  if (expected.length === 0) return found.length === 0 ? 1 : 0;
  const first = found.slice(0, expected.length);
  return first.filter((name) => expected.includes(name)).length / expected.length;
};

/** Asks all questions, in the order of relevance, of a database of its own that is empty. */
export const askAll = async (location: DatabaseOptions["location"]): Promise<readonly Answer[]> => {
  const database = await openDatabase({ room: "dialogs", location });
  const store = new DialogStore(database);
  try {
    await store.upsertSources([SOURCE]);
    await store.createDialogs(DOCUMENTS);
    const answers: Answer[] = [];
    for (const [kind, questions] of Object.entries(QUESTIONS)) {
      for (const [typed, expected] of questions) {
        const search = parseSearch(typed);
        if (search === null) throw new Error("A question has no words.");
        const { rows } = await store.search.best(
          { scope: SCOPE, now: NOW, filter: {}, search },
          { after: null, take: expected.length + 2, timeLeft: () => Number.POSITIVE_INFINITY },
        );
        const found = rows.map(({ row }) => nameOf(row.id));
        answers.push({ kind, typed, expected, found, score: scoreOf(expected, found) });
      }
    }
    return answers;
  } finally {
    await store.close();
  }
};

/** The mean of all scores, in per cent. */
export const meanOf = (answers: readonly Pick<Answer, "score">[]): number =>
  (100 * answers.reduce((sum, { score }) => sum + score, 0)) / answers.length;
