import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import type { Dialect } from "../../../drizzle/columns.js";
import { packageRoot } from "../../../lib/package-root.js";
import { parseSearch } from "../../../subgraphs/dialogs/rules/search-query.js";
import type { HistoryFilter } from "../../../subgraphs/dialogs/store/selection.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { aDialog, type DialogOptions, NOW, partyOf, scopeOf, serviceOf } from "./dialogs.js";
import { openTestRoom } from "./room.js";
import { aBody, aChange, OWNER } from "./writing/bodies.js";
import { openTestWriter } from "./writing/room.js";

const [OURS, THEIRS] = [partyOf(0), partyOf(1)];
const UUID = "0199a000-0000-7000-8000-00000000000";
const INSTANCE = `urn:altinn:instance-id:50001/${UUID}1`;
const LETTER = `urn:altinn:correspondence-id:${UUID}2`;
const ARCHIVED = "urn:altinn2:archive-reference:ar123";

const named = (name: string, labels: readonly string[], dialog: DialogOptions["dialog"] = {}) =>
  aDialog(name, { dialog, body: { serviceOwnerLabels: [...labels] } });

const dialogs = {
  form: named("form", [`urn:altinn:integration:storage:50001/${UUID}1`, "team-a"], { instanceRef: INSTANCE }),
  letter: named("letter", [LETTER], { externalReference: "URN:Altinn2:archive-reference:AR123" }),
  again: named("again", [LETTER], { sourceId: "altinn-2", status: "COMPLETED" }),
  theirs: named("theirs", [LETTER], { party: THEIRS.urn }),
  otherService: named("other service", [LETTER], { serviceResource: serviceOf(1) }),
  secret: named("secret", [LETTER], { serviceResource: serviceOf(2) }),
  deleted: named("deleted", [LETTER], { deletedAt: NOW }),
  later: named("later", [LETTER], { visibleFrom: NOW + 1 }),
  forPrograms: named("for programs", [LETTER], { isApiOnly: true }),
  plain: named("plain", [], { externalReference: "2026/17" }),
};
const idOf = (name: keyof typeof dialogs): string => dialogs[name].dialog.id;
const own = (name: keyof typeof dialogs): string => `urn:altinn:dialog-id:${idOf(name)}`;

