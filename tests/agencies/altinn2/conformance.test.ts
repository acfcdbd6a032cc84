import { readFileSync } from "node:fs";
import { join } from "node:path";
import { GraphQLError } from "graphql";
import { expect, it, onTestFinished } from "vitest";
import { packageRoot } from "../../../lib/package-root.js";
import { type Candidate, Probe } from "../../../schema/history-source/conformance/probe.js";
import { prove } from "../../../schema/history-source/conformance/requirements.js";
import { readLiveSources } from "../../../schema/history-source/directive.js";
import { ArchiveStore } from "../../../subgraphs/agencies/altinn2/store.js";
import { buildSchema, createContext, SOURCE, sdlOf } from "../../../subgraphs/agencies/altinn2/subgraph.js";
import { createOwnersAsker } from "../../../subgraphs/agencies/altinn2/viewable.js";
import { serveSubgraph } from "../../../subgraphs/agencies/kit/serve.js";
import { candidateAt, SOURCE_ARGUMENTS } from "../candidate.js";
import { partyTold, serveTunet } from "../tunet.js";
import { aRecord, aRegister, COMPANY, DAY, NOW } from "./archive.js";

const number = COMPANY.slice(COMPANY.lastIndexOf(":") + 1);
const schema = buildSchema(
  sdlOf(readFileSync(join(packageRoot(), "subgraphs", "agencies", "altinn2", "schema.graphql"), "utf8")),
);

/** The archive, served; tokens are the callers' organisation numbers. */
const serveArchive = async (): Promise<Candidate> => {
  const store = new ArchiveStore(":memory:");
  const records = Array.from({ length: 30 }, (_, n) =>
    aRecord(n, {
      party: COMPANY,
      serviceCode: "4711",
      updatedAt: NOW - Math.floor(n / 4) * DAY,
      movedTo: n % 3 === 0 ? [] : [`urn:altinn:dialog-id:0199a000-0000-7000-8000-0000000000${n + 10}`],
    }),
  );
  store.add(aRegister(records), NOW);
  const tunet = await serveTunet((_, body) => {
    const isOwn = (JSON.parse(body) as { value: string }).value === number;
    return { status: 200, body: isOwn ? [partyTold("company", COMPANY, ["app_vir_a2-4711-1"])] : [] };
  });
  const askOwners = createOwnersAsker(
    () => tunet,
    store.services(),
    () => NOW,
  );
  let calls = 0;
  const served = await serveSubgraph(
    {
      schema,
      readCall: async (token) => {
        if (token === undefined || !/^\d{9}$/.test(token)) {
          throw new GraphQLError("Not signed.", { extensions: { code: "CALL_NOT_SIGNED" } });
        }
        const subject = { type: "urn:altinn:organization:identifier-no", value: token };
        return { requestId: String(calls++), caller: { subject, level: 3 } };
      },
      contextFor: (call) => createContext({ store, askOwners, salt: "salt", now: () => NOW }, call),
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
  return candidateAt(served.url, { party: (urn) => urn.slice(-9), stranger: "310000042" });
};

it("keeps to the contract of live sources in every requirement", async () => {
  const { id, name, lastGoodSeconds, presence, action } = SOURCE;
  const directive = { id, ...name, lastGoodSeconds, presence, action };
  const [source] = readLiveSources([
    { subgraph: "altinn2", field: SOURCE.field, directive, arguments: SOURCE_ARGUMENTS },
  ]).sources;
  if (source === undefined) throw new Error("The archive is no live source.");
  const candidate = await serveArchive();
  const proofs = await prove(
    new Probe({ source, candidate, parties: [COMPANY], clock: () => NOW, now: () => 0 }),
  );
  expect(proofs.filter(({ outcome }) => outcome !== "PASSED")).toEqual([]);
});
