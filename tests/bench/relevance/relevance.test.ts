import { expect, it, onTestFinished } from "vitest";
import { askAll, meanOf } from "../../../bench/relevance/score.js";
import { describeOnBothDatabases, newLocation } from "../../kit/databases.js";

/** What the search came to; it may rise. */
const LEAST = 99;

describeOnBothDatabases("what is found first", (dialect) => {
  it("is what people mean, over all questions that were made by hand", async () => {
    const { location, remove } = await newLocation(dialect);
    onTestFinished(remove);
    const answers = await askAll(location);
    expect(answers.length).toBeGreaterThanOrEqual(60);
    const missed = answers.filter(({ score }) => score < 1).map(({ typed, found }) => [typed, found]);
    expect(meanOf(answers), JSON.stringify(missed)).toBeGreaterThanOrEqual(LEAST);
  });
});
