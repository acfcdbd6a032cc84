import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { graphql } from "graphql";
import { describe, expect, it, onTestFinished } from "vitest";
import { packageRoot } from "../../../lib/package-root.js";
import { lint } from "../../../registry/check/lint.js";
import { checkNamespace } from "../../../registry/check/namespace.js";
import { composeSupergraph } from "../../../registry/index.js";
import { type ArchiveRecord, itemOf } from "../../../subgraphs/agencies/altinn2/record.js";
import { type Register, readRegister } from "../../../subgraphs/agencies/altinn2/register.js";
import { ArchiveStore } from "../../../subgraphs/agencies/altinn2/store.js";
import { buildSchema, createContext, sdlOf } from "../../../subgraphs/agencies/altinn2/subgraph.js";
import { createOwnersAsker } from "../../../subgraphs/agencies/altinn2/viewable.js";
import type { Call } from "../../../subgraphs/agencies/kit/call.js";
import { partyTold, serveTunet } from "../tunet.js";
import { aRecord, aRegister, COMPANY, DAY, KARI, NOW, OTHER, SERVICES } from "./archive.js";

const read = (...path: string[]): string => readFileSync(join(packageRoot(), ...path), "utf8");
const sdl = sdlOf(read("subgraphs", "agencies", "altinn2", "schema.graphql"));
const schema = buildSchema(sdl);

const PAGE = `query ($parties: [ID!]!, $first: Int!, $afterUpdatedAt: DateTime, $afterId: ID, $updatedAfter: DateTime,
    $updatedBefore: DateTime, $identifiers: [ID!]) {
  page: altinn2History(parties: $parties, first: $first, afterUpdatedAt: $afterUpdatedAt, afterId: $afterId,
      updatedAfter: $updatedAfter, updatedBefore: $updatedBefore, identifiers: $identifiers) {
    items { id party service owner status sourceStatus title { nb nn en } isSeen requiredLevel updatedAt sameAs actions }
    hasMore totalCount asOf coverage { from ratio reason { nb nn en } } hiddenByLogin { count requiredLevel }
  }
}`;

interface Answer {
  readonly page: {
    readonly items: readonly {
      readonly id: string;
      readonly updatedAt: string;
      readonly sameAs: readonly string[];
    }[];
    readonly hasMore: boolean;
    readonly totalCount: number;
    readonly [field: string]: unknown;
  };
  readonly errors?: readonly { readonly code?: unknown }[];
}

const newStore = (register: Register, now = NOW): ArchiveStore => {
  const store = new ArchiveStore(":memory:");
  onTestFinished(() => store.close());
  store.add(register, now);
  return store;
};

/**
 * Somebody's questions to the archive, as the gateway puts them.
 * @param told whom authorization names to each owner that asks; a number: it refuses with that
 */
const openFor = async (
  store: ArchiveStore,
  told: Readonly<Record<string, readonly object[] | number>>,
  { level = 4, now = NOW } = {},
) => {
  const asked: string[] = [];
  const tunet = await serveTunet(({ url = "", headers }) => {
    const owner = String(headers.authorization).slice("Bearer ".length);
    asked.push(`${owner}: ${url.slice(url.indexOf("?") + 1)}`);
    const parties = told[owner] ?? 404;
    return typeof parties === "number" ? { status: parties, body: {} } : { status: 200, body: parties };
  });
  const call: Call = {
    requestId: "r",
    caller: { subject: { type: "urn:altinn:person:identifier-no", value: "17858400120" }, level },
  };
  const askOwners = createOwnersAsker(
    (owner) => (owner in told ? { ...tunet, token: async () => owner } : null),
    store.services(),
    () => now,
  );
  const run = async (source: string, variableValues: object): Promise<Record<string, unknown>> => {
    const contextValue = createContext({ store, askOwners, salt: "salt", now: () => now }, call);
    const { data, errors } = await graphql({
      schema,
      source,
      contextValue,
      variableValues: variableValues as Record<string, unknown>,
    });
    const problems = errors === undefined ? {} : { errors: errors.map((one) => one.extensions) };
    return JSON.parse(JSON.stringify({ ...data, ...problems }));
  };
  return {
    asked,
    run,
    page: async (given: object = {}) =>
      (await run(PAGE, { parties: [KARI, COMPANY, OTHER], first: 50, ...given })) as unknown as Answer,
  };
};

const TOLD = {
  fjs: [partyTold("kari", KARI, ["app_fjs_a2-1051-1", "fjs-skatteoppgjor-a2"])],
  vir: [partyTold("other", OTHER, [], { subunits: [partyTold("company", COMPANY, ["app_vir_a2-4711-1"])] })],
};
const accounts = { party: COMPANY, serviceCode: "4711" };
const idsOf = ({ page: { items } }: Answer): string[] => items.map(({ id }) => id);

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

