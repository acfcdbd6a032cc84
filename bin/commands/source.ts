import { readFileSync } from "node:fs";
import { Agent } from "undici";
import { SECOND_MILLIS, systemClock } from "../../lib/clock.js";
import { messageOf } from "../../lib/errors.js";
import { generateCallKey } from "../../schema/call-token.js";
import { asMarkedField, readSourceDocument } from "../../schema/history-source/conformance/document.js";
import { type Candidate, Probe } from "../../schema/history-source/conformance/probe.js";
import { type Proof, prove } from "../../schema/history-source/conformance/requirements.js";
import { checkSourceSdl } from "../../schema/history-source/conformance/sdl.js";
import type { SdlProblem } from "../../schema/history-source/conformance/sdl-problem.js";
import { isTestParty } from "../../schema/history-source/conformance/test-parties.js";
import { readLiveSources } from "../../schema/history-source/directive.js";
import type { LiveSource } from "../../schema/history-source/source.js";
import { CommandError } from "../command-error.js";
import { createProbedCandidate } from "../registry/probed-candidate.js";
import { serveStandIn } from "../stand-in.js";

export interface SourceCheckOptions {
  /** Of the subgraph; left out: the id of its mark. */
  readonly name?: string;
  /** A file; left out: the subgraph is asked for it. */
  readonly schema?: string;
  readonly party: readonly string[];
  readonly standInPort: number;
  /** How long to wait for the subgraph, in seconds. */
  readonly wait: number;
  readonly json?: boolean;
}

/** What became of checking one source. */
interface Checked {
  readonly source: string;
  readonly proofs: readonly Proof[];
}

const RETRY_MILLIS = 500;
const SDL_QUESTION = { subgraph: "", query: "{ _service { sdl } }", variables: {} };

/** Asks until somebody answers. @throws CommandError where nobody does in time */
const sdlFrom = async (candidate: Candidate, { wait }: SourceCheckOptions): Promise<string> => {
  const until = systemClock() + wait * SECOND_MILLIS;
  for (;;) {
    try {
      const { data, errors } = await candidate.ask(SDL_QUESTION, { kind: "STRANGER" });
      const { sdl } = (data?.["_service"] ?? {}) as { sdl?: unknown };
      if (typeof sdl === "string") return sdl;
      const said = errors[0]?.message ?? "It said nothing of it.";
      throw new CommandError(
        `The subgraph does not give its SDL: ${said} Is it started with the stand-in as TUNET_URL? Or name a file: --schema.`,
      );
    } catch (error) {
      if (error instanceof CommandError) throw error;
      if (systemClock() >= until)
        throw new CommandError(`The subgraph does not answer: ${messageOf(error)}`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, RETRY_MILLIS));
    }
  }
};

const readFile = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new CommandError(`${file} can't be read: ${messageOf(cause)}`, { cause });
  }
};

/** A subgraph is called what the id of its first mark begins with, if nobody says otherwise. */
const nameIn = (sdl: string): string => {
  const [mark] = readSourceDocument("subgraph", sdl).marks;
  if (mark === undefined) throw new CommandError("The SDL has no field that is marked @historySource.");
  return String(asMarkedField({ subgraph: "" }, mark.field, mark.mark).directive["id"]);
};

const sourcesIn = (name: string, sdl: string): readonly LiveSource[] => {
  const document = readSourceDocument(name, sdl);
  return readLiveSources(document.marks.map(({ field, mark }) => asMarkedField(document, field, mark)))
    .sources;
};

const WORDS = { PASSED: "pass", FAILED: "FAIL", NOT_PROVEN: "not proven" } as const;

const inLines = (problems: readonly SdlProblem[], checked: readonly Checked[], file: string): string[] => [
  ...problems.map(
    ({ code, message, line, column }) => `FAIL        ${file}:${line}:${column} ${message} (${code})`,
  ),
  ...checked.flatMap(({ source, proofs }) => [
    "",
    `The source ${source}`,
    ...proofs.map(({ id, level, sentence, outcome, detail }) =>
      [
        `  ${WORDS[outcome].padEnd(10)}  ${level.padEnd(6)}  ${id}: ${sentence}`,
        ...(detail === null ? [] : [`              ${detail}`]),
      ].join("\n"),
    ),
  ]),
];

const sumUp = (problems: readonly SdlProblem[], checked: readonly Checked[]): string => {
  const proofs = checked.flatMap((one) => one.proofs);
  const count = (outcome: Proof["outcome"]): number =>
    proofs.filter((proof) => proof.outcome === outcome).length;
  const failed = count("FAILED") + problems.length;
  return `\n${count("PASSED")} passed, ${failed} failed, ${count("NOT_PROVEN")} not proven.`;
};

const mustFail = (problems: readonly SdlProblem[], checked: readonly Checked[]): boolean =>
  problems.length > 0 ||
  checked.some(({ proofs }) => proofs.some(({ level, outcome }) => level === "MUST" && outcome === "FAILED"));

/**
 * Holds a running subgraph to the contract of live sources, with no Tunet at all: a stand-in signs calls and says whom
 * test parties may act for. Ends with 1 where a MUST is broken.
 */
export const checkSource = async (url: string, options: SourceCheckOptions): Promise<void> => {
  const parties = options.party.map((party) => party.toLowerCase());
  const stranger = parties.find((party) => !isTestParty(party));
  if (stranger !== undefined)
    throw new CommandError(`${stranger} is no synthetic person or organisation. Name one that is.`);
  const callKey = generateCallKey("stand-in");
  const standIn = await serveStandIn({ port: options.standInPort, callKey, parties });
  const agent = new Agent();
  try {
    if (options.json !== true)
      console.error(
        `Tunet's stand-in is at ${standIn.url}: start the subgraph with TUNET_URL=${standIn.url}.`,
      );
    const candidate = createProbedCandidate({
      url: new URL(url),
      dispatcher: agent,
      callKey,
      name: options.name ?? null,
      signal: new AbortController().signal,
    });
    const running = await sdlFrom(candidate, options);
    const sdl = options.schema === undefined ? running : readFile(options.schema);
    const name = options.name ?? nameIn(sdl);
    const problems = checkSourceSdl({ name, sdl });
    const checked: Checked[] = [];
    for (const source of problems.length > 0 ? [] : sourcesIn(name, sdl)) {
      const probe = new Probe({
        source,
        candidate,
        parties,
        clock: systemClock,
        now: () => performance.now(),
      });
      checked.push({ source: source.id, proofs: await prove(probe) });
    }
    if (options.json === true) console.log(JSON.stringify({ problems, sources: checked }, null, 2));
    else
      console.log(
        [...inLines(problems, checked, options.schema ?? name), sumUp(problems, checked)].join("\n"),
      );
    if (mustFail(problems, checked)) process.exitCode = 1;
  } finally {
    await agent.destroy();
    await standIn.close();
  }
};
