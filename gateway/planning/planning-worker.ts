import { parentPort, workerData } from "node:worker_threads";
import { messageOf } from "../../lib/errors.js";
import { PlanningError } from "./planner.js";
import { openSupergraphPlanner, type SupergraphPlanner } from "./supergraph-planner.js";
import type { PlanningMessage, PlanningWorkerData, PlanQuestion } from "./worker-messages.js";

// The thread that plans: see worker-planner.ts, which starts it.
const port = parentPort;
if (port === null) throw new Error("This module is a thread's: start it as a worker.");

const say = (message: PlanningMessage): void => port.postMessage(message);

const answer = (planner: SupergraphPlanner, operation: string): PlanningMessage => {
  try {
    return { kind: "plan", plan: planner.plan(operation) };
  } catch (error) {
    const problem = error instanceof PlanningError ? error.problem : "FAILED";
    return { kind: "noPlan", problem, message: messageOf(error) };
  }
};

try {
  const planner = openSupergraphPlanner((workerData as PlanningWorkerData).supergraphSdl);
  port.on("message", ({ operation }: PlanQuestion) => say(answer(planner, operation)));
  say({ kind: "ready", facts: planner.facts });
} catch (error) {
  say({ kind: "unusable", message: messageOf(error) });
}
