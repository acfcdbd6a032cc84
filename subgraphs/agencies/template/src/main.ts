import { readFileSync } from "node:fs";
import { createCallReader } from "../../kit/call.js";
import { serveSubgraph } from "../../kit/serve.js";
import { demoTokens, type Tunet } from "../../kit/tunet.js";
import { buildSchema } from "./subgraph.js";

const setting = (name: string, fallback?: string): string => {
  const value = process.env[name] ?? fallback;
  if (value === undefined) throw new Error(`Set ${name}: see README.md.`);
  return value;
};

const url = setting("TUNET_URL", "http://127.0.0.1:4000");
const tunet: Tunet = { url, token: demoTokens(url, setting("AGENCY_PERSONA"), Date.now) };
const service = setting("AGENCY_SERVICE");

const served = await serveSubgraph(
  {
    schema: buildSchema(readFileSync("schema.graphql", "utf8")),
    readCall: createCallReader(`${url}/.well-known/call-keys.json`, "new-agency"),
    contextFor: (call) => ({ call, tunet, service }),
    onError: (error) => process.stderr.write(`${error instanceof Error ? error.stack : error}\n`),
  },
  Number(setting("PORT", "4999")),
);
process.stdout.write(`new-agency listens at ${served.url}\n`);
for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => served.close());
