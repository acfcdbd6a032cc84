import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Logger } from "pino";
import { packageRoot } from "../lib/package-root.js";

/** An agency of the demo: a program of its own, which knows nothing of this one but its address. */
interface DemoAgency {
  /** Its subgraph's, and its folder's below subgraphs/agencies/. */
  readonly name: string;
  /** Whose machine token it gets. */
  readonly persona: string;
  /** Settings of its own, as its README has them. */
  readonly settings?: Readonly<Record<string, string>>;
}

const AGENCIES: readonly DemoAgency[] = [
  { name: "skatt", persona: "service-owner" },
  { name: "fiks", persona: "municipal-platform" },
  {
    name: "altinn2",
    persona: "virkeregisteret",
    settings: { ALTINN2_OWNERS: "fjs=service-owner vir=virkeregisteret" },
  },
];

const GRACE_MILLIS = 5_000;
const LEVELS: readonly unknown[] = ["info", "warn", "error"];

export interface AgenciesOptions {
  readonly dataDirectory: string;
  /** Where this program listens. */
  readonly url: string;
  readonly logger: Logger;
  /** What an agency's own register holds at first, one JSON text for each record. */
  registerOf(agency: string): Promise<readonly object[]>;
  /** Synthetic parties, by URN, that agencies with live history sources are asked as before they are published. */
  readonly probeParties: readonly string[];
}

/** Programs that were started. */
export interface StartedAgencies {
  /** Tells them to end, and waits until they have. */
  close(): Promise<void>;
}

/** The register that an agency begins with, as a file: made once, whole or not at all. */
const registerFile = async (
  directory: string,
  records: () => Promise<readonly object[]>,
): Promise<string> => {
  const file = join(directory, "register.ndjson");
  if (existsSync(file)) return file;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, (await records()).map((record) => `${JSON.stringify(record)}\n`).join(""), {
    mode: 0o600,
  });
  renameSync(draft, file);
  return file;
};

const directoryOf = (dataDirectory: string, name: string): string => join(dataDirectory, "agencies", name);

/** What an agency prints goes to the log, at the level that it names. */
const logLines = (child: ChildProcess, name: string, logger: Logger): void => {
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on("line", (line) => {
      let told: { readonly level?: unknown; readonly msg?: unknown } = { level: "warn", msg: line };
      try {
        told = JSON.parse(line);
      } catch {
        // A stack, or something that Node itself says: told as it is.
      }
      const level = LEVELS.includes(told.level) ? (told.level as "info" | "warn" | "error") : "warn";
      logger[level]({ agency: name }, String(told.msg));
    });
  }
};

const startOne = (
  { name, persona, settings }: DemoAgency,
  { dataDirectory, url, logger, probeParties }: AgenciesOptions,
  register: string,
): ChildProcess => {
  const child = spawn(
    process.execPath,
    [join(packageRoot(), "dist", "subgraphs", "agencies", name, "main.js")],
    {
      cwd: join(packageRoot(), "subgraphs", "agencies", name),
      env: {
        TUNET_URL: url,
        AGENCY_PERSONA: persona,
        AGENCY_DATA_DIR: directoryOf(dataDirectory, name),
        AGENCY_REGISTER: register,
        AGENCY_PROBE_PARTIES: probeParties.join(" "),
        ...settings,
      },
      // By the channel it learns that this program is gone, however it went.
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      // Not told by a Ctrl-C in the terminal: this program finishes first what it is asked.
      detached: true,
    },
  );
  logger.info({ agency: name, agencyPid: child.pid }, "The agency starts.");
  logLines(child, name, logger);
  return child;
};

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    const isOver = child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
    if (isOver) resolve();
    else child.once("exit", () => resolve());
  });

const end = async (child: ChildProcess): Promise<void> => {
  const timer = setTimeout(() => child.kill("SIGKILL"), GRACE_MILLIS);
  child.kill("SIGTERM");
  await ended(child);
  clearTimeout(timer);
};

/**
 * Starts the demo's agencies as processes of their own; they join through the registry by themselves, and nothing waits
 * for them. One that ends by itself is told in the log, and not started again: that is for whoever runs it.
 */
export const startAgencies = (options: AgenciesOptions): StartedAgencies => {
  const { logger } = options;
  let isClosing = false;
  // Registers are made one after the other: each is read out of the demo's own database.
  let lastRegister: Promise<unknown> = Promise.resolve();
  const registerOf = (name: string): Promise<string> => {
    const directory = directoryOf(options.dataDirectory, name);
    const register = lastRegister.then(() => registerFile(directory, () => options.registerOf(name)));
    lastRegister = register.catch(() => undefined);
    return register;
  };
  const starting = AGENCIES.map(async (agency) => {
    const { name } = agency;
    try {
      const child = startOne(agency, options, await registerOf(name));
      child.once("error", (error) =>
        logger.error({ agency: name, reason: error.message }, "The agency can't run."),
      );
      child.once("exit", (code, signal) => {
        if (isClosing) return;
        logger.error(
          { agency: name, code, signal },
          "The agency has ended. Its fields are errors until it is back.",
        );
      });
      return child;
    } catch (error) {
      logger.error({ err: error, agency: name }, "The agency could not be started.");
      return null;
    }
  });
  return {
    async close() {
      isClosing = true;
      const children = await Promise.all(starting);
      await Promise.all(children.map((child) => (child === null ? undefined : end(child))));
    },
  };
};
