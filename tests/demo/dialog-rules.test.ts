import { beforeAll, describe, expect, it } from "vitest";
import { SYSTEM_LABEL_BITS } from "../../drizzle/dialogs/values.js";
import type { DialogSeed } from "../../subgraphs/dialogs/index.js";
import { dialogProblems } from "./dialog-rules.js";
import { NOW, worldOf } from "./kit.js";

const DAY = 86_400_000;

type Break = (seed: DialogSeed) => DialogSeed;

const withRow =
  (change: (row: DialogSeed["dialog"]) => Partial<DialogSeed["dialog"]>): Break =>
  (seed) => ({ ...seed, dialog: { ...seed.dialog, ...change(seed.dialog) } });

const withFirst = <Name extends "transmissions" | "activities" | "seenLog" | "labelAssignmentLog">(
  name: Name,
  change: Partial<DialogSeed[Name][number]>,
): Break => {
  return (seed) => {
    const [first, ...rest] = seed[name];
    return { ...seed, [name]: [{ ...first, ...change }, ...rest] };
  };
};

const breaks: readonly (readonly [rule: string, Break, complaint: RegExp])[] = [
  [
    "an id of another moment",
    withRow(({ createdAt }) => ({ createdAt: createdAt - 1 })),
    /id of another moment/,
  ],
  ["an update in the future", withRow(() => ({ updatedAt: NOW + DAY })), /updated in the future/],
  [
    "content before creation",
    withRow(({ createdAt }) => ({ contentUpdatedAt: createdAt - DAY })),
    /before it was made/,
  ],
  [
    "content after the update",
    withRow(({ updatedAt }) => ({ contentUpdatedAt: updatedAt + 1 })),
    /newer than itself/,
  ],
  ["a due date in the past of it", withRow(({ createdAt }) => ({ dueAt: createdAt })), /due before it came/],
  [
    "an expiry before the due date",
    withRow(({ createdAt }) => ({ dueAt: createdAt + DAY, expiresAt: createdAt + 1 })),
    /expires before it is due/,
  ],
  ["an empty title", withRow(() => ({ title: { nb: " " } })), /title is empty in nb/],
  ["a title in no language", withRow(() => ({ title: {} })), /title is in no language/],
  ["a long title", withRow(() => ({ title: { nb: "x".repeat(256) } })), /256 of at most 255/],
  ["a blank that was not filled", withRow(() => ({ summary: { en: "For {year}" } })), /was not filled in/],
  ["a long extended status", withRow(() => ({ extendedStatus: { nb: "x".repeat(26) } })), /26 of at most 25/],
  ["too much progress", withRow(() => ({ progress: 101 })), /101 per cent/],
  ["a process that is no URI", withRow(() => ({ process: "case 7" })), /part of the process/],
  [
    "a preceding process alone",
    withRow(() => ({ process: null, precedingProcess: "urn:x:y" })),
    /is in none/,
  ],
  ["no folder", withRow(() => ({ systemLabels: 0 })), /in no folder/],
  [
    "two folders",
    withRow(({ systemLabels }) => ({ systemLabels: systemLabels | SYSTEM_LABEL_BITS.BIN })),
    /or in several/,
  ],
  [
    "a label that is not logged",
    withRow(({ systemLabels }) => ({ systemLabels: systemLabels | SYSTEM_LABEL_BITS.MARKED_AS_UNOPENED })),
    /its log does not give/,
  ],
  [
    "a wrong count of what the party sent",
    withRow(() => ({ fromPartyTransmissionsCount: 7 })),
    /what the party sent wrongly/,
  ],
  [
    "a wrong count of what the owner sent",
    withRow(() => ({ fromServiceOwnerTransmissionsCount: 7 })),
    /what the owner sent wrongly/,
  ],
  ["a wrong count of attachments", withRow(() => ({ guiAttachmentCount: 7 })), /attachments wrongly/],
  [
    "a wrong word on what is unopened",
    withRow(({ hasUnopenedContent }) => ({ hasUnopenedContent: !hasUnopenedContent })),
    /anything is unopened/,
  ],
  [
    "a wrong word on what was seen",
    withRow(({ isSeenSinceLastContentUpdate }) => ({
      isSeenSinceLastContentUpdate: !isSeenSinceLastContentUpdate,
    })),
    /whether it was seen/,
  ],
  [
    "a transmission that answers none",
    withFirst("transmissions", { relatedTransmissionId: "nowhere" }),
    /answers none before it/,
  ],
  [
    "a transmission from the wrong side",
    withFirst("transmissions", { type: "DECISION" }),
    /from the wrong side/,
  ],
  [
    "an owner who is named",
    withFirst("transmissions", { sender: { actorType: "SERVICE_OWNER", actorId: null, actorName: "X" } }),
    /names the service owner/,
  ],
  [
    "an actor without a name",
    withFirst("activities", {
      performedBy: { actorType: "PARTY_REPRESENTATIVE", actorId: null, actorName: null },
    }),
    /both id and name, or neither/,
  ],
  [
    "an activity with a description",
    withFirst("activities", { type: "DIALOG_OPENED", description: { nb: "Hei" } }),
    /describes a DIALOG_OPENED wrongly/,
  ],
  [
    "an opening of nothing",
    withFirst("activities", { type: "TRANSMISSION_OPENED", transmissionId: null }),
    /of no transmission/,
  ],
  [
    "a correspondence's activity elsewhere",
    withFirst("activities", { type: "CORRESPONDENCE_OPENED" }),
    /no correspondence/,
  ],
  ["a look from before it came", withFirst("seenLog", { seenAt: 1 }), /seen outside its time/],
  ["a label's log out of order", withFirst("labelAssignmentLog", { createdAt: 1 }), /log out of order/],
  [
    "a search tag in capitals",
    (seed) => ({ ...seed, body: { ...seed.body, searchTags: ["SKATT"] } }),
    /search tag "SKATT"/,
  ],
  [
    "a label twice",
    (seed) => ({ ...seed, body: { ...seed.body, serviceOwnerLabels: ["abc", "abc"] } }),
    /label twice/,
  ],
  [
    "two primary actions",
    (seed) => ({
      ...seed,
      body: { ...seed.body, guiActions: [...seed.body.guiActions, ...seed.body.guiActions] },
    }),
    /2 PRIMARY actions/,
  ],
  [
    "a real address",
    (seed) => ({
      ...seed,
      body: {
        ...seed.body,
        guiActions: seed.body.guiActions.map((action) => ({ ...action, url: "https://www.test.no/" })),
      },
    }),
    /action is at https:\/\/www\.test\.no/,
  ],
];

describe("the check of the demo's dialogs", () => {
  /** One with something of everything, so that each part of it can be broken. */
  let whole: DialogSeed | undefined;

  beforeAll(() => {
    whole = [...worldOf(2_000).dialogs()].find(
      ({ dialog, body, transmissions, activities, seenLog, labelAssignmentLog }) =>
        dialog.sourceId === "altinn3" &&
        dialog.serviceResourceType === "altinnapp" &&
        body.guiActions.length > 0 &&
        transmissions[0]?.type === "SUBMISSION" &&
        [transmissions, activities, seenLog, labelAssignmentLog].every(({ length }) => length > 0),
    );
  });

  it("finds nothing wrong with a dialog that keeps the rules", () => {
    expect(whole && dialogProblems(whole, NOW)).toEqual([]);
  });

  it.each(breaks)("finds %s", (_, broken, complaint) => {
    expect(whole && dialogProblems(broken(whole), NOW)).toEqual(
      expect.arrayContaining([expect.stringMatching(complaint)]),
    );
  });
});