describe("the archive's migration", () => {
  const at = (text: string): number => Date.parse(`${text}T00:00:00Z`);
  const moved = (n: number, day: string, more: Partial<ArchiveRecord> = {}) =>
    aRecord(n, { updatedAt: at(day), movedAt: at("2025-01-01"), movedTo: [`urn:x:${n}`], ...more });
  const records = [
    moved(1, "2016-03-01"),
    moved(2, "2019-12-31"),
    moved(3, "2020-01-01"),
    moved(4, "2024-05-01"),
    aRecord(5, { updatedAt: at("2015-05-01") }),
  ];
  const phases = [
    { name: "1", before: at("2020-01-01"), purgedAt: at("2026-06-01") },
    { name: "2", before: at("2026-01-01"), purgedAt: at("2027-06-01") },
    { name: "3", before: at("2026-06-01"), purgedAt: null },
  ];
  const register = aRegister(records, { phases, closedAt: at("2026-06-19") });

  it("keeps what was moved until it is purged, and then says from when on it has everything", async () => {
    const store = newStore(register, at("2026-05-31"));
    const ask = async (day: string) => {
      const { page } = await (await openFor(store, TOLD, { now: at(day) })).page();
      return { ids: page.items.map(({ id }) => id), coverage: page["coverage"] };
    };
    expect(await ask("2026-05-31")).toEqual({
      ids: ["AR1004", "AR1003", "AR1002", "AR1001", "AR1005"],
      coverage: null,
    });
    // By the clock, whether or not anything was deleted yet; what can't be moved stays.
    const purged = {
      ids: ["AR1004", "AR1003", "AR1005"],
      coverage: {
        from: "2020-01-01T00:00:00.000Z",
        ratio: null,
        reason: {
          nb: "Det som er eldre enn 1. januar 2020, er flyttet og slettet her. Arkivet tok imot det siste 19. juni 2026.",
          nn: "Det som er eldre enn 1. januar 2020, er flytta og sletta her. Arkivet tok imot det siste 19. juni 2026.",
          en: "What is older than 1 January 2020 has been moved, and deleted here. The archive took its last on 19 June 2026.",
        },
      },
    };
    expect(await ask("2026-07-01")).toEqual(purged);
    expect(store.purge(at("2026-05-31"))).toBe(0);
    expect(store.purge(at("2026-07-01"))).toBe(2);
    expect(store.purge(at("2026-07-01"))).toBe(0);
    expect(await ask("2026-07-01")).toEqual(purged);
    // What is purged does not come back with the register.
    store.add(register, at("2026-07-01"));
    expect(await ask("2026-07-01")).toEqual(purged);
    expect((await ask("2027-07-01")).ids).toEqual(["AR1005"]);
  });

  it("adds what is not there, and takes the register's last word on services", async () => {
    const store = newStore(aRegister([aRecord(1)]));
    const taxReturn = { ...SERVICES.taxReturn, requiredLevel: 4 };
    store.add(
      aRegister([aRecord(1, { title: { nb: "Annet" } }), aRecord(2)], { services: [taxReturn] }),
      NOW,
    );
    const { page } = await openFor(store, TOLD);
    expect((await page()).page.items).toMatchObject([
      { id: "AR1001", title: { nb: "Selvangivelse 1" }, requiredLevel: 4 },
      { id: "AR1002" },
    ]);
  });

  it("reads its register, and names the line that it can't read", () => {
    const iso = (millis: number | null) => (millis === null ? null : new Date(millis).toISOString());
    const dated = (record: ArchiveRecord): object => ({
      ...record,
      createdAt: iso(record.createdAt),
      updatedAt: iso(record.updatedAt),
      movedAt: iso(record.movedAt),
    });
    const lines = [
      { archive: { closedAt: iso(at("2026-06-19")) } },
      ...phases.map((phase) => ({
        phase: { ...phase, before: iso(phase.before), purgedAt: iso(phase.purgedAt) },
      })),
      ...Object.values(SERVICES).map((service) => ({ service })),
      ...records.map((record) => ({ record: dated(record) })),
    ];
    const text = (all: readonly object[]): string =>
      all.map((line) => `${JSON.stringify(line)}\n`).join("\n");
    expect(readRegister(text(lines))).toEqual(register);
    expect(readRegister("")).toEqual({ closedAt: null, phases: [], services: [], records: [] });

    const service = { service: SERVICES.taxReturn };
    const wrongly = (more: object): object => ({ record: { ...dated(aRecord(1)), ...more } });
    const messageOf = (line: object): string => {
      try {
        return JSON.stringify(readRegister(`${JSON.stringify(service)}\n${JSON.stringify(line)}`));
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(
      [
        wrongly({ archiveReference: "1001" }),
        wrongly({ party: "urn:altinn:party:uuid:1" }),
        wrongly({ serviceCode: "4711" }),
        wrongly({ title: {} }),
        wrongly({ movedTo: ["AR1"] }),
        { service: { ...SERVICES.taxReturn, requiredLevel: 5 } },
        { phase: { name: "1", before: "soon" } },
        { record: [] },
      ].map(messageOf),
    ).toEqual(
      [
        "archiveReference is no archive reference",
        "party is no person's or organisation's URN",
        "no line before it is of service 4711/1",
        "title is no text by language",
        "movedTo is no list of URNs",
        "requiredLevel is no level from 0 to 4",
        "before is no moment",
        "it is neither archive, phase, service nor record",
      ].map((why) => `The register's line 2 can't be read: ${why}.`),
    );
  });

  it("shows a status that it does not know in the old platform's words", () => {
    const { status, sourceStatus } = itemOf(aRecord(1, { status: "Til manuell kø" }), SERVICES.taxReturn);
    expect({ status, sourceStatus }).toEqual({ status: "NOT_APPLICABLE", sourceStatus: "Til manuell kø" });
  });
});
