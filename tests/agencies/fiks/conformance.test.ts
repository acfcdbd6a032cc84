import { GraphQLError } from "graphql";
import { expect, it, onTestFinished } from "vitest";
import { type Candidate, Probe } from "../../../schema/history-source/conformance/probe.js";
import { prove } from "../../../schema/history-source/conformance/requirements.js";
import { readLiveSources } from "../../../schema/history-source/directive.js";
import { SOURCES } from "../../../subgraphs/agencies/fiks/records.js";
import { FIKS_SOURCES } from "../../../subgraphs/agencies/fiks/sources.js";
import { buildSchema, createContext } from "../../../subgraphs/agencies/fiks/subgraph.js";
import { serveSubgraph } from "../../../subgraphs/agencies/kit/serve.js";
import { candidateAt, SOURCE_ARGUMENTS } from "../candidate.js";
import { DAY, KARI, KARI_NUMBER, NOW, openFiks, sdl } from "./fiks.js";

/** The platform, served, with two dozen things of Kari's in each source; tokens are the callers' person numbers. */
const servePlatform = async (): Promise<Candidate> => {
  const fiks = await openFiks();
  for (let n = 0; n < 24; n++) {
    fiks.send({ tittel: `Varsel om veg ${n}` }, { sentAt: NOW - Math.floor(n / 4) * DAY });
    fiks.index(`m${n}`, "FAKTURA_V1", { tittel: `Avgift ${n}`, status: "IKKE_BETALT" });
    fiks.tellCase(`sak-${n}`, {
      digisosSoker: { hendelser: [{ type: "soknadsStatus", status: "MOTTATT" }] },
    });
    if (n % 4 === 3) fiks.wait(DAY / 100);
  }
  let calls = 0;
  const served = await serveSubgraph(
    {
      schema: buildSchema(sdl),
      readCall: async (token) => {
        if (token === undefined || !/^\d{11}$/.test(token)) {
          throw new GraphQLError("Not signed.", { extensions: { code: "CALL_NOT_SIGNED" } });
        }
        const subject = { type: "urn:altinn:person:identifier-no", value: token };
        return { requestId: `probe-${calls++}`, caller: { subject, level: 4 } };
      },
      contextFor: (call) => createContext(fiks.platform, call),
      onError: (error) => {
        throw error;
      },
    },
    0,
  );
  onTestFinished(() => served.close());
  return candidateAt(served.url, { party: () => KARI_NUMBER, stranger: "17858400201" });
};

const ARGUMENTS = [...SOURCE_ARGUMENTS, "search"];

it("reads three live sources in what fiks marks, each of which keeps to the contract in every requirement", async () => {
  const { sources, problems } = readLiveSources(
    FIKS_SOURCES.map(({ id, field, name, lastGoodSeconds, presence, action }) => ({
      subgraph: "fiks",
      field,
      directive: { id, ...name, lastGoodSeconds, presence, action },
      arguments: ARGUMENTS,
    })),
  );
  expect(problems).toEqual([]);
  expect(sources.map(({ id }) => id)).toEqual([...SOURCES].sort());
  const candidate = await servePlatform();
  for (const source of sources) {
    const probe = new Probe({ source, candidate, parties: [KARI], clock: () => NOW + DAY, now: () => 0 });
    const proofs = await prove(probe);
    expect({ [source.id]: proofs.filter(({ outcome }) => outcome !== "PASSED") }).toEqual({
      [source.id]: [],
    });
  }
});