describeOnBothDatabases("what dialogs are called elsewhere", (dialect: Dialect) => {
  const scope = scopeOf([OURS], { [serviceOf(0)]: 3, [serviceOf(2)]: 4 }, { level: 3 });
  const open = async () => {
    const { store, database, statements } = await openTestRoom({
      dialect,
      viewers: {},
      dialogs: Object.values(dialogs),
    });
    return {
      database,
      store,
      statements,
      find: async (
        identifiers: readonly string[],
        filter: HistoryFilter = {},
        words: string | null = null,
      ) => {
        const search = words === null ? null : parseSearch(words);
        const asked = identifiers.map((identifier) => ({ party: OURS.urn.toUpperCase(), identifier }));
        statements.length = 0;
        const found = await store.twins.named({ scope, now: NOW, filter, search }, asked);
        return found.map(({ row, identifiers: by }) => [row.title["nb"], ...by]).sort();
      },
    };
  };

  it("finds what a selection shows by its own id, its instance, its owner's labels and its reference, in one statement", async () => {
    const { find, store, database, statements } = await open();
    const asked = [INSTANCE, LETTER, ARCHIVED, own("plain"), own("theirs"), "2026/17", "team-a"];
    expect(await find(asked)).toEqual([
      ["again", LETTER],
      ["form", INSTANCE],
      ["letter", ARCHIVED, LETTER],
      ["plain", own("plain")],
    ]);
    expect(statements).toHaveLength(1);
    const many = Array.from({ length: 500 }, (_, n) => `urn:altinn2:archive-reference:ar${n}`);
    expect(await find(many)).toEqual([["letter", ARCHIVED]]);
    expect(statements).toHaveLength(1);
    expect(await find([])).toEqual([]);
    expect(statements).toHaveLength(0);

    // Only what the selection shows.
    expect(await find([LETTER], { status: ["COMPLETED"] })).toEqual([["again", LETTER]]);
    expect(await find([LETTER], { source: ["altinn-3"] })).toEqual([["letter", LETTER]]);
    expect(await find([LETTER, INSTANCE], {}, "again")).toEqual([["again", LETTER]]);
    expect(await find([LETTER], {}, "nobody wrote this")).toEqual([]);

    // And the other way round: all that a dialog is called.
    const rows = await database.read.rows<{ seq: number; id: string }>(
      sql`SELECT seq, id FROM dialog WHERE id IN (${idOf("form")}, ${idOf("letter")}, ${idOf("plain")})`,
    );
    statements.length = 0;
    const names = await store.twins.namesOf(rows.map(({ seq, id }) => ({ seq: Number(seq), id })));
    const byId = Object.fromEntries(rows.map(({ seq, id }) => [id, names.get(Number(seq))]));
    expect(byId).toEqual({
      [idOf("form")]: [own("form"), INSTANCE],
      [idOf("letter")]: [ARCHIVED, LETTER, own("letter")],
      [idOf("plain")]: [own("plain")],
    });
    expect(statements).toHaveLength(1);
    expect(await store.twins.namesOf([])).toEqual(new Map());
  });

  it("are the same by the migration as by the rules", async () => {
    const labels = [LETTER, "urn:x:é", "urn:", `urn:x:${"y".repeat(248)}`, "https://a.example/1", "ftp://a"];
    const { database } = await openTestRoom({
      dialect,
      viewers: {},
      dialogs: [
        ...Object.values(dialogs),
        named("odd", labels, { externalReference: " urn:X:Y " }),
        named("long", [`urn:${"y".repeat(250)}`, `urn:${"z".repeat(251)}`]),
      ],
    });
    const all = () =>
      database.read.rows(sql`SELECT * FROM dialog_identifier ORDER BY dialog_seq, identifier`);
    const byRules = await all();
    expect(byRules).toHaveLength(15);
    const folder = join(packageRoot(), "drizzle", "dialogs", dialect);
    const file = readdirSync(folder).find((name) => name.endsWith("identifiers-of-dialogs.sql")) ?? "";
    await database.transaction(async (tx) => {
      await tx.rows(sql`DELETE FROM dialog_identifier RETURNING identifier`);
      await tx.rows(
        sql.raw(readFileSync(join(folder, file), "utf8").replace(/;\s*$/, " RETURNING identifier")),
      );
    });
    expect(await all()).toEqual(byRules);
  });

  it("follow what the owner writes", async () => {
    const { writer, database } = await openTestWriter(dialect);
    const names = async () =>
      (await database.read.rows<{ identifier: string }>(sql`SELECT identifier FROM dialog_identifier`))
        .map(({ identifier }) => identifier)
        .sort();
    const created = await writer.create(
      OWNER,
      aBody({
        externalReference: "urn:altinn2:archive-reference:AR123",
        serviceOwnerContext: { serviceOwnerLabels: [{ value: LETTER }, { value: "team-a" }] },
      }),
    );
    if (created.outcome !== "CREATED") throw new Error(created.outcome);
    const { dialogId } = created;
    expect(await names()).toEqual([ARCHIVED, LETTER]);
    await writer.replace(OWNER, dialogId, aChange({ externalReference: "2026/17" }));
    expect(await names()).toEqual([LETTER]);
    await writer.addOwnerLabel(OWNER, dialogId, { value: ARCHIVED });
    await writer.removeOwnerLabel(OWNER, dialogId, LETTER);
    expect(await names()).toEqual([ARCHIVED]);
    await writer.purge(OWNER, dialogId);
    expect(await names()).toEqual([]);
  });
});
