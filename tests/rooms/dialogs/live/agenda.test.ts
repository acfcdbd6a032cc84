import { expect, it } from "vitest";
import { PERSON_PREFIX } from "../../../../schema/urns.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { aDialog, DAY, NOW, partyOf, scopeOf, serviceOf } from "../dialogs.js";
import { onWorkspace, openTestRoom } from "../room.js";
import { identifyByName, serveRoutes } from "../served.js";
import { aLiveItem, away, portTo, TestSource } from "./live-source.js";

const VIEWERS = {
  kari: { party: `${PERSON_PREFIX}17912099997`, scope: scopeOf([partyOf(0)], { [serviceOf(0)]: 3 }) },
};
const AGENDA = onWorkspace(
  `agenda(first: $first, after: $after, kinds: $kinds) {
    edges { isLate node { id kind at amount { value currency } metAt item { title deadlines { at } } } }
    pageInfo { hasNextPage endCursor } totalCount { value precision }
    counts { kind count { value precision } overdue { value } }
    sources { source { id } state }
  }`,
  "$first: Int = 50, $after: Cursor, $kinds: [DeadlineKind!]",
);
const due = (days: number) => NOW + days * DAY;
const deadline = (days: number, more: object = {}) => ({
  kind: "PAY" as const,
  at: due(days),
  amountOre: null,
  metAt: null,
  ...more,
});

describeOnBothDatabases("the agenda with live sources", (dialect) => {
  it("has their deadlines in one order with the index', also in calendars, and names who is missing", async () => {
    const roads = new TestSource("roads", [
      aLiveItem("toll", { deadlines: [deadline(2, { amountOre: 125_050 }), deadline(-1)] }),
      aLiveItem("paid", { deadlines: [deadline(3, { metAt: NOW })] }),
      aLiveItem("plain", { dueAt: due(5) }),
    ]);
    const sea = new TestSource("sea", [
      aLiveItem("appeal", { deadlines: [deadline(1, { kind: "APPEAL" }), deadline(-9, { kind: "APPEAL" })] }),
      aLiveItem("same moment", { id: "same", deadlines: [deadline(4)] }),
    ]);
    const dialogs = [1, 4].map((days) => aDialog(`dialog ${days}`, { dialog: { dueAt: due(days) } }));
    const room = await openTestRoom({ dialect, viewers: VIEWERS, dialogs, subgraphs: portTo([roads, sea]) });
    const read = async (variables: object = {}) =>
      (await room.ask("kari", AGENDA, { ...variables })).data._entities[0].agenda;
    const titlesOf = (agenda: {
      edges: readonly { isLate: boolean; node: { item: { title: string } } }[];
    }): string[] => agenda.edges.map(({ isLate, node }) => (isLate ? "late: " : "") + node.item.title);

    const whole = await read();
    expect(titlesOf(whole)).toEqual([
      "toll",
      "dialog 1",
      "appeal",
      "toll",
      "dialog 4",
      "same moment",
      "plain",
    ]);
    expect(whole.edges[3].node).toEqual({
      id: "urn:tunet:source:roads:toll:0",
      kind: "PAY",
      at: new Date(due(2)).toISOString(),
      amount: { value: "1250.50", currency: "NOK" },
      metAt: null,
      item: {
        title: "toll",
        deadlines: [{ at: new Date(due(-1)).toISOString() }, { at: new Date(due(2)).toISOString() }],
      },
    });
    expect(whole.totalCount).toEqual({ value: 7, precision: "EXACT" });
    expect(whole.counts).toContainEqual({
      kind: "PAY",
      count: { value: 3, precision: "EXACT" },
      overdue: { value: 1 },
    });
    expect(titlesOf(await read({ kinds: ["APPEAL"] }))).toEqual(["appeal"]);

    // One is away on the first page: what it has above that comes late, the rest in its place.
    sea.behave = away;
    const first = await read({ first: 3 });
    expect(titlesOf(first)).toEqual(["toll", "dialog 1", "toll"]);
    expect(first.totalCount).toEqual({ value: 5, precision: "AT_LEAST" });
    expect(first.sources.slice(-2)).toEqual([
      { source: { id: "roads" }, state: "OK" },
      { source: { id: "sea" }, state: "UNAVAILABLE" },
    ]);
    const app = await serveRoutes(room.room, undefined, { identify: identifyByName(VIEWERS) });
    const headers = { authorization: "Bearer kari", "accept-language": "en" };
    const calendar = async () => (await app.inject({ url: "/agenda.ics", headers })).body;
    expect(await calendar()).toMatch(/Source sea/);
    sea.behave = (answer) => answer();
    expect(titlesOf(await read({ first: 9, after: first.pageInfo.endCursor }))).toEqual([
      "late: appeal",
      "dialog 4",
      "same moment",
      "plain",
    ]);
    const events = (await calendar()).match(/^SUMMARY:.*/gm)?.map((line) => line.replace(/^.*: /, "").trim());
    // A calendar also shows what was due in the last month.
    expect(events).toEqual([
      "appeal",
      "toll",
      "dialog 1",
      "appeal",
      "toll",
      "dialog 4",
      "same moment",
      "plain",
    ]);
    expect(await calendar()).not.toMatch(/Source sea/);
  });
});
