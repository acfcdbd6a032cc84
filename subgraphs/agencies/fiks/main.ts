import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createCallReader } from "../kit/call.js";
import { createMachineReader } from "../kit/machine.js";
import { runAgency } from "../kit/run.js";
import { demoTokens, type Tunet } from "../kit/tunet.js";
import { createInbound } from "./inbound/routes.js";
import { createPlatform } from "./platform.js";
import { takeRegister } from "./register.js";
import { wholeSdl } from "./sources.js";
import { PlatformStore } from "./store.js";
import { buildSchema, createContext } from "./subgraph.js";

const NAME = "fiks";
const REGISTER_TAKEN = "register-taken";

const setting = (name: string, fallback?: string): string => {
  const value = process.env[name] || fallback;
  if (value === undefined) throw new Error(`Set ${name}: see the README.`);
  return value;
};

const url = setting("TUNET_URL").replace(/\/+$/, "");
const tunetFor = (persona: string): Tunet => ({ url, token: demoTokens(url, persona, Date.now) });
const store = new PlatformStore(join(setting("AGENCY_DATA_DIR"), "fiks.sqlite"));
const platform = createPlatform({
  store,
  tunetFor,
  now: Date.now,
  newId: randomUUID,
  salt: randomBytes(16).toString("base64url"),
});
const register = process.env["AGENCY_REGISTER"];
if (register !== undefined && store.kept(REGISTER_TAKEN) === null) {
  store.transaction(() => {
    takeRegister(platform, readFileSync(register, "utf8"));
    store.keep(REGISTER_TAKEN, "yes");
  });
}

// Run in the folder that this file's source is in.
const sdl = wholeSdl(readFileSync("schema.graphql", "utf8"));
const readMachine = createMachineReader({
  keysUrl: `${url}/demo/.well-known/jwks.json`,
  issuer: setting("AGENCY_ISSUER", "https://issuer.demo.tunet.invalid"),
});
await runAgency({
  name: NAME,
  sdl,
  tunet: tunetFor(setting("AGENCY_PERSONA")),
  probeParties: (process.env["AGENCY_PROBE_PARTIES"] ?? "").split(/\s+/).filter((party) => party !== ""),
  subgraph: {
    schema: buildSchema(sdl),
    readCall: createCallReader(`${url}/.well-known/call-keys.json`, NAME),
    contextFor: (call) => createContext(platform, call),
    isReady: () => store.ping(),
    answerOther: createInbound(platform, readMachine),
  },
  // The same address as the last time, where it is free: the registry knows the subgraph by it.
  port: Number(store.kept("port") ?? 0),
  onListening: (port) => store.keep("port", String(port)),
  close: () => store.close(),
});
