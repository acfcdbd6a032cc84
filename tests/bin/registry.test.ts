import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { parse } from "graphql";
import { createHandler } from "graphql-http/lib/use/http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runTunet, spawnTunet, type TunetProcess } from "../kit/process.js";

const SDL = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])

type Query {
  "What the agency calls itself."
  fjordtax: FjordtaxOffice
}

"An office."
type FjordtaxOffice {
  "Its name."
  name: String
  "Where it is."
  town: String
}
`;

let directory: string;
let tunet: TunetProcess;
let url: string;
let agency: Server;
let token: string;

const settings = (): Record<string, string> => ({ TUNET_DATA_DIR: directory, TUNET_URL: url });
const file = (name: string, text: string): string => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};
/** As the agency's own machine. */
const asAgency = (...args: string[]) => runTunet(args, { ...settings(), TUNET_TOKEN: token });
/** As nobody in particular: against the local demo that is the operator. */
const asOperator = (...args: string[]) => runTunet(args, settings());

const ask = async (query: string) => {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as { data?: unknown; errors?: { extensions: { code: string } }[] };
};

/** Resolves once the gateway serves a supergraph. */
const served = (number: number) =>
  tunet.printed(new RegExp(`"supergraph":${number},"msg":"The registry's newest`));

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "tunet-registry-"));
  const schema = buildSubgraphSchema({
    typeDefs: parse(SDL),
    resolvers: { Query: { fjordtax: () => ({ name: "Fjordskatt", town: "Fjordvik" }) } },
  });
  agency = createServer(createHandler({ schema }));
  await new Promise<void>((resolve) => agency.listen(0, "127.0.0.1", resolve));
  const environment = { TUNET_DATA_DIR: directory, PORT: "0", TUNET_DEMO_DIALOGS: "1000", LOG_LEVEL: "info" };
  tunet = spawnTunet(["start"], environment);
  [, url = ""] = await tunet.printed(/GraphQL {3}(http:\/\/\S+)\/graphql/);
  token = (await runTunet(["token", "--persona", "service-owner"], settings())).output.trim();
}, 120_000);

afterAll(async () => {
  tunet.signal("SIGTERM");
  await tunet.ended;
  agency.close();
  rmSync(directory, { recursive: true });
}, 60_000);

it("lets an agency join, change, break nothing that is used, and go, from the command line", async () => {
  const place = `fjordtax=http://127.0.0.1:${(agency.address() as AddressInfo).port}/graphql`;
  const schema = `fjordtax=${file("tax.graphql", SDL)}`;

  const broken = await asAgency(
    "subgraph",
    "check",
    "--schema",
    `fjordtax=${file("bad.graphql", "type Query {\n  a: Nothing\n}")}`,
    "--url",
    place,
  );
  expect(broken.code).toBe(1);
  expect(broken.output).toMatch(/^ERROR {3}.*bad\.graphql:2:3 .*Query\.a is not a name of fjordtax's/m);
  expect(broken.output).toMatch(/^It can't be published\.$/m);

  expect(
    await asAgency("subgraph", "publish", "--schema", schema, "--url", place, "--reason", "we join"),
  ).toEqual({
    code: 0,
    output: "0 error(s), 0 warning(s), 0 notice(s)\nSupergraph 2 serves.\n",
  });
  const query = "{ fjordtax { name town } }";
  await served(2);
  // Not by the field that goes: what clients were seen to send would keep it.
  expect(await ask("{ fjordtax { name } }")).toEqual({ data: { fjordtax: { name: "Fjordskatt" } } });

  expect((await asAgency("subgraph", "publish", "--schema", schema)).output).toBe(
    "Nothing changed: supergraph 2 serves.\n",
  );
  const smaller = `fjordtax=${file("small.graphql", SDL.replace('  "Where it is."\n  town: String\n', ""))}`;
  const second = await asAgency("subgraph", "publish", "--schema", smaller, "--json");
  expect(JSON.parse(second.output)).toMatchObject({ isPublished: true, isChanged: true, supergraph: 3 });
  expect((await asOperator("supergraph", "diff", "2", "3")).output).toBe(
    "fjordtax changed from version 1 to 2\nBREAKING  Field 'town' was removed from object type 'FjordtaxOffice'\n",
  );
  expect((await asAgency("supergraph", "usage", "FjordtaxOffice.nothing")).output).toBe(
    "No recorded operation touches FjordtaxOffice.nothing.\n",
  );
  await served(3);
  expect((await ask(query)).errors?.[0]?.extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");

  expect((await asAgency("subgraph", "rollback", "fjordtax", "1", "--reason", "too early")).output).toMatch(
    /Supergraph 4 serves\.\n$/,
  );
  await served(4);
  expect(await ask(query)).toEqual({ data: { fjordtax: { name: "Fjordskatt", town: "Fjordvik" } } });
  const history = await asAgency("subgraph", "history", "fjordtax", "--json");
  expect(
    JSON.parse(history.output).map(({ number, reason }: { number: number; reason: string | null }) => [
      number,
      reason,
    ]),
  ).toEqual([
    [3, "too early"],
    [2, null],
    [1, "we join"],
  ]);
  expect((await asAgency("subgraph", "list")).output).toMatch(
    /^fjordtax {6,}version 3 .* of org:\d{9} {2}http:/m,
  );

  const refused = await asAgency("supergraph", "rollback", "1");
  expect(refused).toEqual({
    code: 1,
    output: "Only the operator may roll the whole supergraph back. (OPERATOR_ONLY)\n",
  });
  expect((await asAgency("subgraph", "delete", "dialogs")).output).toBe(
    "The subgraph dialogs belongs to somebody else. (SUBGRAPH_NOT_YOURS)\n",
  );
  expect((await asOperator("supergraph", "rollback", "1", "--reason", "all out")).output).toBe(
    "Supergraph 5 serves what 1 was made of.\n",
  );
  await served(5);
  expect((await ask(query)).errors?.[0]?.extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
  expect((await asOperator("supergraph", "show")).output).toMatch(
    /^supergraph 5 {2}ROLLBACK .* by operator {2}all out\n {2}authorization {2}version 1\n/,
  );
}, 120_000);

it("refuses who has no token, a person, and what is no request", async () => {
  const post = async (headers: Record<string, string>, body: string) => {
    const response = await fetch(`${url}/registry`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
    });
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
    return [response.status, errors[0]?.extensions.code];
  };
  const kari = (await runTunet(["token", "--persona", "kari"], settings())).output.trim();
  expect(await post({}, '{"query":"{ subgraphs { name } }"}')).toEqual([401, "UNAUTHENTICATED"]);
  expect(await post({ authorization: `Bearer ${kari}` }, '{"query":"{ subgraphs { name } }"}')).toEqual([
    403,
    "MACHINE_TOKEN_NEEDED",
  ]);
  expect(await post({ authorization: `Bearer ${token}` }, "{}")).toEqual([400, "BAD_REQUEST"]);
  expect(await post({ authorization: `Bearer ${token}` }, "{")).toEqual([400, "BAD_REQUEST"]);
  expect(
    (await fetch(`${url}/registry/supergraph`, { headers: { authorization: `Bearer ${token}` } })).status,
  ).toBe(401);
});
