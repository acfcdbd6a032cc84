import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Dialect } from "../../drizzle/columns.js";
import type { DatabaseOptions } from "../../drizzle/database.js";
import { newLocation } from "./databases.js";
import { runTunet, spawnTunet, type TunetProcess } from "./process.js";

/** An installation of the demo: what its processes are told, and where its databases are. */
export interface Installation {
  readonly settings: Readonly<Record<string, string>>;
  readonly location: DatabaseOptions["location"];
}

/** A new installation, gone when the test has finished. @param dialogs how large the demo's world is */
export const newInstallation = async (dialect: Dialect, dialogs: number): Promise<Installation> => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-start-"));
  const own = dialect === "sqlite" ? null : await newLocation(dialect);
  onTestFinished(async () => {
    await own?.remove();
    rmSync(directory, { recursive: true, force: true });
  });
  const location = own?.location ?? { dialect: "sqlite", directory };
  return {
    location,
    settings: {
      PORT: "0",
      LOG_LEVEL: "warn",
      TUNET_DATA_DIR: directory,
      TUNET_DEMO_DIALOGS: String(dialogs),
      ...(location.dialect === "postgres" ? { DATABASE_URL: location.url } : {}),
    },
  };
};

/** Starts an installation's process; killed when the test has finished, where it still runs. */
export const startTunet = async ({
  settings,
}: Pick<Installation, "settings">): Promise<{ tunet: TunetProcess; url: string }> => {
  const tunet = spawnTunet(["start"], settings);
  onTestFinished(() => tunet.signal("SIGKILL"));
  const [, url = ""] = await tunet.printed(/GraphQL\s+(http\S+)\/graphql/);
  return { tunet, url };
};

/** Asks the graph at an address as a persona. A token is good for all processes of an installation. */
export const askerAs = async (
  persona: string,
  { settings }: Pick<Installation, "settings">,
): Promise<(url: string, query: string, variables?: object) => Promise<unknown>> => {
  const token = (await runTunet(["token", "--persona", persona], settings)).output.trim();
  return async (url, query, variables = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    return response.json();
  };
};
