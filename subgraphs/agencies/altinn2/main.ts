import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createCallReader } from "../kit/call.js";
import { type Log, runAgency } from "../kit/run.js";
import { demoTokens, type Tunet } from "../kit/tunet.js";
import { readRegister } from "./register.js";
import { ArchiveStore } from "./store.js";
import { buildSchema, createContext, sdlOf } from "./subgraph.js";
import { createOwnersAsker } from "./viewable.js";

const NAME = "altinn2";
const PURGE_MILLIS = 3_600_000;

const setting = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`Set ${name}: see the README.`);
  return value;
};

const url = setting("TUNET_URL").replace(/\/+$/, "");
const tunetAs = (persona: string): Tunet => ({ url, token: demoTokens(url, persona, Date.now) });
/** `fjs=service-owner vir=…`: as whom each owner has let the archive ask about its services. */
const owners = new Map(
  setting("ALTINN2_OWNERS")
    .split(/\s+/)
    .map((pair) => pair.split("=", 2))
    .map(([owner = "", persona = ""]) => [owner, tunetAs(persona)]),
);
const store = new ArchiveStore(join(setting("AGENCY_DATA_DIR"), "altinn2.sqlite"));
const register = process.env["AGENCY_REGISTER"];
if (register !== undefined) store.add(readRegister(readFileSync(register, "utf8")), Date.now());
const salt = store.kept("salt") ?? randomUUID();
store.keep("salt", salt);

/** Deletes what the migration's phases say, once an hour. */
const startPurging = (log: Log): { close(): Promise<void> } => {
  const purge = (): void => {
    const purged = store.purge(Date.now());
    if (purged > 0) log("info", `${purged} record(s) that were moved have been deleted here.`);
  };
  purge();
  const timer = setInterval(purge, PURGE_MILLIS);
  return {
    async close() {
      clearInterval(timer);
    },
  };
};

const askOwners = createOwnersAsker((owner) => owners.get(owner) ?? null, store.services(), Date.now);

// Run in the folder that this file's source is in.
const sdl = sdlOf(readFileSync("schema.graphql", "utf8"));
await runAgency({
  name: NAME,
  sdl,
  tunet: tunetAs(setting("AGENCY_PERSONA")),
  probeParties: (process.env["AGENCY_PROBE_PARTIES"] ?? "").split(/\s+/).filter((party) => party !== ""),
  subgraph: {
    schema: buildSchema(sdl),
    readCall: createCallReader(`${url}/.well-known/call-keys.json`, NAME),
    contextFor: (call) => createContext({ store, askOwners, salt, now: Date.now }, call),
    isReady: () => store.ping(),
  },
  // The same address as the last time, where it is free: the registry knows the subgraph by it.
  port: Number(store.kept("port") ?? 0),
  onListening: (port) => store.keep("port", String(port)),
  startWork: startPurging,
  close: () => store.close(),
});
