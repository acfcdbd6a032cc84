// Loaded into every child before its own program: tells what the process has used, takes profiles, and ends the process
// when the benchmark is gone. A gateway's own program knows nothing of it.
import type { Session } from "node:inspector/promises";
import { onOrder } from "./orders.js";

let session: Session | null = null;

const usage = () => {
  const { user, system } = process.cpuUsage();
  return { cpuMicros: user + system, residentBytes: process.memoryUsage.rss() };
};

const profileStart = async () => {
  const inspector = await import("node:inspector/promises");
  session = new inspector.Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: 200 });
  await session.post("Profiler.start");
  return null;
};

const profileStop = async () => {
  if (session === null) throw new Error("No profile was begun.");
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();
  session = null;
  return JSON.stringify(profile);
};

onOrder({
  usage,
  profileStart,
  profileStop,
  exit: () => {
    setImmediate(() => process.exit(0));
    return null;
  },
});

process.on("disconnect", () => process.exit(0));
