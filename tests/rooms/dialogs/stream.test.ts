import { createClient } from "graphql-sse";
import { expect, it } from "vitest";
import { uuidFromName } from "../../../lib/ids.js";
import { PERSON_PREFIX } from "../../../schema/urns.js";
import { createEventStream } from "../../../subgraphs/dialogs/stream/event-stream.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { aDialog, NOW, scopeOf, serviceOf } from "./dialogs.js";
import { deleted, eventsOn, updated } from "./events/events.js";
import { openTestRoom } from "./room.js";
import { serveRoutes } from "./served.js";

const KARI = { urn: `${PERSON_PREFIX}17912099997`, id: uuidFromName("kari") };
const DIALOG = aDialog("letter", { dialog: { party: KARI.urn } });
const OTHER = aDialog("other letter", { dialog: { party: KARI.urn } });
const TOKEN = "query($id: UUID!) { dialogById(dialogId: $id) { dialog { dialogToken } } }";
const EVENTS = "subscription($id: UUID!) { dialogEvents(dialogId: $id) { id type } }";
const LIFETIME = 600_000;
const seed = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

describeOnBothDatabases("the subscription dialogEvents", (dialect) => {
  const open = async (limits = { total: 10, perDialog: 10 }) => {
    const room = await openTestRoom({
      dialect,
      viewers: { kari: { party: KARI.urn, scope: scopeOf([KARI], { [serviceOf(0)]: 3 }, { level: 3 }) } },
      dialogs: [DIALOG, OTHER],
      dialogTokenSeeds: { primary: seed(1), secondary: seed(2), previous: null },
      streams: { limits, heartbeatMillis: 10 },
    });
    const app = await serveRoutes(room.room);
    const url = `${await app.listen({ port: 0, host: "127.0.0.1" })}/graphql/stream`;
    const tokenOf = async (id: string): Promise<string> =>
      (await room.ask("kari", TOKEN, { id })).data.dialogById.dialog.dialogToken;
    /** Posts as a program without a library would. */
    const post = (token: string | null, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
      fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          accept: "text/event-stream",
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        body: JSON.stringify(body),
      });
    return { room, app, url, tokenOf, post, write: eventsOn(dialect, room.database).write };
  };
  type Opened = Awaited<ReturnType<typeof open>>;

  /** A published client for the protocol, that follows one dialog. */
  const follow = async ({ url, tokenOf }: Opened, id = DIALOG.dialog.id) => {
    let connected = (): void => undefined;
    const isConnected = new Promise<void>((resolve) => {
      connected = resolve;
    });
    const client = createClient({
      url,
      retryAttempts: 0,
      headers: { authorization: `Bearer ${await tokenOf(id)}` },
      on: { connected: () => connected() },
    });
    const events = client.iterate({ query: EVENTS, variables: { id } });
    const first = events.next();
    await isConnected;
    let isFirst = true;
    return {
      close: () => client.dispose(),
      next: async () => {
        const result = await (isFirst ? first : events.next());
        isFirst = false;
        return result.done === true ? "complete" : result.value;
      },
    };
  };
  const event = (type: string) => ({ data: { dialogEvents: { id: DIALOG.dialog.id, type } } });

  it("tells of changes and of the deletion of its dialog, and of no other", async () => {
    const opened = await open();
    const events = await follow(opened);
    await opened.write(updated(OTHER.dialog), updated(DIALOG.dialog));
    expect(await events.next()).toEqual(event("DIALOG_UPDATED"));
    await opened.write(deleted(DIALOG.dialog));
    expect(await events.next()).toEqual(event("DIALOG_DELETED"));
    events.close();
  });

  it("says that it is there, and goes on saying so while nothing happens", async () => {
    const { post, tokenOf } = await open();
    const { id } = DIALOG.dialog;
    const response = await post(await tokenOf(id), { query: EVENTS, variables: { id } });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("no-cache, no-transform");
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk);
      if (text.length >= 9) break;
    }
    expect(text.slice(0, 9)).toBe(":\n\n:\n\n:\n\n");
  });

  it("ends when its token expires", async () => {
    const { room, ...opened } = await open();
    const token = await opened.tokenOf(DIALOG.dialog.id);
    room.setNow(NOW + LIFETIME - 20);
    const response = await opened.post(token, { query: EVENTS, variables: { id: DIALOG.dialog.id } });
    expect((await response.text()).replaceAll(":\n\n", "")).toBe("event: complete\ndata: \n\n");
  });

  it("ends when the room closes", async () => {
    const opened = await open();
    const events = await follow(opened);
    await opened.app.close();
    expect(await events.next()).toBe("complete");
  });

  it("refuses the token of another dialog, an expired one, another kind of token, and none", async () => {
    const { post, tokenOf, room } = await open();
    const { id } = DIALOG.dialog;
    const refusal = async (token: string | null) => {
      const response = await post(token, { query: EVENTS, variables: { id } });
      const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
      return { status: response.status, code: errors[0]?.extensions.code };
    };
    const invalid = { status: 401, code: "DIALOG_TOKEN_INVALID" };
    expect(await refusal(null)).toEqual(invalid);
    expect(await refusal("eyJhbGciOiJub25lIn0.e30.")).toEqual(invalid);
    const own = await tokenOf(id);
    expect(await refusal(await tokenOf(OTHER.dialog.id))).toEqual({
      status: 403,
      code: "DIALOG_TOKEN_FOREIGN",
    });
    room.setNow(NOW + LIFETIME);
    expect(await refusal(own)).toEqual(invalid);
  });

  it("opens no more streams than may be open, and again when one is closed", async () => {
    const opened = await open({ total: 2, perDialog: 1 });
    const first = await follow(opened);
    const ask = async (id: string) => {
      const response = await opened.post(await opened.tokenOf(id), { query: EVENTS, variables: { id } });
      if (response.status === 200) {
        await response.body?.cancel();
        return 200;
      }
      const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
      return `${response.status} ${errors[0]?.extensions.code} ${response.headers.get("retry-after")}`;
    };
    expect(await ask(DIALOG.dialog.id)).toBe("503 TOO_MANY_STREAMS 5");
    const second = await follow(opened, OTHER.dialog.id);
    expect(await ask(OTHER.dialog.id)).toBe("503 TOO_MANY_STREAMS 5");
    first.close();
    await expect.poll(() => ask(DIALOG.dialog.id)).toBe(200);
    second.close();
  });

  it.each([
    ["no JSON object", [], 'Send a JSON object with "query", and "variables" if need be.'],
    ["no query", { variables: {} }, 'Send a JSON object with "query", and "variables" if need be.'],
    ["variables that are no object", { query: EVENTS, variables: [1] }, '"variables" is to be an object.'],
    ["a name that is no text", { query: EVENTS, operationName: 1 }, '"operationName" is to be a text.'],
    ["no GraphQL", { query: "subscription {" }, "Syntax Error: Expected Name, found <EOF>."],
    [
      "a query",
      { query: "{ limits { __typename } }" },
      "This path serves one subscription at a time; send queries and mutations to /graphql.",
    ],
    [
      "an unknown field",
      { query: EVENTS.replace("type", "kind") },
      'Cannot query field "kind" on type "DialogEventPayload". Did you mean "id"?',
    ],
    ["a missing variable", { query: EVENTS }, 'Variable "$id" of required type "UUID!" was not provided.'],
    [
      "too much",
      { query: `subscription { ${"dialogEvents ".repeat(600)} }` },
      "Syntax Error: Document contains more that 500 tokens. Parsing aborted.",
    ],
  ])("refuses %s before anything is opened", async (_, body, message) => {
    const { post, tokenOf } = await open();
    const response = await post(await tokenOf(DIALOG.dialog.id), body);
    expect({ status: response.status, ...((await response.json()) as object) }).toMatchObject({
      status: 400,
      errors: [{ message }],
    });
  });

  it("is not answered where queries are", async () => {
    const { room } = await open();
    const { data, errors } = await room.ask("kari", EVENTS, { id: DIALOG.dialog.id });
    expect(data).toBeNull();
    expect(errors?.map(({ extensions }) => extensions["code"])).toEqual(["SUBSCRIPTION_ELSEWHERE"]);
  });

  it("answers with events only", async () => {
    const { post, tokenOf } = await open();
    const response = await post(await tokenOf(DIALOG.dialog.id), {}, { accept: "application/json" });
    expect(response.status).toBe(406);
  });
});

it("lets an event that nobody has taken stand for those of its kind that follow", async () => {
  const stream = createEventStream(() => undefined);
  const push = (type: "updated" | "deleted" | "seen" | "activity.created") =>
    stream.push({ dialogId: "1", type: `dialogporten.dialog.${type}.v1`, place: 1 });
  for (const type of ["updated", "activity.created", "deleted", "seen", "updated", "deleted"] as const)
    push(type);
  expect(await stream.events.next()).toEqual({ done: false, value: { id: "1", type: "DIALOG_UPDATED" } });
  expect(await stream.events.next()).toEqual({ done: false, value: { id: "1", type: "DIALOG_DELETED" } });
  push("seen");
  stream.end();
  expect(await stream.events.next()).toEqual({ done: true, value: undefined });
});
