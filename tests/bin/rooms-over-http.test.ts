import { createServer } from "node:net";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openIssuer, seedDemo } from "../../bin/demo.js";
import { openStores } from "../../bin/rooms.js";
import { personas } from "../../demo/index.js";
import { systemClock } from "../../lib/clock.js";
import { packageRoot } from "../../lib/package-root.js";
import { serve } from "../gateway/kit.js";
import { newLocation } from "../kit/databases.js";
import { runTunet, spawnTunet, type TunetProcess } from "../kit/process.js";
import { WORKSPACE } from "../workspace/query.js";

const DIALOGS = 1_000;
const OTHER_ROOMS = ["catalogue", "dialogs", "forms", "profile"] as const;

/** Without the one thing that differs between any two answers: a live source is as of now. */
const QUERY = WORKSPACE.replace(" asOf", "");

const COUNT = "{ workspace { history(first: 1) { totalCount { value } } } }";

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });

const spawned = (args: readonly string[], settings: Readonly<Record<string, string>>): TunetProcess => {
  const process = spawnTunet(args, settings);
  onTestFinished(() => process.signal("SIGKILL"));
  return process;
};

/** Where it listens, as it says itself. */
const urlOf = async (process: TunetProcess): Promise<string> =>
  (await process.printed(/(http:\/\/[\w.:]+)(?:\/graphql)/))[1] ?? "";

/** A seeded data directory, and what its issuer says. */
const install = async () => {
  const { location, remove } = await newLocation("sqlite");
  onTestFinished(remove);
  if (location.dialect !== "sqlite") throw new Error("It was to be SQLite.");
  const stores = await openStores({ location });
  await seedDemo(stores, { location, dialogs: DIALOGS, clock: systemClock });
  await Promise.all(Object.values(stores).map((store) => store.close()));
  const issuer = await openIssuer({ dataDirectory: location.directory });
  const jwksUrl = await serve((_request, response) =>
    response.setHeader("content-type", "application/json").end(JSON.stringify(issuer.jwks)),
  );
  const tokenOf = async (persona: string): Promise<string> => {
    const who = personas.find(({ name }) => name === persona);
    if (who === undefined) throw new Error(`There is no persona "${persona}".`);
    return (await issuer.token(who)).token;
  };
  return {
    settings: { TUNET_DATA_DIR: location.directory, TUNET_ISSUERS: `${issuer.issuer} ${jwksUrl}` },
    tokenOf,
    async ask(url: string, persona: string, query = QUERY): Promise<unknown> {
      const response = await fetch(`${url}/graphql`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${await tokenOf(persona)}`,
          "content-type": "application/json",
        },
        body: JSON.stringify({ query, variables: query === QUERY ? { first: 50 } : {} }),
      });
      return response.json();
    },
  };
};

type Settings = Readonly<Record<string, string>>;

/** Five rooms and a gateway, each in a process of its own. */
const startApart = async (settings: Settings) => {
  const gatewayPort = await freePort();
  const roomSettings = {
    ...settings,
    TUNET_CALL_KEYS_URL: `http://127.0.0.1:${gatewayPort}/.well-known/call-keys.json`,
  };
  const authorization = spawned(["room", "authorization", "--port", "0"], roomSettings);
  const authorizationUrl = await urlOf(authorization);
  const told = { ...roomSettings, TUNET_AUTHORIZATION_URL: authorizationUrl };
  const catalogue = spawned(["room", "catalogue", "--port", "0"], told);
  const catalogueUrl = await urlOf(catalogue);
  const toldAll = { ...told, TUNET_CATALOGUE_URL: catalogueUrl };
  const dialogs = spawned(["room", "dialogs", "--port", "0"], toldAll);
  const dialogsUrl = await urlOf(dialogs);
  const forms = spawned(["room", "forms", "--port", "0"], { ...toldAll, TUNET_DIALOGS_URL: dialogsUrl });
  const profile = spawned(["room", "profile", "--port", "0"], told);
  const rooms = [authorization, catalogue, dialogs, forms, profile];
  const urls = [authorizationUrl, catalogueUrl, dialogsUrl, await urlOf(forms), await urlOf(profile)];
  const supergraph = join(packageRoot(), "schema", "generated", "supergraph.graphql");
  const subgraphs = ["authorization", ...OTHER_ROOMS].flatMap((name, index) => [
    "--subgraph",
    `${name}=${urls[index]}/graphql`,
  ]);
  const gateway = spawned(
    ["gateway", "--supergraph", supergraph, "--port", String(gatewayPort), ...subgraphs],
    settings,
  );
  const url = await urlOf(gateway);
  await Promise.all(rooms.map((room) => room.printed(/the room is ready/)));
  return { url, rooms, authorization };
};

/** The dialogs, and the two rooms that they ask, each in a process of its own; nobody else calls these here. */
const startForOwners = async (settings: Settings) => {
  const [authorizationPort, cataloguePort, dialogsPort] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
  ]);
  const dialogsUrl = `http://127.0.0.1:${dialogsPort}`;
  const told = {
    ...settings,
    TUNET_CALL_KEYS_URL: `${dialogsUrl}/.well-known/call-keys.json`,
    TUNET_AUTHORIZATION_URL: `http://127.0.0.1:${authorizationPort}`,
    TUNET_CATALOGUE_URL: `http://127.0.0.1:${cataloguePort}`,
  };
  await urlOf(spawned(["room", "dialogs", "--port", String(dialogsPort)], told));
  const authorization = spawned(["room", "authorization", "--port", String(authorizationPort)], told);
  const catalogue = spawned(["room", "catalogue", "--port", String(cataloguePort)], told);
  await Promise.all([authorization, catalogue].map((room) => room.printed(/the room is ready/)));
  return { dialogsUrl, catalogue };
};

