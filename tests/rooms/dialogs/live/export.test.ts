import { expect, it } from "vitest";
import { PERSON_PREFIX } from "../../../../schema/urns.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { aDialog, DAY, NOW, partyOf, scopeOf, serviceOf } from "../dialogs.js";
import { openTestRoom } from "../room.js";
import { identifyByName, PUBLIC_URL, serveRoutes } from "../served.js";
import { aLiveItem, away, portTo, TestSource } from "./live-source.js";

const VIEWERS = {
  kari: { party: `${PERSON_PREFIX}17912099997`, scope: scopeOf([partyOf(0)], { [serviceOf(0)]: 3 }) },
};
const moment = (days: number) => NOW - days * DAY;

describeOnBothDatabases("the export with live sources", (dialect) => {
  it("has their items with where each comes from, in any order, and names what is missing", async () => {
    const roads = new TestSource("roads", [
      ...[0, 2, 4].map((days) =>
        aLiveItem(`road-${days}`, {
          updatedAt: moment(days),
          sourceStatus: "LEST",
          url: "https://veg.example/1",
        }),
      ),
      ...Array.from({ length: 600 }, (_, n) => aLiveItem(`old-${n}`, { updatedAt: moment(100 + n) })),
    ]);
    const sea = new TestSource("sea", [aLiveItem("fish", { updatedAt: moment(3) })]);
    const dialogs = [1, 3].map((days) =>
      aDialog(`dialog ${days}`, { dialog: { createdAt: moment(days), contentUpdatedAt: moment(days) } }),
    );
    const { room } = await openTestRoom({
      dialect,
      viewers: VIEWERS,
      dialogs,
      subgraphs: portTo([roads, sea]),
    });
    const app = await serveRoutes(room, PUBLIC_URL, { identify: identifyByName(VIEWERS) });
    const records = async (body: object) => {
      const headers = { authorization: "Bearer kari" };
      const { payload } = await app.inject({
        method: "POST",
        url: "/history/export",
        headers,
        payload: body,
      });
      return payload
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
    };
    const byChange = { orderBy: { field: "CONTENT_UPDATED_AT", direction: "DESC" } };

    for (const body of [byChange, {}]) {
      const [head, ...rest] = await records(body);
      expect(rest.slice(0, 6).map(({ title }) => title)).toEqual([
        "road-0",
        "dialog 1",
        "road-2",
        ...["fish", "dialog 3"],
        "road-4",
      ]);
      expect(rest[0]).toMatchObject({
        id: "urn:tunet:source:roads:road-0",
        source: "roads",
        sourceStatus: "LEST",
        url: "https://veg.example/1",
        asOf: new Date(NOW).toISOString(),
        isLate: false,
      });
      const end = rest.at(-1);
      expect(end).toMatchObject({ record: "end", itemCount: 606 });
      for (const { sources, completeBackTo } of [head, end.gaps]) {
        expect(sources.map(({ id, state }: { id: string; state: string }) => [id, state]).slice(-2)).toEqual([
          ["roads", "OK"],
          ["sea", "OK"],
        ]);
        expect(completeBackTo).toBe("1970-01-01T00:00:00.000Z");
      }
      expect(new Set(rest.map(({ id }) => id)).size).toBe(607);
    }

    sea.behave = away;
    for (const body of [byChange, {}]) {
      const gone = await records(body);
      expect(gone.at(-1)).toMatchObject({ record: "end", itemCount: 605, gaps: { completeBackTo: null } });
      expect(gone.at(-1).gaps.sources.at(-1)).toMatchObject({
        id: "sea",
        state: "UNAVAILABLE",
        reason: "Kan ikke nås akkurat nå.",
      });
    }
  });
});
