import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { packageRoot } from "../../lib/package-root.js";
import { runTunet, spawnTunet } from "../kit/process.js";

const page = readFileSync(join(packageRoot(), "docs", "dialogs-for-service-owners.md"), "utf8");

/** What the command after a heading sends: its `-d '…'`. */
const sentAfter = (heading: string): string => {
  const [, sent = ""] = /-d '([^']+)'/.exec(page.slice(page.indexOf(heading))) ?? [];
  return sent;
};

/** An installation of its own, with the demo in it. */
const startDemo = async () => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-owners-"));
  const settings = {
    PORT: "0",
    LOG_LEVEL: "warn",
    TUNET_DATA_DIR: directory,
    TUNET_DEMO_DIALOGS: "1000",
  };
  const tunet = spawnTunet(["start"], settings);
  onTestFinished(async () => {
    tunet.signal("SIGKILL");
    await tunet.ended;
    rmSync(directory, { recursive: true, force: true });
  });
  const [, url = ""] = await tunet.printed(/GraphQL\s+(http\S+)\/graphql/);
  const tokenOf = async (persona: string): Promise<string> =>
    (await runTunet(["token", "--persona", persona], settings)).output.trim();
  const [owner, kari] = await Promise.all([tokenOf("service-owner"), tokenOf("kari")]);
  const send = async (
    method: string,
    path: string,
    request: { readonly token: string; readonly body?: string; readonly type?: string },
  ) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${request.token}`,
        ...(request.body === undefined ? {} : { "content-type": request.type ?? "application/json" }),
      },
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" ? null : JSON.parse(text),
    };
  };
  return { owner, kari, send };
};

it("keeps what the page for service owners says: made, seen in a persona's history, patched, deleted", async () => {
  const { owner, kari, send } = await startDemo();
  const newest = async () => {
    const { body } = await send("POST", "/graphql", { token: kari, body: sentAfter("**See it**") });
    return body.data.workspace.history.edges[0].node;
  };
  const api = "/dialogporten/api/v1/serviceowner/dialogs";

  const made = await send("POST", api, { token: owner, body: sentAfter("**Create**") });
  expect(made).toMatchObject({ status: 201, body: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  expect(made.headers.get("location")).toBe(`${api}/${made.body}`);
  const told = JSON.parse(/```json\n(\{"data".*)\n```/.exec(page)?.[1] ?? "");
  expect(await newest()).toEqual(told.data.workspace.history.edges[0].node);

  const patch = { body: sentAfter("**Patch**"), type: "application/json-patch+json" };
  expect(await send("PATCH", `${api}/${made.body}`, { token: owner, ...patch })).toMatchObject({
    status: 204,
  });
  expect(await newest()).toEqual({ title: "Skattekortet ditt er sjekket", status: "COMPLETED" });
  expect(await send("PATCH", `${api}/${made.body}`, { token: kari, ...patch })).toMatchObject({
    status: 403,
    body: { code: "DP.AUT-00000" },
  });

  expect(await send("DELETE", `${api}/${made.body}`, { token: owner })).toMatchObject({ status: 204 });
  expect((await newest()).title).not.toBe("Skattekortet ditt er sjekket");
  expect(await send("GET", `${api}/${made.body}`, { token: owner })).toMatchObject({ status: 200 });
  expect(await send("POST", `${api}/${made.body}/actions/purge`, { token: owner })).toMatchObject({
    status: 204,
  });
  expect(await send("GET", `${api}/${made.body}`, { token: owner })).toMatchObject({ status: 404 });
}, 120_000);
