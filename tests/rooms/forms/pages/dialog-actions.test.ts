import { expect, it } from "vitest";
import { FRESH_INSTANCE } from "../../../../drizzle/forms/values.js";
import { MINUTE_MILLIS } from "../../../../lib/clock.js";
import { randomId } from "../../../../lib/ids.js";
import { dialogTokenKeys } from "../../../../subgraphs/dialogs/index.js";
import { createDialogTokens } from "../../../../subgraphs/dialogs/token/index.js";
import { dialogIdOf, wantedDialog } from "../../../../subgraphs/forms/history/dialog.js";
import { NOW, personClaims, testCallOf } from "../../../kit/ask-room.js";
import { FORM } from "../filling-kit.js";
import { anInstance, SENT } from "../forms.js";
import { links } from "../history/world.js";
import { openBrowsing } from "./browsing.js";

const SEEDS = { primary: new Uint8Array(32).fill(6), secondary: new Uint8Array(32).fill(7), previous: null };

const actionsOf = (more: object, definition = FORM) => {
  const instance = anInstance("x", { ...FRESH_INSTANCE, definitionId: FORM.id, ...more });
  const history = { instance, definition, events: [], submissions: [], decisions: [] };
  const { guiActions } = wantedDialog(history, links, NOW).whole as {
    guiActions: { action: string; httpMethod?: string; priority: string; isDeleteDialogAction?: boolean }[];
  };
  return guiActions.map(({ action, httpMethod = "GET", priority }) => `${priority} ${httpMethod} ${action}`);
};

it("offers what can be done: to open it always, to delete it unless its owner has the next word, to copy what was sent", () => {
  expect(actionsOf({ currentTaskId: "fill" })).toEqual(["Primary GET read", "Secondary DELETE delete"]);
  expect(actionsOf({ currentTaskId: "wait" })).toEqual(["Primary GET read"]);
  expect(actionsOf(SENT)).toEqual([
    "Primary GET read",
    "Secondary DELETE delete",
    "Tertiary POST instantiate",
  ]);
  expect(actionsOf(SENT, { ...FORM, content: null })).toEqual(["Primary GET read"]);
});

it("does what a dialog's action asks for, for whom the dialog's token names, with that dialog alone", async () => {
  const keys = new Map(dialogTokenKeys(SEEDS).map(({ kid, publicKey }) => [kid, publicKey]));
  let now = NOW;
  const { person, app, store } = await openBrowsing(FORM, { dialogTokenKeys: keys, clock: () => now });
  const [{ instance }, { instance: other }] = [await person.start(), await person.start()];
  const tokens = createDialogTokens({
    seeds: SEEDS,
    issuer: () => "https://tunet.example/dialogporten/api/v1",
    clock: () => now,
    newId: randomId,
  });
  const tokenOf = (id: string, issue = tokens.issue): string => {
    const dialog = { id: dialogIdOf({ id, createdAt: NOW }), party: "x", serviceResource: "y", actions: [] };
    return issue(testCallOf(personClaims(0)).viewer, dialog);
  };
  const send = async (method: "DELETE" | "POST", id: string, token: string, path = "") => {
    const url = `/forms/instances/${id.slice("urn:altinn:instance-id:".length)}${path}`;
    const { statusCode, body } = await app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${token}` },
    });
    return { statusCode, body: body === "" ? null : JSON.parse(body) };
  };
  const stateOf = async (id: string) => (await store.history.historyOf(id))?.instance.softDeletedAt;

  // Another dialog's token, one of another installation, and one that has run out are good for nothing.
  expect((await send("DELETE", instance.id, tokenOf(other.id))).statusCode).toBe(404);
  const elsewhere = createDialogTokens({
    seeds: SEEDS,
    issuer: () => "https://elsewhere.example/dialogporten/api/v1",
    clock: () => now,
    newId: randomId,
  });
  expect((await send("DELETE", instance.id, tokenOf(instance.id, elsewhere.issue))).statusCode).toBe(401);
  const old = tokenOf(instance.id);
  now += 11 * MINUTE_MILLIS;
  expect((await send("DELETE", instance.id, old)).statusCode).toBe(401);
  expect(await stateOf(instance.id)).toBeNull();

  const copied = await send("POST", instance.id, tokenOf(instance.id), "/copy");
  expect(copied.statusCode).toBe(201);
  expect(copied.body.url).toBe(`https://tunet.example/forms/instances/${copied.body.id.slice(23)}`);
  expect((await send("DELETE", instance.id, tokenOf(instance.id))).statusCode).toBe(204);
  expect(await stateOf(instance.id)).toBe(now);
  expect(await send("DELETE", instance.id, tokenOf(instance.id))).toMatchObject({ statusCode: 409 });
});
