import { expect, it } from "vitest";
import { importLifeEvents, readLifeEvents } from "../../../subgraphs/catalogue/index.js";
import { askRoom } from "../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { urnOf } from "./catalogue.js";
import { openPublic } from "./public.js";

const DOCUMENT = [
  {
    id: "fa-barn",
    title: { nb: "Få barn", en: "Having a child" },
    keywords: [{ word: "fødsel" }],
    steps: [
      { id: "penger", service: "sykepenger", when: { nb: "Først" }, why: { nb: "For å leve" } },
      { id: "plass", service: urnOf("barnehage"), isOptional: true, dependsOn: ["penger"] },
    ],
  },
];

describeOnBothDatabases("life events", (dialect) => {
  it("are journeys in order over several agencies, by which services are found", async () => {
    const { store, room, found } = await openPublic(dialect);
    const problems: Parameters<typeof importLifeEvents>[2] = [];
    const changes = await importLifeEvents(store, readLifeEvents(DOCUMENT, problems), problems);
    expect(changes.map(({ kind, added }) => [kind, added])).toEqual([
      ["life events", ["fa-barn"]],
      ["steps of life events", ["fa-barn 0001", "fa-barn 0002"]],
    ]);
    const { data } = await askRoom(
      room,
      `{ lifeEvents { id } lifeEvent(id: "fa-barn") { title(lang: "en") steps {
        id title when why isOptional dependsOn service { id owner { code } lifeEvents { id } } } } none: lifeEvent(id: "x") { id } }`,
    );
    expect(data).toEqual({
      lifeEvents: [{ id: "fa-barn" }],
      none: null,
      lifeEvent: {
        title: "Having a child",
        steps: [
          {
            id: "penger",
            title: null,
            when: "Først",
            why: "For å leve",
            isOptional: false,
            dependsOn: [],
            service: { id: urnOf("sykepenger"), owner: { code: "tst" }, lifeEvents: [{ id: "fa-barn" }] },
          },
          {
            id: "plass",
            title: null,
            when: null,
            why: null,
            isOptional: true,
            dependsOn: ["penger"],
            service: { id: urnOf("barnehage"), owner: { code: "oth" }, lifeEvents: [{ id: "fa-barn" }] },
          },
        ],
      },
    });
    expect(await found('lifeEvent: "fa-barn"')).toEqual(["barnehage", "sykepenger"]);
    expect(await found('search: "fødsler"')).toEqual(["barnehage", "sykepenger"]);

    // The same again changes nothing; a step less is a step less.
    const again = await importLifeEvents(store, readLifeEvents(DOCUMENT, problems), problems);
    expect(again.flatMap(({ added, changed }) => [...added, ...changed])).toEqual([]);
    const shorter = [{ ...DOCUMENT[0], steps: DOCUMENT[0]?.steps.slice(0, 1) }];
    await importLifeEvents(store, readLifeEvents(shorter, problems), problems);
    expect(await found('lifeEvent: "fa-barn"')).toEqual(["sykepenger"]);
    expect(await found('search: "fødsler"')).toEqual(["sykepenger"]);
    expect(problems).toEqual([]);
  });

  it("are left out where their steps depend on what does not come before them", () => {
    const problems: Parameters<typeof importLifeEvents>[2] = [];
    const wrong = [
      { id: "x y", title: {}, steps: [] },
      {
        id: "wrong",
        title: { nb: "Galt" },
        steps: [
          { id: "one", service: "tjeneste", dependsOn: ["two"] },
          { id: "two", service: "?" },
          { id: "two", service: "tjeneste" },
        ],
      },
    ];
    expect(readLifeEvents(wrong, problems)).toEqual([]);
    expect(problems.map(({ place }) => place)).toEqual([
      "[0].id",
      "[0].title",
      "[0].steps",
      "[1].steps[1].service",
      "[1].steps[0].dependsOn",
      "[1].steps[2].id",
    ]);
  });
});
