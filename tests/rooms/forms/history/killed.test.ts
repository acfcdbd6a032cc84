import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, it, onTestFinished } from "vitest";
import type { DatabaseOptions } from "../../../../drizzle/database.js";
import type { FormDefinitionRow } from "../../../../drizzle/forms/tables.js";
import { packageRoot } from "../../../../lib/package-root.js";
import { NOW, partyOf } from "../../../kit/ask-room.js";
import { describeOnBothDatabases, newLocation } from "../../../kit/databases.js";
import { anInstance, DEFINITION } from "../forms.js";
import { openHistoryWorld } from "./world.js";

const KILLS = 5;
const WRITERS = 4;
/** Longer than a lease: what a killed process held is taken over at once. */
const ROUND_MILLIS = 120_000;
const CHILD = join(packageRoot(), "tests", "rooms", "forms", "history", "submit-until-killed.mjs");

/** One step, and the agency's to look at. */
const ONE_STEP: FormDefinitionRow = {
  ...DEFINITION,
  tasks: [
    { elementId: "fill", type: "DATA", name: { nb: "Fyll ut" } },
    { elementId: "wait", type: "FEEDBACK", name: { nb: "Til behandling" } },
  ],
};

/** Runs the submitting process, and kills it once it has acknowledged so many. @returns the ids that it acknowledged */
const killAfter = async (
  acknowledgements: number,
  round: number,
  location: DatabaseOptions["location"],
): Promise<readonly string[]> => {
  const told = {
    location,
    name: `round ${round}`,
    now: NOW + round * ROUND_MILLIS,
    template: anInstance("template"),
    definition: ONE_STEP,
    owner: partyOf(30).urn,
  };
  const child = spawn(process.execPath, [CHILD, JSON.stringify(told)], { stdio: ["ignore", "pipe", "pipe"] });
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaints += chunk.toString("utf8");
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    child.once("close", (_, signal) => resolve(signal));
  });
  const done: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    done.push(JSON.parse(line).id);
    if (done.length === acknowledgements) child.kill("SIGKILL");
  }
  expect(await ended, complaints).toBe("SIGKILL");
  expect(complaints).toBe("");
  return done;
};

describeOnBothDatabases("a process that is killed while forms are submitted", (dialect) => {
  it(`has every submission that it acknowledged in the history exactly once, ${KILLS} times over`, async () => {
    const { location, remove } = await newLocation(dialect);
    onTestFinished(remove);
    const world = await openHistoryWorld(dialect, { location });
    await world.forms.upsert({ definitions: [ONE_STEP], instances: [] });
    const acknowledged: string[] = [];
    for (let round = 1; round <= KILLS; round++) {
      const after = 10 + ((round * 17) % 40); // now in the first ones, now in the middle of what is behind
      acknowledged.push(...(await killAfter(after, round, location)));
    }
    world.advance((KILLS + 1) * ROUND_MILLIS);
    await world.work.runOnce();

    const dialogs = await world.dialogs();
    const refs = dialogs.map(({ row }) => row.instanceRef);
    expect(new Set(refs).size).toBe(refs.length);
    expect(acknowledged.filter((id) => !refs.includes(id))).toEqual([]);
    // What is there without having been acknowledged was on its way when the process died: one of each writer.
    expect(refs.length - acknowledged.length).toBeLessThanOrEqual(KILLS * WRITERS);
    const sent = dialogs.filter(({ row }) => acknowledged.includes(row.instanceRef ?? ""));
    for (const { row, activities, transmissions } of sent) {
      expect([row.status, activities, transmissions]).toEqual([
        "AWAITING",
        ["DIALOG_CREATED", "FORM_SUBMITTED"],
        [{ type: "SUBMISSION", title: "Skjemaet er sendt inn" }],
      ]);
    }
    expect(await world.forms.history.takeDue({ now: Number.MAX_SAFE_INTEGER, until: 0, take: 1 })).toEqual(
      [],
    );
  }, 120_000);
});
