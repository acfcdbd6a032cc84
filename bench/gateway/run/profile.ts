import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { packageRoot } from "../../../lib/package-root.js";
import type { BenchQuery } from "../graph/queries.js";
import type { Field, Runner } from "./field.js";

const SHOWN_FUNCTIONS = 30;
const SHOWN_PLACES = 15;

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
    };
  }[];
  /** Ids of nodes. */
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

/** What took time itself, not what it called. */
export interface SelfTime {
  readonly what: string;
  readonly share: number;
}

export interface ProfileReport {
  /** To be opened in Chromium's DevTools. */
  readonly file: string;
  readonly functions: readonly SelfTime[];
  /** By package, or by folder of ours. */
  readonly places: readonly SelfTime[];
}

const fileOf = (url: string): string => {
  const path = url.startsWith("file:") ? fileURLToPath(url) : url;
  const inPackages = path.lastIndexOf("/node_modules/");
  if (inPackages !== -1) return path.slice(inPackages + "/node_modules/".length);
  const dist = join(packageRoot(), "dist/");
  return path.startsWith(dist) ? path.slice(dist.length) : path;
};

const placeOf = (name: string, url: string): string => {
  // V8's own entries, such as (garbage collector), and functions of Node's that are not JavaScript.
  if (url === "") return name.startsWith("(") && name !== "(anonymous)" ? name : "(built in)";
  if (url.startsWith("node:")) return "node";
  const file = fileOf(url);
  if (!url.includes("/node_modules/")) return dirname(file);
  return file
    .split("/")
    .slice(0, file.startsWith("@") ? 2 : 1)
    .join("/");
};

const top = (micros: ReadonlyMap<string, number>, shown: number): readonly SelfTime[] => {
  const total = [...micros.values()].reduce((sum, value) => sum + value, 0);
  return [...micros]
    .sort(([, a], [, b]) => b - a)
    .slice(0, shown)
    .map(([what, value]) => ({ what, share: value / total }));
};

/** Self times of a profile, without the time in which there was nothing to do. */
export const readProfile = (text: string): Omit<ProfileReport, "file"> => {
  const { nodes, samples, timeDeltas }: CpuProfile = JSON.parse(text);
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const functions = new Map<string, number>();
  const places = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const frame = frames.get(id);
    const micros = timeDeltas[index] ?? 0;
    if (frame === undefined || frame.functionName === "(idle)") continue;
    const name = frame.functionName || "(anonymous)";
    const what = frame.url === "" ? name : `${name}  ${fileOf(frame.url)}:${frame.lineNumber + 1}`;
    const place = placeOf(name, frame.url);
    functions.set(what, (functions.get(what) ?? 0) + micros);
    places.set(place, (places.get(place) ?? 0) + micros);
  }
  return { functions: top(functions, SHOWN_FUNCTIONS), places: top(places, SHOWN_PLACES) };
};

const LOAD = { connections: 50, maxRequests: 200_000 };
const WARM_UP_MILLIS = 4_000;
const PROFILE_MILLIS = 8_000;

/** Profiles a gateway that has been warmed up, under the same load as it is measured with. */
export const profile = async (
  field: Field,
  { peer, port, child }: Runner,
  query: BenchQuery,
): Promise<ProfileReport> => {
  const order = {
    ...LOAD,
    port,
    body: JSON.stringify({ query: query.query, variables: query.variables }),
    subject: `${peer.name}, ${query.name}`,
    right: field.rightAnswer(query),
    millis: PROFILE_MILLIS,
  };
  await field.load.ask("load", { ...order, millis: WARM_UP_MILLIS });
  await child.ask("profileStart");
  await field.load.ask("load", order);
  const text = await child.ask("profileStop");

  const file = join(packageRoot(), "dist", "bench", "profiles", `${peer.name}-${query.name}.cpuprofile`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return { file, ...readProfile(text) };
};
