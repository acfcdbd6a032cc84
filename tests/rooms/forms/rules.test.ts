import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createdAtOf,
  currentTaskOf,
  MAX_TITLE_LENGTH,
  progressOf,
  stateOf,
  titleOf,
} from "../../../subgraphs/forms/rules.js";
import { NOW } from "../../kit/ask-room.js";
import { anInstance, DAY, DEFINITION, SENT } from "./forms.js";

const at = (currentTaskId: string | null) => ({ currentTaskId });

describe("the state of an instance", () => {
  it.each([
    ["DRAFT", "is being filled in", at("fill")],
    ["IN_PROGRESS", "waits for a signature", at("sign")],
    ["DRAFT", "waits for a payment, which has no line of its own in the table", at("pay")],
    ["AWAITING_FEEDBACK", "is with the service owner", at("wait")],
    ["IN_PROGRESS", "is being filled in again after feedback", at("mend")],
    ["IN_PROGRESS", "waits for a payment after feedback", at("pay-more")],
    ["IN_PROGRESS", "waits for a confirmation", at("confirm")],
    ["REJECTED", "was turned down", at("refused")],
    ["DRAFT", "has not begun", at(null)],
    ["IN_PROGRESS", "has ended and is not archived yet", { ...at(null), processEndedAt: NOW }],
    ["AWAITING_CONFIRMATION", "was archived and is not confirmed", SENT],
    ["COMPLETED", "was archived and confirmed", { ...SENT, confirmedAt: NOW }],
    ["AWAITING_CONFIRMATION", "was archived at a step that waits", { ...at("wait"), archivedAt: NOW }],
    [
      "DRAFT",
      "was confirmed, which means nothing before it is archived",
      { ...at("fill"), confirmedAt: NOW },
    ],
    ["DELETED", "was deleted as a draft", { ...at("fill"), softDeletedAt: NOW }],
    ["DELETED", "was deleted after it was completed", { ...SENT, confirmedAt: NOW, softDeletedAt: NOW }],
  ])("is %s where it %s", (state, _when, row) => {
    expect(stateOf(anInstance("one", row), DEFINITION)).toBe(state);
  });
});

describe("the progress of an instance", () => {
  it.each([
    [0, "has not begun", at(null)],
    [0, "is at the first step", at("fill")],
    [1, "is at the second", at("sign")],
    [6, "is at the last", at("confirm")],
    [7, "was turned down, which is no step", at("refused")],
    [7, "was sent for good", SENT],
  ])("is %i of 7 where it %s", (completedTasks, _when, row) => {
    expect(progressOf(anInstance("one", row), DEFINITION)).toEqual({ completedTasks, totalTasks: 7 });
  });
});

it("names the task that is under way, and none where there is none", () => {
  expect(currentTaskOf(anInstance("one", at("sign")), DEFINITION)).toEqual(DEFINITION.tasks[1]);
  expect(currentTaskOf(anInstance("one", SENT), DEFINITION)).toBeNull();
});

it("says so where an instance is at a step that its definition does not have", () => {
  const astray = anInstance("one", at("nowhere"));
  const problem = {
    code: "FORM_INSTANCE_INCONSISTENT",
    message: `The submission ${astray.id} is at a step that its form does not have. Tell the service owner.`,
  };
  for (const rule of [currentTaskOf, stateOf, progressOf]) {
    expect(() => rule(astray, DEFINITION)).toThrow(expect.objectContaining(problem));
  }
});

describe("the title of an instance", () => {
  const title = { nb: "Søknad", en: "Application" };

  it("is the form's and the texts that tell it from others, in the wanted language", () => {
    expect(titleOf(title, { address: "Tunveien 1", owner: "Kari" }, "en")).toBe(
      "Application, Tunveien 1, Kari",
    );
    expect(titleOf(title, {}, "nn")).toBe("Søknad");
  });

  it("leaves out texts that are empty", () => {
    expect(titleOf(title, { address: "  ", owner: "", case: "12/34" }, "nb")).toBe("Søknad, 12/34");
  });

  it("is cut at 255, and never in the middle of a character", () => {
    expect(titleOf(title, { address: "a".repeat(300) }, "nb")).toBe(`Søknad, ${"a".repeat(247)}`);
    expect(titleOf(title, { address: `${"a".repeat(246)}😀` }, "nb")).toBe(`Søknad, ${"a".repeat(246)}`);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 200 }), { maxLength: 4 }), (texts) => {
        const shown = titleOf(title, Object.fromEntries(texts.entries()), "nb");
        expect(shown.length).toBeLessThanOrEqual(MAX_TITLE_LENGTH);
        expect(Buffer.from(shown).toString()).toBe(shown);
      }),
    );
  });
});

it("counts an instance that was made ahead of time from when it was shown", () => {
  expect(createdAtOf({ createdAt: NOW, visibleAfter: NOW + DAY })).toBe(NOW + DAY);
  expect(createdAtOf({ createdAt: NOW, visibleAfter: NOW - DAY })).toBe(NOW);
  expect(createdAtOf({ createdAt: NOW, visibleAfter: null })).toBe(NOW);
});
