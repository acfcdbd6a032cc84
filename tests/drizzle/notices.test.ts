import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { openDatabase } from "../../drizzle/open.js";
import { describeOnBothDatabases, newLocation, openTestDatabase } from "../kit/databases.js";

/** A listener that can be waited for. */
const aListener = () => {
  let told = 0;
  let wake: () => void = () => undefined;
  return {
    get told() {
      return told;
    },
    listener: () => {
      told++;
      wake();
    },
    next: () =>
      new Promise<void>((resolve) => {
        wake = resolve;
      }),
  };
};

describeOnBothDatabases("a room's notices", (dialect) => {
  it("come after a commit, and not after a rollback", async () => {
    const { database } = await openTestDatabase(dialect, "catalogue");
    let commits = 0;
    const end = database.onCommit(() => commits++);
    await database.transaction(async () => undefined);
    await expect(
      database.transaction(async () => {
        throw new Error("stop here");
      }),
    ).rejects.toThrow("stop here");
    expect(commits).toBe(1);
    end();
    await database.transaction(async () => undefined);
    expect(commits).toBe(1);
  });

  it("a listener that throws stops neither the writer nor other listeners", async () => {
    const { database } = await openTestDatabase(dialect, "catalogue");
    let commits = 0;
    database.onCommit(() => {
      throw new Error("mine");
    });
    database.onCommit(() => commits++);
    expect(await database.transaction(async () => "written")).toBe("written");
    expect(commits).toBe(1);
  });

  it("reach who listens on the channel, until they stop", async () => {
    const { database } = await openTestDatabase(dialect, "catalogue");
    const one = aListener();
    const other = aListener();
    const end = await database.listen("one", one.listener);
    await database.listen("other", other.listener);
    const before = { one: one.told, other: other.told };
    const arrived = one.next();
    await database.notify("one");
    await arrived;
    expect({ one: one.told, other: other.told }).toEqual({ one: before.one + 1, other: before.other });
    await end();
    const last = other.next();
    await database.notify("one");
    await database.notify("other");
    await last;
    expect(one.told).toBe(before.one + 1);
  });
});

it("PostgreSQL's notices reach other processes of the same room", async () => {
  const { location, remove } = await newLocation("postgres");
  const here = await openDatabase({ room: "catalogue", location });
  const there = await openDatabase({ room: "catalogue", location });
  try {
    const listening = aListener();
    await there.listen("news", listening.listener);
    const arrived = listening.next();
    await here.notify("news");
    await arrived;
  } finally {
    await Promise.all([here.close(), there.close()]);
    await remove();
  }
});

it("a transaction whose connection breaks fails, and the next one works", async () => {
  const { location, remove } = await newLocation("postgres");
  const database = await openDatabase({ room: "catalogue", location });
  try {
    await expect(
      database.transaction(async (tx) => {
        const [own] = await tx.rows<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`);
        await database.read.rows(sql`SELECT pg_terminate_backend(${own?.pid})`);
        await tx.rows(sql`SELECT 1`);
      }),
    ).rejects.toThrow();
    expect(await database.transaction((tx) => tx.rows(sql`SELECT 1 AS one`))).toEqual([{ one: 1 }]);
  } finally {
    await database.close();
    await remove();
  }
});
