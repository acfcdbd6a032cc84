import { parentPort, workerData } from "node:worker_threads";
import { checkDefinition } from "./check.js";

parentPort?.postMessage(checkDefinition(String(workerData)));
