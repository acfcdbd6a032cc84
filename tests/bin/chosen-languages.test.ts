import Fastify from "fastify";
import { expect, it, onTestFinished } from "vitest";
import { createChosenLanguages } from "../../bin/chosen-languages.js";
import { mountPorts } from "../../bin/room/port-routes.js";
import { createCallReader } from "../../schema/call.js";
import { generateCallKey } from "../../schema/call-token.js";
import { createHttpLanguagePort, type LanguagePort } from "../../schema/language-port.js";
import { createLanguagePort, ProfileStore } from "../../subgraphs/profile/index.js";
import { NOW, personClaims } from "../kit/ask-room.js";
import { describeOnBothDatabases, openTestDatabase } from "../kit/databases.js";
import { ownerOf } from "../rooms/profile/room.js";

const KEY = generateCallKey("test");
const readCall = createCallReader(new Map([[KEY.kid, KEY.publicKey]]), () => NOW);

const open = (languages: LanguagePort) => {
  const time = { now: NOW };
  const warnings: unknown[] = [];
  const chosen = createChosenLanguages({
    languages,
    callKey: KEY,
    clock: () => time.now,
    logger: { warn: (...told: unknown[]) => warnings.push(told[1]) },
  });
  return { chosen, time, warnings };
};

/** The profile's process, over a store. */
const served = async (store: ProfileStore): Promise<LanguagePort> => {
  const app = Fastify();
  onTestFinished(() => app.close());
  const callKeys = { prepareFor: async () => undefined };
  mountPorts(app, { readCall, callKeys, languages: createLanguagePort(store) });
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  const port = createHttpLanguagePort({ url, timeoutMillis: 5_000, maxBytes: 1_000 });
  onTestFinished(() => port.close());
  return port;
};

describeOnBothDatabases("a language that was chosen", (dialect) => {
  it("stands in for a header that is not there, in one process and over HTTP; what nobody chose does not", async () => {
    const { database, statements } = await openTestDatabase(dialect, "profile");
    const store = new ProfileStore(database);
    await store.preferences.update({ owner: ownerOf(0), at: NOW }, null, () => ({ language: "nn" }));
    statements.length = 0;
    for (const port of [createLanguagePort(store), await served(store)]) {
      const { chosen } = open(port);
      expect(await chosen.find(personClaims(0))).toEqual({ "accept-language": "nn" });
      expect(await chosen.find(personClaims(1))).toEqual({});
    }
    expect(statements).toHaveLength(4);
  });
});

it("is needed only where the request names no language", () => {
  const { chosen } = open({ chosenLanguage: async () => "en" });
  const headers = [undefined, "", "*", "*;q=0.5", "nb", "de", "nb-NO,nb;q=0.9,*;q=0.1", "en;q=0.1"];
  expect(headers.map((header) => chosen.isNeeded({ "accept-language": header }))).toEqual([
    ...[true, true, true, true],
    ...[false, false, false, false],
  ]);
});

it("is known for ten seconds, and then asked for again", async () => {
  const claims = personClaims(0);
  let language: "nn" | "en" = "nn";
  const { chosen, time } = open({ chosenLanguage: async () => language });
  expect(chosen.known(claims)).toBeUndefined();
  await chosen.find(claims);
  language = "en";
  time.now += 9_999;
  expect(chosen.known(claims)).toEqual({ "accept-language": "nn" });
  time.now += 1;
  expect(chosen.known(claims)).toBeUndefined();
  expect(await chosen.find(claims)).toEqual({ "accept-language": "en" });
});

it("is nothing to machines, which nobody asks for", async () => {
  const { chosen } = open({ chosenLanguage: () => Promise.reject(new Error("asked")) });
  const machine = {
    consumer: { authority: "iso6523-actorid-upis", ID: "0192:313000018" },
    scope: "digdir:dialogporten",
  };
  expect(await chosen.find(machine)).toEqual({});
  expect(chosen.known(machine)).toEqual({});
});

it("that can't be found out is none for as long, so that no request waits again, and whoever runs it is told", async () => {
  const port = createHttpLanguagePort({ url: "http://127.0.0.1:1", timeoutMillis: 1_000, maxBytes: 1_000 });
  onTestFinished(() => port.close());
  const { chosen, warnings } = open(port);
  const claims = personClaims(0);
  expect(await chosen.find(claims)).toEqual({});
  expect(chosen.known(claims)).toEqual({});
  expect(warnings).toEqual(["Which language somebody has chosen could not be found out."]);
});