it("answers over rooms in processes of their own as it does in one, and shows less to nobody when one is gone", async () => {
  const { settings, ask } = await install();
  const together = spawned(["start"], { ...settings, PORT: "0" });
  const [one, apart] = await Promise.all([urlOf(together), startApart(settings)]);

  const answer = await ask(one, "accountant");
  expect(answer).toMatchObject({ data: { workspace: { viewer: { name: "Astrid Tallhaug" } } } });
  expect(await ask(apart.url, "accountant")).toEqual(answer);
  expect(answer).not.toHaveProperty("errors");

  apart.authorization.signal("SIGTERM");
  expect(await apart.authorization.ended).toEqual({ code: 0, signal: null });
  expect(await ask(apart.url, "accountant", COUNT)).toEqual({
    data: null, // not an empty history
    errors: [
      {
        message: 'The subgraph "authorization" could not be reached; try again.',
        path: ["workspace"],
        extensions: { code: "SUBGRAPH_UNAVAILABLE", service: "authorization" },
      },
    ],
  });
}, 30_000);

it("serves service owners from the dialogs' own process, and refuses them while it can't be known whose a service is", async () => {
  const { settings, tokenOf } = await install();
  const { dialogsUrl, catalogue } = await startForOwners(settings);
  const pid = personas.find(({ name }) => name === "kari")?.claims["pid"];
  const person = `urn:altinn:person:identifier-no:${pid}`;
  const token = await tokenOf("service-owner");
  const send = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${dialogsUrl}/dialogporten/api/v1/serviceowner${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith("S") ? text : JSON.parse(text) };
  };
  const dialog = (service: string) => ({
    serviceResource: `urn:altinn:resource:${service}`,
    party: person,
    content: { title: { mediaType: "text/plain", value: [{ languageCode: "nb", value: "Hei" }] } },
  });
  const made = await send("POST", "/dialogs", dialog("fjs-skattekort"));
  expect(made.status).toBe(201);
  expect(await send("POST", "/dialogs", dialog("try-pensjon"))).toMatchObject({ status: 403 });
  // On behalf of Kari: authorization, in its own process, is asked about her.
  expect(await send("GET", `/dialogs/${made.body}?endUserId=${person}`)).toMatchObject({
    status: 200,
    body: { isContentSeen: true, seenSinceLastUpdate: [{ isCurrentEndUser: true }] },
  });

  catalogue.signal("SIGTERM");
  await catalogue.ended;
  expect(await send("POST", "/dialogs", dialog("fjs-skatteoppgjor"))).toEqual({
    status: 503,
    body: "Service Unavailable",
  });
}, 60_000);

it("says in words what a room needs to be told", async () => {
  const run = (name: string, settings: Settings = {}) => runTunet(["room", name, "--port", "0"], settings);
  const keys = { TUNET_CALL_KEYS_URL: "http://127.0.0.1:9/keys" };
  expect(await run("attic")).toEqual({
    code: 1,
    output: 'There is no room "attic". There are: authorization, catalogue, dialogs, forms, profile.\n',
  });
  expect(await run("forms", { TUNET_CALL_KEYS_URL: "here" })).toEqual({
    code: 1,
    output: expect.stringContaining('TUNET_CALL_KEYS_URL: "here" is no http(s) URL'),
  });
  expect(await run("forms")).toEqual({ code: 1, output: expect.stringContaining("Set TUNET_CALL_KEYS_URL") });
  const { location, remove } = await newLocation("sqlite");
  onTestFinished(remove);
  const data = { TUNET_DATA_DIR: location.dialect === "sqlite" ? location.directory : "" };
  expect(await run("forms", { ...keys, ...data, LOG_LEVEL: "silent" })).toEqual({
    code: 1,
    output: expect.stringContaining("Set TUNET_AUTHORIZATION_URL"),
  });
}, 120_000); // a dozen processes start
