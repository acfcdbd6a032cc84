import { type SQL, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { PERSON_PREFIX } from "../../../schema/urns.js";
import { pieceStatement } from "../../../subgraphs/dialogs/store/counts.js";
import { pageStatement } from "../../../subgraphs/dialogs/store/page.js";
import { postgresDialect } from "../../../subgraphs/dialogs/store/postgres.js";
import { scopeParameters } from "../../../subgraphs/dialogs/store/scope-parameters.js";
import type { HistoryFilter } from "../../../subgraphs/dialogs/store/selection.js";
import { sqliteDialect } from "../../../subgraphs/dialogs/store/sqlite.js";
import { PIECE_SIZES } from "../../../subgraphs/dialogs/store/tally.js";
import { byLane, byParty, WINDOW_SIZES, wayOfMany } from "../../../subgraphs/dialogs/store/ways.js";
import { DialogStore } from "../../../subgraphs/dialogs/store.js";
import { describeOnBothDatabases, openTestDatabase } from "../../kit/databases.js";
import { aDialog, aTransmission, DAY, NOW, partyOf, SOURCES, scopeOf, serviceOf } from "./dialogs.js";
import { onWorkspace, openTestRoom, type TestRoom } from "./room.js";

const PARTIES = Array.from({ length: 500 }, (_, index) => partyOf(index));
const SERVICES = { [serviceOf(0)]: 3, [serviceOf(1)]: 4, [serviceOf(2)]: 3 };
const viewer = (last: number, parties: number) => ({
  party: `${PERSON_PREFIX}1791209999${last}`,
  scope: scopeOf(PARTIES.slice(0, parties), SERVICES, { level: 3 }),
});

const VIEWERS = { one: viewer(1, 1), many: viewer(3, 100), all: viewer(2, 500) };

/** Sixty dialogs of the first party, one of each other. */
const DIALOGS = Array.from({ length: 560 }, (_, index) =>
  aDialog(`letter ${index}`, {
    dialog: {
      party: PARTIES[Math.max(0, index - 60)]?.urn ?? "",
      createdAt: NOW - index * DAY,
      process: `urn:case:${index % 7}`,
      serviceResource: serviceOf(index % 10 === 0 ? 1 : 0),
    },
    transmissions: [aTransmission(`message ${index}`)],
  }),
);

const EVERYTHING = onWorkspace(
  `
  history(first: 50, search: $search) {
    edges { cursor node {
      title summary senderName status sourceStatus extendedStatus dueAt isContentSeen systemLabels folder
      source { name } party { id unreadCount { value } } serviceResource { id } formInstance { id }
      process { id items(first: 5) { edges { node { id } } } }
      dialog {
        content { title { value { value } } additionalInfo { value { value } } } attachments { id } guiActions { id }
        transmissions { id isAuthorized isOpened } activities { id } seenSinceLastUpdate { id }
      }
    } }
    pageInfo { hasNextPage endCursor } totalCount { value precision } facets { by values { key count { value } } }
    sources { state latencyMillis } completeBackTo hiddenByLogin { requiredLevel }
  }`,
  "$search: String",
);

/** How the database goes about a statement. */
const planOf = async ({ database }: TestRoom, statement: SQL): Promise<string> => {
  const isSqlite = database.dialect === "sqlite";
  const rows = await database.read.rows<Record<string, unknown>>(
    isSqlite ? sql`EXPLAIN QUERY PLAN ${statement}` : sql`EXPLAIN ${statement}`,
  );
  return rows.map((row) => row[isSqlite ? "detail" : "QUERY PLAN"]).join("\n");
};

describeOnBothDatabases("what a page of the history costs", (dialect) => {
  it("is the same few statements for one party and for five hundred; for a hundred of the same text", async () => {
    const { ask, statements, authorization } = await openTestRoom({
      dialect,
      viewers: VIEWERS,
      dialogs: DIALOGS,
    });
    const sent = async (name: string, search: string | null): Promise<string[]> => {
      statements.length = 0;
      const { data, errors } = await ask(name, EVERYTHING, { search });
      expect(errors).toBeUndefined();
      expect(data._entities[0].history.edges).toHaveLength(50);
      return [...statements].sort();
    };
    await sent("all", null); // which of many parties have very many dialogs is asked once
    const [forOne, forAll] = [await sent("one", null), await sent("all", null)];
    expect(forAll).toEqual(await sent("many", null));
    expect(forAll).toHaveLength(forOne.length);
    // Page, count, facets, hidden, sources; unread; chains of processes, and their items; dialogs, bodies,
    // transmissions, activities, seen log.
    expect(forOne).toHaveLength(13);
    // For page, count and facets: what the word stands for; twice the extent, the hits by all words and by the open ones,
    // and which of them may be seen; the rows; the facets. PostgreSQL is told how long a look for hits may take, and each
    // of the two is a transaction for that.
    const most = dialect === "postgres" ? 25 : 21;
    for (const name of ["one", "all", "many"]) expect(await sent(name, "letter")).toHaveLength(most);
    expect(authorization.asked.length).toBeLessThanOrEqual(7 * 50);
  });

  it("is nothing for what is not selected", async () => {
    const { ask, statements } = await openTestRoom({ dialect, viewers: VIEWERS, dialogs: DIALOGS });
    const sent = async (selection: string): Promise<number> => {
      statements.length = 0;
      expect((await ask("all", onWorkspace(`history { ${selection} }`))).errors).toBeUndefined();
      return statements.length;
    };
    expect(await sent("__typename")).toBe(0);
    const rows = "edges { cursor node { id title } } pageInfo { endCursor }";
    expect(await sent(rows)).toBe(2); // which parties have very many dialogs is asked once
    expect(await sent(rows)).toBe(1);
    expect(await sent("totalCount { value }")).toBe(1);
    expect(await sent("facets(by: [STATUS, OWNER]) { by }")).toBe(1);
    expect(await sent("hiddenByLogin { requiredLevel }")).toBe(1);
    expect(await sent("edges { node { id } } sources { state } completeBackTo")).toBe(2);
  });

  it("finds what is rare of many parties without passing all that a big one has, in four statements at most", async () => {
    const { database, statements } = await openTestDatabase(dialect, "dialogs");
    const store = new DialogStore(database, {
      ...WINDOW_SIZES,
      ...PIECE_SIZES,
      few: 10,
      bigParty: 50,
      ofAll: 20,
      least: 5,
    });
    await store.upsertSources(SOURCES);
    const drafts = [3, 58, 201];
    await store.createDialogs(
      DIALOGS.map((seed, index) => ({
        ...seed,
        dialog: { ...seed.dialog, status: drafts.includes(index) ? "DRAFT" : "AWAITING" },
      })),
    );
    const order = { field: "CREATED_AT", direction: "DESC" } as const;
    const sent = async (filter: HistoryFilter): Promise<{ ids: string[]; statements: number }> => {
      statements.length = 0;
      const selection = { scope: VIEWERS.all.scope, now: NOW, filter, search: null };
      const rows = await store.history(selection, order, { after: null, take: 3 });
      return { ids: rows.map(({ id }) => id), statements: statements.length };
    };
    const idsOf = (indexes: readonly number[]) => indexes.map((index) => DIALOGS[index]?.dialog.id);
    // Which parties are big; the others; the newest of the big one; its lanes.
    expect(await sent({ status: ["DRAFT"] })).toEqual({ ids: idsOf(drafts), statements: 4 });
    expect(await sent({ status: ["DRAFT"] })).toEqual({ ids: idsOf(drafts), statements: 3 });
    // What is common is among the newest of the big one.
    expect(await sent({ status: ["AWAITING"] })).toEqual({ ids: idsOf([1, 2, 4]), statements: 2 });
  });

  it("asks for unread items of five hundred parties, and for a hundred items by key, in one statement each", async () => {
    const { ask, statements } = await openTestRoom({ dialect, viewers: VIEWERS, dialogs: DIALOGS });
    const query = `query($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on Party { unreadCount { value } } ... on HistoryItem { title }
    } }`;
    const parties = PARTIES.map(({ id }) => ({ __typename: "Party", id }));
    const first = await ask("all", query, { representations: parties });
    expect(first.errors).toBeUndefined();
    expect(
      first.data._entities.map((party: { unreadCount: { value: number } }) => party.unreadCount.value),
    ).toEqual(
      PARTIES.map(
        ({ urn }) =>
          DIALOGS.filter(({ dialog }) => dialog.party === urn && dialog.serviceResource === serviceOf(0))
            .length,
      ),
    );
    expect(statements).toHaveLength(1);

    statements.length = 0;
    const items = DIALOGS.slice(0, 100).map(({ dialog }) => ({ __typename: "HistoryItem", id: dialog.id }));
    const second = await ask("all", query, { representations: items });
    expect(second.data._entities.map((item: { title: string } | null) => item?.title ?? null)).toEqual(
      DIALOGS.slice(0, 100).map(({ dialog }) =>
        dialog.serviceResource === serviceOf(0) ? dialog.title.nb : null,
      ),
    );
    expect(statements).toHaveLength(1);
  });

  it("reads each party's index in its order, and never the whole table", async () => {
    const many = Array.from({ length: 3_000 }, (_, index) =>
      aDialog(`many ${index}`, {
        dialog: { party: PARTIES[index % 20]?.urn ?? "", dueAt: index % 3 ? null : NOW },
      }),
    );
    const room = await openTestRoom({ dialect, viewers: VIEWERS, dialogs: many });
    if (dialect === "postgres") {
      await room.database.read.rows(sql`CHECKPOINT`); // commits that are not on disk yet keep pages from being all visible
      await room.database.read.rows(sql`VACUUM ANALYZE dialog`);
    }
    const parts = dialect === "sqlite" ? sqliteDialect : postgresDialect;
    const selection = { scope: VIEWERS.all.scope, now: NOW, filter: {}, search: null };
    const columns = sql`d.id`;
    const indexes = {
      CONTENT_UPDATED_AT: "dialog_by_party",
      CREATED_AT: "dialog_by_party_created",
      DUE_AT: "dialog_by_party_due",
    };
    for (const [field, index] of Object.entries(indexes) as [keyof typeof indexes, string][]) {
      const order = { field, direction: "DESC" } as const;
      const plan = await planOf(
        room,
        pageStatement(parts, columns, selection, {
          order,
          after: null,
          take: 51,
          way: wayOfMany(selection, order),
          window: null,
        }),
      );
      const inOrder =
        dialect === "sqlite"
          ? new RegExp(
              `CORRELATED SCALAR SUBQUERY \\d+\\n *SEARCH x USING (COVERING )?INDEX ${index} \\(party=\\?`,
            )
          : new RegExp(`Limit [^\\n]*\\n *-> +Index (Only )?Scan Backward using ${index} `);
      expect(plan).toMatch(inOrder);
      expect(plan).not.toMatch(/SCAN x\b|SCAN d\b|Seq Scan on dialog/);
    }
    const piece = {
      parameters: scopeParameters(selection.scope),
      way: byParty("CONTENT_UPDATED_AT"),
      field: "CONTENT_UPDATED_AT",
      before: null,
      window: 512,
      withGranted: true,
      limit: 10_001,
    } as const;
    for (const statement of [
      pieceStatement(parts, selection, [], "SHOWN", piece),
      pieceStatement(parts, selection, [], "HIDDEN", piece),
      pieceStatement(parts, { ...selection, filter: { folder: "BIN" } }, [], "SHOWN", {
        ...piece,
        way: byLane(parts, { ...selection, filter: { folder: "BIN" } }),
        window: null,
      }),
    ]) {
      const plan = await planOf(room, statement);
      expect(plan).toMatch(
        /COVERING INDEX dialog_by_party\w* |Index Only Scan[a-zA-Z ]* using dialog_by_party\w* /,
      );
      expect(plan).not.toMatch(/SCAN x\b|SCAN d\b|Seq Scan on dialog/);
    }
  });
});
