import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { idFromName } from "../../lib/ids.js";
import { runTunet, spawnTunet } from "../kit/process.js";
import { openReceiver } from "../rooms/dialogs/events/receiver.js";

const SERVICE = "urn:altinn:resource:fjs-skattekort";
const PARTY = "urn:altinn:person:identifier-no:17858400120";

const start = async (webhookHost: string) => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-events-"));
  const settings = {
    PORT: "0",
    LOG_LEVEL: "warn",
    TUNET_DATA_DIR: directory,
    TUNET_DEMO_DIALOGS: "1000",
    TUNET_WEBHOOK_HOSTS: webhookHost,
  };
  const tunet = spawnTunet(["start"], settings);
  onTestFinished(async () => {
    tunet.signal("SIGKILL");
    await tunet.ended;
    rmSync(directory, { recursive: true, force: true });
  });
  const [, url = ""] = await tunet.printed(/GraphQL\s+(http\S+)\/graphql/);
  const token = (await runTunet(["token", "--persona", "service-owner"], settings)).output.trim();
  const ask = async (method: string, path: string, body?: string, type = "application/json") => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "content-type": type }),
      },
      ...(body === undefined ? {} : { body }),
    });
    return { status: response.status, text: await response.text() };
  };
  return { tunet, url, ask };
};

it("many dialogs from one stream come out of the change feed, and to the webhook that subscribed", async () => {
  const receiver = await openReceiver();
  const { tunet, url, ask } = await start(receiver.host);
  const subscriptions = "/events/api/v1/subscriptions";
  const wanted = { endPoint: receiver.url(), resourceFilter: SERVICE };
  expect((await ask("POST", subscriptions, JSON.stringify(wanted))).status).toBe(201);
  await expect
    .poll(async () => JSON.parse((await ask("GET", `${subscriptions}/1`)).text).validated, {
      timeout: 20_000,
    })
    .toBe(true);

  const ids = ["one", "two", "three"].map((name) => idFromName(name, Date.now()));
  const lines = ids.map((id, index) =>
    JSON.stringify({
      id,
      serviceResource: SERVICE,
      party: PARTY,
      content: {
        title: { mediaType: "text/plain", value: [{ languageCode: "nb", value: `Sak ${index}` }] },
      },
    }),
  );
  const bulk = await ask(
    "POST",
    "/dialogporten/api/v1/serviceowner/dialogs/actions/bulkcreate",
    lines.join("\n"),
    "application/x-ndjson",
  );
  expect(bulk.status).toBe(200);
  expect(JSON.parse(bulk.text.trim().split("\n").at(-1) ?? "")).toEqual({
    summary: { lines: 3, created: 3, existing: 0, refused: 0 },
  });

  await expect.poll(() => receiver.taken().length, { timeout: 20_000 }).toBe(3);
  const created = ids.map((id) => ({
    type: "dialogporten.dialog.created.v1",
    source: `${url}/dialogporten/api/v1/enduser/dialogs/${id}`,
    resource: SERVICE,
    resourceinstance: id,
    subject: PARTY,
  }));
  const feed = JSON.parse((await ask("GET", "/events?since=0")).text);
  expect(feed).toMatchObject({ events: created, hasMore: false });
  const byId = new Map(receiver.taken().map((event) => [event.id, event]));
  expect(feed.events).toEqual(feed.events.map(({ id }: { id: string }) => byId.get(id)));

  tunet.signal("SIGTERM");
  expect(await tunet.ended).toEqual({ code: 0, signal: null });
}, 120_000);
