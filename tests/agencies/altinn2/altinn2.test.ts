import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../../lib/package-root.js";
import { lint } from "../../../registry/check/lint.js";
import { checkNamespace } from "../../../registry/check/namespace.js";
import { composeSupergraph } from "../../../registry/index.js";
import { itemOf } from "../../../subgraphs/agencies/altinn2/record.js";
import { partyTold } from "../tunet.js";
import { aRecord, aRegister, COMPANY, DAY, KARI, NOW, OTHER, SERVICES } from "./archive.js";
import { accounts, idsOf, newStore, openFor, read, sdl, TOLD } from "./asking.js";

describe("the archive", () => {
  const moved = ["urn:altinn:correspondence-id:0199A000-0000-7000-8000-000000000001"];
  const all = [
    aRecord(1, { movedAt: NOW, movedTo: moved }),
    aRecord(2, { ...accounts, status: "Ulest", kind: "CORRESPONDENCE" }),
    aRecord(3, { party: OTHER, serviceCode: "4711" }),
    aRecord(4, { serviceCode: "1085" }),
    aRecord(5, { party: COMPANY }),
  ];

  it("shows what authorization names to each owner, in its services, and nothing else", async () => {
    const { page, asked } = await openFor(newStore(aRegister(all)), TOLD);
    expect(await page()).toEqual({
      page: {
        items: [
          {
            id: "AR1001",
            party: KARI,
            service: "urn:altinn:resource:app_fjs_a2-1051-1",
            owner: "fjs",
            status: "COMPLETED",
            sourceStatus: "Arkivert",
            title: { nb: "Selvangivelse 1", nn: null, en: null },
            isSeen: true,
            requiredLevel: 3,
            updatedAt: "2026-11-19T12:00:00.000Z",
            sameAs: [
              "urn:altinn:correspondence-id:0199a000-0000-7000-8000-000000000001",
              "urn:altinn2:archive-reference:ar1001",
              "urn:altinn2:reportee-element:1",
            ],
            actions: [],
          },
          expect.objectContaining({ id: "AR1002", owner: "vir", status: "NOT_APPLICABLE", isSeen: false }),
          expect.objectContaining({ id: "AR1004", requiredLevel: 4 }),
        ],
        hasMore: false,
        totalCount: 3,
        asOf: "2026-11-20T12:00:00.000Z",
        coverage: null,
        hiddenByLogin: null,
      },
    });
    expect(asked.sort()).toEqual([
      "fjs: anyOfResourceIds=app_fjs_a2-1051-1&anyOfResourceIds=fjs-skatteoppgjor-a2",
      "vir: anyOfResourceIds=app_vir_a2-4711-1",
    ]);
  });

  it("keeps to the parties, the time and the names that it is asked for", async () => {
    const { page } = await openFor(newStore(aRegister(all)), TOLD);
    expect(idsOf(await page({ parties: [COMPANY] }))).toEqual(["AR1002"]);
    const day = (n: number): string => new Date(NOW - n * DAY).toISOString();
    expect(idsOf(await page({ updatedAfter: day(2) }))).toEqual(["AR1001", "AR1002"]);
    expect(idsOf(await page({ updatedBefore: day(2) }))).toEqual(["AR1002", "AR1004"]);
    const identifiers = [
      ...(all[0] === undefined ? [] : itemOf(all[0], SERVICES.taxReturn).sameAs.slice(0, 1)),
      "AR1002",
      "AR1003",
      "urn:altinn2:reportee-element:4",
    ];
    expect(idsOf(await page({ identifiers }))).toEqual(["AR1001", "AR1002", "AR1004"]);
    expect(idsOf(await page({ identifiers: [] }))).toEqual([]);
  });

  it("counts what a stronger login would show, and shows none of it", async () => {
    const { page } = await openFor(newStore(aRegister(all)), TOLD, { level: 3 });
    const answer = await page();
    expect(idsOf(answer)).toEqual(["AR1001", "AR1002"]);
    expect(answer.page).toMatchObject({ totalCount: 2, hiddenByLogin: { count: 1, requiredLevel: 4 } });
  });

  it("shows what somebody was given by itself, by the name that it was moved to", async () => {
    const given = { authorizedInstances: [{ instanceRef: moved[0] }] };
    const { page } = await openFor(newStore(aRegister(all)), {
      fjs: [partyTold("kari", KARI, [], given)],
      vir: [],
    });
    expect(idsOf(await page())).toEqual(["AR1001"]);
    expect(idsOf(await page({ parties: [COMPANY] }))).toEqual([]);
  });

  it.each([
    ["authorization does not answer", { ...TOLD, vir: 503 }],
    ["an owner has not let it ask, in the end", { ...TOLD, fjs: 403 }],
  ])("answers with an error, not with less, where %s", async (_why, told) => {
    const { page } = await openFor(newStore(aRegister(all)), told);
    expect(await page()).toMatchObject({ errors: [{ code: "ALTINN2_AUTHORIZATION_UNAVAILABLE" }] });
  });

  it("shows nobody what is of an owner that has not let it ask", async () => {
    const { page } = await openFor(newStore(aRegister(all)), { fjs: TOLD.fjs });
    expect(idsOf(await page())).toEqual(["AR1001", "AR1004"]);
  });

  it("gives each record on one page, in one order, though many changed at once", async () => {
    const many = Array.from({ length: 23 }, (_, n) =>
      aRecord(n, { updatedAt: NOW - Math.floor(n / 7) * DAY }),
    );
    const { page } = await openFor(newStore(aRegister(many)), TOLD);
    const walked: string[] = [];
    let after: object = {};
    for (let isMore = true; isMore; ) {
      const { page: found } = await page({ first: 5, ...after });
      walked.push(...found.items.map(({ id }) => id));
      const last = found.items.at(-1);
      after = { afterUpdatedAt: last?.updatedAt, afterId: last?.id };
      isMore = found.hasMore;
      expect(found.totalCount).toBe(23);
    }
    expect(walked).toEqual(
      [...many]
        .sort((a, b) => b.updatedAt - a.updatedAt || (a.archiveReference < b.archiveReference ? 1 : -1))
        .map(({ archiveReference }) => archiveReference),
    );
  });

  it("tells of an item of its own what the old platform called it, and of others nothing", async () => {
    const { run, asked } = await openFor(newStore(aRegister(all)), TOLD);
    const of = ["altinn2-archive:AR1001", "altinn2-archive:AR1003", "fiks-direct:AR1001"].map((id) => ({
      __typename: "HistoryItem",
      id: `urn:tunet:source:${id}`,
    }));
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on HistoryItem {
      altinn2 { archiveReference reporteeElementId kind serviceCode serviceEdition movedAt movedTo } } } }`;
    expect(await run(query, { of })).toEqual({
      _entities: [
        {
          altinn2: {
            archiveReference: "AR1001",
            reporteeElementId: "1",
            kind: "FORM",
            serviceCode: "1051",
            serviceEdition: 1,
            movedAt: "2026-11-20T12:00:00.000Z",
            movedTo: moved,
          },
        },
        { altinn2: null },
        { altinn2: null },
      ],
    });
    expect(asked).toHaveLength(2);
  });

  it("takes only names of its own, and composes with the rooms", () => {
    const folder = ["schema", "generated", "subgraphs"];
    const rooms = readdirSync(join(packageRoot(), ...folder)).map((file) => ({
      name: basename(file, ".graphql"),
      url: "http://room.invalid/graphql",
      sdl: read(...folder, file),
    }));
    const altinn2 = { name: "altinn2", url: "http://127.0.0.1:4999/graphql", sdl };
    expect(checkNamespace(altinn2, rooms)).toEqual([]);
    expect(lint(altinn2)).toEqual([]);
    const { apiSdl } = composeSupergraph([...rooms, altinn2]);
    expect(apiSdl).toContain("altinn2: Altinn2Record");
    expect(apiSdl).not.toContain("altinn2History");
  });
});
