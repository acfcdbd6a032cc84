import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { businesses } from "../../demo/cast.js";
import { packageRoot } from "../../lib/package-root.js";
import { composeSupergraph } from "../../registry/compose/compose.js";
import { callerOf } from "../../subgraphs/agencies/kit/call.js";
import { serveSubgraph } from "../../subgraphs/agencies/kit/serve.js";
import { AssessmentStore } from "../../subgraphs/agencies/skatt/store.js";
import { buildSchema, createContext } from "../../subgraphs/agencies/skatt/subgraph.js";
import { partyTold, serveTunet } from "../agencies/tunet.js";
import { NOW, startGraph } from "../kit/graph.js";

const START = `mutation($input: StartFormInput!) { it: startForm(input: $input) { errors { message }
  instance { id answers prefilled { path source field } unfilled { path field reason } } } }`;
const RETRY = `mutation($id: ID!) { it: retryFormPrefill(id: $id) { errors { message }
  instance { answers prefilled { path source field } unfilled { path field reason } } } }`;
const SOLE_PROPRIETORS = businesses.nystad.urn;

const generated = join(packageRoot(), "schema", "generated", "subgraphs");
const sdl = readFileSync(join(packageRoot(), "subgraphs", "agencies", "skatt", "schema.graphql"), "utf8");

/** The tax agency's own program, with one assessment, behind a URL. @param mayBeSeen what authorization tells it */
const serveTax = async (mayBeSeen: () => boolean) => {
  const store = new AssessmentStore(":memory:");
  const one = { id: "0198a000-0000-8000-8000-000000000001", party: SOLE_PROPRIETORS, incomeYear: 2025 };
  const amounts = { taxableIncome: 412_000, assessedTax: 90_000, prepaidTax: 90_000, payBy: null };
  store.add([{ ...one, ...amounts, kind: "ORDINARY", assessedAt: NOW - 1_000, dialogId: null }], () => null);
  const tunet = await serveTunet(() => ({
    status: 200,
    body: mayBeSeen() ? [partyTold(businesses.nystad.id, SOLE_PROPRIETORS, ["fjs-skatteoppgjor"])] : [],
  }));
  const served = await serveSubgraph(
    {
      schema: buildSchema(sdl),
      readCall: async (token = "..") => {
        const { viewer } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
        const caller = callerOf(viewer);
        if (caller === null) throw new Error("Nobody asks.");
        return { requestId: "test", caller };
      },
      contextFor: (call) => createContext({ store, tunet, now: () => NOW }, call),
      onError: (error) => {
        throw error;
      },
    },
    0,
  );
  onTestFinished(async () => {
    await served.close();
    store.close();
  });
  return served.url;
};

it("fills in what an agency knows of the party, asked through the gateway as the viewer", async () => {
  const graph = await startGraph({ dialect: "sqlite", dialogs: 1_000 });
  onTestFinished(() => graph.close());
  const done = async (query: string, variables: object) => {
    const { data, errors } = await graph.query("sole-proprietor", query, { ...variables });
    expect(errors).toBeUndefined();
    expect(data.it.errors).toEqual([]);
    return data.it.instance;
  };

  // The agency has not joined: it can not be had, and that is said.
  const { id, ...began } = await done(START, {
    input: { form: "fjs/skattemelding-naering", party: SOLE_PROPRIETORS },
  });
  const path = "/result/assessedBefore";
  expect(began.unfilled).toEqual([{ path, field: expect.stringContaining("skatt"), reason: "UNAVAILABLE" }]);
  expect(began.prefilled.filter((one: { path: string }) => one.path === path)).toEqual([]);

  let mayBeSeen = false;
  const url = await serveTax(() => mayBeSeen);
  const rooms = readdirSync(generated).map((file) => ({
    name: file.replace(".graphql", ""),
    url: "http://localhost.invalid",
    sdl: readFileSync(join(generated, file), "utf8"),
  }));
  const { supergraphSdl } = composeSupergraph([...rooms, { name: "skatt", url, sdl }]);
  await graph.gateway.swap(supergraphSdl);

  // It has, and may show the viewer nothing.
  const hidden = await done(RETRY, { id });
  expect(hidden.prefilled.filter((one: { path: string }) => one.path === path)).toEqual([]);

  mayBeSeen = true;
  const filled = await done(RETRY, { id });
  expect(filled.answers.result).toEqual({ assessedBefore: 412_000 });
  expect(filled.unfilled).toEqual([]);
  expect(filled.prefilled).toContainEqual({ path, source: "GRAPH", field: expect.stringContaining("skatt") });
}, 60_000);
