import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createCallReader } from "../kit/call.js";
import { runAgency } from "../kit/run.js";
import { demoTokens, type Tunet } from "../kit/tunet.js";
import { uuidFor } from "../kit/uuid.js";
import { isTold } from "./assessment.js";
import { startOutbox } from "./outbox.js";
import { readRegister } from "./register.js";
import { AssessmentStore } from "./store.js";
import { buildSchema, createContext } from "./subgraph.js";

const NAME = "skatt";

const setting = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`Set ${name}: see the README.`);
  return value;
};

const url = setting("TUNET_URL").replace(/\/+$/, "");
const tunet: Tunet = { url, token: demoTokens(url, setting("AGENCY_PERSONA"), Date.now) };
const store = new AssessmentStore(join(setting("AGENCY_DATA_DIR"), "skatt.sqlite"));
const register = process.env["AGENCY_REGISTER"];
if (register !== undefined) {
  const now = Date.now();
  store.add(readRegister(readFileSync(register, "utf8")), (assessment) =>
    isTold(assessment, now) ? uuidFor(assessment.id, assessment.assessedAt) : null,
  );
}

// Run in the folder that this file's source is in.
const sdl = readFileSync("schema.graphql", "utf8");
await runAgency({
  name: NAME,
  sdl,
  tunet,
  subgraph: {
    schema: buildSchema(sdl),
    readCall: createCallReader(`${url}/.well-known/call-keys.json`, NAME),
    contextFor: (call) => createContext({ store, tunet, now: Date.now }, call),
    isReady: () => store.ping(),
  },
  // The same address as the last time, where it is free: the registry knows the subgraph by it.
  port: Number(store.kept("port") ?? 0),
  onListening: (port) => store.keep("port", String(port)),
  startWork: (log) =>
    startOutbox({
      store,
      tunet,
      onProblem: (problem) => log("warn", problem),
      onDone: (sent) => log("info", `${sent} dialog(s) sent; none waits.`),
    }),
  close: () => store.close(),
});
