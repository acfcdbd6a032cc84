import { expect, it } from "vitest";
import { idFromName, uuidFromName } from "../../../../lib/ids.js";
import {
  type AuditEntry,
  type AuditKind,
  auditEntry,
} from "../../../../subgraphs/authorization/audit/entry.js";
import { AuditStore, appendAudit } from "../../../../subgraphs/authorization/audit/store.js";
import { describeOnBothDatabases, openTestDatabase } from "../../../kit/databases.js";

const START = Date.parse("2026-06-15T08:00:00Z");
const GIVER = uuidFromName("giver");
const RECEIVER = uuidFromName("receiver");
const STRANGER = uuidFromName("stranger");

const actor = { actorId: GIVER, actorOrganization: null, clientId: "client", level: 4 };

const line = (second: number, kind: AuditKind, more: Partial<AuditEntry> = {}): AuditEntry => {
  const at = START + second * 1_000;
  return auditEntry(actor, {
    id: idFromName(`${kind} ${second}`, at),
    at,
    kind,
    partyId: GIVER,
    counterpartId: RECEIVER,
    subject: "urn:altinn:accesspackage:skatt-naering",
    ...more,
  });
};

const everything = { kinds: null, from: null, until: null, afterId: null, take: 100 } as const;

describeOnBothDatabases("the trail's store", (dialect) => {
  it("gives a party's lines back whole, on both sides of them, newest first, and nobody else's", async () => {
    const { database } = await openTestDatabase(dialect, "authorization");
    const store = new AuditStore(database);
    const granted = line(1, "ACCESS_GRANTED", { referenceId: uuidFromName("assignment") });
    const decided = line(2, "DECISION", { action: "read", outcome: "PERMIT" });
    const alone = line(3, "ACCESS_LIST_JOINED", { counterpartId: null, subject: null });
    const ownDoing = line(4, "LOOKUP", { counterpartId: GIVER });
    await store.append([granted, ownDoing, alone, decided]);

    expect(await store.page({ partyId: GIVER, ...everything })).toEqual([ownDoing, alone, decided, granted]);
    expect(await store.page({ partyId: RECEIVER, ...everything })).toEqual([decided, granted]);
    expect(await store.page({ partyId: STRANGER, ...everything })).toEqual([]);
  });

  it("pages through a long trail with every line once, in two statements a page", async () => {
    const { database, statements } = await openTestDatabase(dialect, "authorization");
    const store = new AuditStore(database);
    const lines = Array.from({ length: 1_100 }, (_, index) =>
      line(index, "DECISION", index % 3 === 0 ? { partyId: STRANGER, counterpartId: GIVER } : {}),
    );
    await store.append(lines);

    const seen: string[] = [];
    for (let afterId: string | null = null; ; ) {
      statements.length = 0;
      const page = await store.page({ partyId: GIVER, ...everything, afterId });
      expect(statements).toHaveLength(2);
      if (page.length === 0) break;
      seen.push(...page.map(({ id }) => id));
      afterId = page.at(-1)?.id ?? null;
    }
    expect(seen).toEqual(lines.map(({ id }) => id).reverse());
  });

  it("narrows a trail by kind and by time", async () => {
    const { database } = await openTestDatabase(dialect, "authorization");
    const store = new AuditStore(database);
    const lines = [
      line(1, "ACCESS_GRANTED"),
      line(2, "DECISION"),
      line(3, "ACCESS_REVOKED"),
      line(4, "DECISION"),
    ];
    await store.append(lines);
    const ask = async (query: object) =>
      (await store.page({ partyId: GIVER, ...everything, ...query })).map(({ at }) => (at - START) / 1_000);

    expect(await ask({ kinds: ["ACCESS_GRANTED", "ACCESS_REVOKED"] })).toEqual([3, 1]);
    expect(await ask({ from: START + 2_000, until: START + 4_000 })).toEqual([3, 2]);
  });

  it("is written with what it tells of, or not at all", async () => {
    const { database } = await openTestDatabase(dialect, "authorization");
    const failing = database.transaction(async (tx) => {
      await appendAudit(tx, line(1, "ACCESS_GRANTED"));
      throw new Error("the write that it tells of failed");
    });
    await expect(failing).rejects.toThrow("the write that it tells of failed");
    expect(await new AuditStore(database).page({ partyId: GIVER, ...everything })).toEqual([]);
  });

  it("removes what is older than its time of keeping, a few lines at a time", async () => {
    const { database } = await openTestDatabase(dialect, "authorization");
    const store = new AuditStore(database);
    await store.append([1, 2, 3, 4].map((second) => line(second, "DECISION")));
    expect(await store.removeBefore(START + 4_000, 2)).toBe(2);
    expect(await store.removeBefore(START + 4_000, 2)).toBe(1);
    expect(await store.removeBefore(START + 4_000, 2)).toBe(0);
    expect((await store.page({ partyId: GIVER, ...everything })).map(({ at }) => at)).toEqual([
      START + 4_000,
    ]);
  });
});
