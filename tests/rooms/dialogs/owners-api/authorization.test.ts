import { expect, it } from "vitest";
import { SYSTEM_LABEL_BITS } from "../../../../drizzle/dialogs/values.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { aDialog, NOW } from "../dialogs.js";
import {
  type AskOptions,
  CORRESPONDENCE,
  OTHER_PARTY,
  OTHER_SERVICE,
  PARTY,
  PERSON,
  SERVICE,
  STRANGER,
  startApi,
  type TestApi,
} from "./api.js";
import { FIRST, FULL_ID, full, fullUpdate, minimal, transmission } from "./bodies.js";

const FULL = `/dialogs/${FULL_ID}`;
const ACTIVITY = { type: "FormSaved", performedBy: { actorType: "ServiceOwner" } };

/** Everything that is about one dialog. */
const REQUESTS: readonly (readonly [string, AskOptions])[] = [
  [`GET ${FULL}`, {}],
  [`PUT ${FULL}`, { body: fullUpdate("other") }],
  [`PATCH ${FULL}`, { body: [{ op: "replace", path: "/status", value: "Draft" }] }],
  [`GET ${FULL}/activities`, {}],
  [`POST ${FULL}/activities`, { body: ACTIVITY }],
  [`GET ${FULL}/transmissions`, {}],
  [`GET ${FULL}/transmissions/${FIRST}`, {}],
  [`POST ${FULL}/transmissions`, { body: transmission("other") }],
  [`PUT ${FULL}/transmissions/${FIRST}`, { body: { ...transmission("changed"), id: undefined } }],
  [`GET ${FULL}/seenlog`, {}],
  [`GET ${FULL}/context/labels`, {}],
  [`POST ${FULL}/context/labels`, { body: { value: "mine" } }],
  [`DELETE ${FULL}/context/labels/batch-7`, {}],
  [`PUT ${FULL}/endusercontext/systemlabels?enduserId=${PERSON}`, { body: { addLabels: ["Bin"] } }],
  [`DELETE ${FULL}`, {}],
  [`POST ${FULL}/actions/restore`, {}],
  [`POST ${FULL}/actions/purge`, {}],
];

/** The label log without what the system has noted itself. */
const byEndUsers = async (store: TestApi["store"], dialogIds: readonly string[]) =>
  (await store.parts.labelLog(dialogIds)).filter(({ name }) => name !== "systemlabel:Sent");

const ids = ({ body }: { body: unknown }): string[] =>
  (body as { items: { id: string }[] }).items.map(({ id }) => id);

describeOnBothDatabases("a service owner", (dialect) => {
  it("has its own dialogs, every way there is to them", async () => {
    const { ask } = await startApi(dialect);
    await ask("POST /dialogs", { body: full() });
    for (const [request, options] of REQUESTS) {
      expect({ request, status: (await ask(request, options)).status }).toEqual({
        request,
        status: expect.toSatisfy((status: number) => status < 300),
      });
    }
  });

  it("finds nobody else's, and changes nothing of them", async () => {
    const { ask, store } = await startApi(dialect);
    await ask("POST /dialogs", { body: full() });
    const before = await store.owners.dialogsByIds([FULL_ID], null);
    for (const [request, options] of REQUESTS) {
      const { status, body } = await ask(request, { ...options, as: "other" });
      expect({ request, status, errors: (body as { errors: object }).errors }).toEqual({
        request,
        status: 404,
        errors: { Dialog: [`There is no Dialog ${FULL_ID} among your dialogs.`] },
      });
    }
    expect(await store.owners.dialogsByIds([FULL_ID], null)).toEqual(before);
  });

  it("searches among its own only, also where it names others'", async () => {
    const { ask } = await startApi(dialect);
    await ask("POST /dialogs", { body: full() });
    const theirs = await ask("POST /dialogs", {
      body: minimal({ serviceResource: OTHER_SERVICE }),
      as: "other",
    });
    expect(theirs.status).toBe(201);
    expect(ids(await ask("GET /dialogs"))).toEqual([FULL_ID]);
    expect(ids(await ask("GET /dialogs", { as: "other" }))).toEqual([theirs.body]);
    expect(ids(await ask(`GET /dialogs?serviceResource=${OTHER_SERVICE}`))).toEqual([]);
    const contexts = await ask(`GET /dialogs/endusercontext?party=${PARTY.urn}`);
    expect(contexts.body).toMatchObject({ items: [{ dialogId: FULL_ID }] });
  });

  it("changes nobody else's labels in bulk: all are refused where one is not its own", async () => {
    const { ask, store } = await startApi(dialect);
    await ask("POST /dialogs", { body: full() });
    const theirs = String(
      (await ask("POST /dialogs", { body: minimal({ serviceResource: OTHER_SERVICE }), as: "other" })).body,
    );
    const { status, body } = await ask(
      `POST /dialogs/endusercontext/systemlabels/actions/bulkset?enduserId=${PERSON}`,
      { body: { dialogs: [{ dialogId: FULL_ID }, { dialogId: theirs }], addLabels: ["Bin"] } },
    );
    expect({ status, errors: (body as { errors: object }).errors }).toEqual({
      status: 403,
      errors: { dialogId: [`The dialog ${theirs} can't be changed on this end user's behalf.`] },
    });
    const rows = await store.owners.dialogsByIds([FULL_ID, theirs], null);
    expect(rows.map(({ systemLabels }) => systemLabels & SYSTEM_LABEL_BITS.BIN)).toEqual([0, 0]);
  });

  it("who is an administrator reads and changes everybody's", async () => {
    const { ask } = await startApi(dialect);
    await ask("POST /dialogs", { body: full() });
    expect((await ask(`GET ${FULL}`, { as: "admin" })).status).toBe(200);
    const patch = { body: [{ op: "replace", path: "/status", value: "Completed" }], as: "admin" } as const;
    expect((await ask(`PATCH ${FULL}`, patch)).status).toBe(204);
    expect(ids(await ask("GET /dialogs", { as: "admin" }))).toEqual([FULL_ID]);
    expect((await ask(`POST ${FULL}/actions/freeze`, { as: "agency" })).status).toBe(403);
    expect((await ask(`POST ${FULL}/actions/freeze`, { as: "admin" })).status).toBe(204);
    expect((await ask(`DELETE ${FULL}`, { as: "agency" })).status).toBe(403);
    expect((await ask(`DELETE ${FULL}`, { as: "admin" })).status).toBe(204);
  });

  it("needs a scope of its own to change transmissions, and to move a saved form's moment", async () => {
    const { ask } = await startApi(dialect);
    await ask("POST /dialogs", { body: full() });
    const change = { ...transmission("first"), id: undefined, isSilentUpdate: true };
    const path = `${FULL}/transmissions/${FIRST}`;
    expect((await ask(`PUT ${path}`, { body: change, as: "plain" })).status).toBe(403);
    expect((await ask(`PUT ${path}`, { body: change, as: "agency" })).status).toBe(204);
    const saved = await ask(`POST ${FULL}/activities`, { body: ACTIVITY });
    const move = `POST ${FULL}/activities/${saved.body}/actions/updateFormSavedActivityTime`;
    const body = JSON.stringify(new Date(NOW - 5_000).toISOString());
    expect((await ask(move, { body, as: "agency" })).status).toBe(403);
    expect((await ask(move, { body, as: "admin" })).status).toBe(204);
  });
});

describeOnBothDatabases("a service owner on behalf of an end user", (dialect) => {
  it("reads what that person may read, and they have seen it then", async () => {
    const { ask, store } = await startApi(dialect, { decide: (action) => action === "read" });
    await ask("POST /dialogs", { body: full() });
    const unseen = await ask(`GET ${FULL}`);
    expect(unseen.body).toMatchObject({ isContentSeen: false });
    expect(unseen.text).not.toContain("isAuthorized");

    const seen = await ask(`GET ${FULL}?endUserId=${PERSON}`);
    const since = {
      seenAt: new Date(NOW).toISOString(),
      seenBy: { actorType: "PartyRepresentative", actorId: PERSON },
      isViaServiceOwner: true,
      isCurrentEndUser: true,
    };
    expect(seen.body).toMatchObject({
      isContentSeen: true,
      seenSinceLastUpdate: [since],
      seenSinceLastContentUpdate: [since],
      content: { mainContentReference: { isAuthorized: true } },
      guiActions: [{ isAuthorized: true }, { isAuthorized: true }],
      // With an attribute of their own they need another right, which the person has not.
      transmissions: [{ isAuthorized: false }, { isAuthorized: false }],
    });
    const [note] = await store.parts.seenLog([FULL_ID]);
    expect(note).toMatchObject({
      seenBy: { actorId: PERSON },
      endUserType: "ServiceOwnerOnBehalfOfPerson",
      isViaServiceOwner: true,
    });
  });

  it("is told of every action, however many there are", async () => {
    const { ask } = await startApi(dialect, { decide: () => true });
    const [apiAction] = full().apiActions;
    const apiActions = Array.from({ length: 1_001 }, (_, index) => ({
      ...apiAction,
      id: undefined,
      endpoints: apiAction.endpoints.map((endpoint) => ({ ...endpoint, id: undefined })),
      action: `act-${index}`,
    }));
    await ask("POST /dialogs", { body: full({ apiActions }) });
    const { status, body } = await ask(`GET ${FULL}?endUserId=${PERSON}`);
    const actions = (body as { apiActions: { isAuthorized: boolean }[] }).apiActions;
    expect({ status, allowed: actions.filter(({ isAuthorized }) => isAuthorized).length }).toEqual({
      status: 200,
      allowed: 1_001,
    });
  });

  it("is told that there is no such dialog where that person may not read it, and nothing is noted", async () => {
    const { ask, store } = await startApi(dialect);
    await ask("POST /dialogs", { body: full() });
    expect((await ask(`GET ${FULL}?endUserId=${STRANGER}`)).status).toBe(404);
    expect(await store.parts.seenLog([FULL_ID])).toEqual([]);
  });

  it("finds what that person has access to, and only of its own", async () => {
    const dialogs = [
      aDialog("theirs", { dialog: { org: "tax", serviceResource: SERVICE, party: PARTY.urn } }),
      aDialog("another party's", {
        dialog: { org: "tax", serviceResource: SERVICE, party: OTHER_PARTY.urn },
      }),
      aDialog("another agency's", { dialog: { org: "lnd", serviceResource: SERVICE, party: PARTY.urn } }),
    ];
    const { ask } = await startApi(dialect, { dialogs });
    const search = (who: string) => ask(`GET /dialogs?endUserId=${who}&serviceResource=${SERVICE}`);
    expect(ids(await search(PERSON))).toEqual([dialogs[0]?.dialog.id]);
    expect(ids(await search(STRANGER))).toEqual([]);
  });

  it("sets labels where that person has access, and nowhere else", async () => {
    const { ask, store } = await startApi(dialect);
    await ask("POST /dialogs", { body: full() });
    const foreign = String((await ask("POST /dialogs", { body: minimal({ party: OTHER_PARTY.urn }) })).body);
    const set = (dialogId: string, who: string) =>
      ask(`PUT /dialogs/${dialogId}/endusercontext/systemlabels?enduserId=${who}`, {
        body: { addLabels: ["Bin"] },
      });
    expect((await set(FULL_ID, PERSON)).status).toBe(204);
    expect((await set(FULL_ID, STRANGER)).status).toBe(403);
    expect((await set(foreign, PERSON)).status).toBe(403);
    const [entry, ...others] = await byEndUsers(store, [FULL_ID, foreign]);
    expect({ entry, others }).toMatchObject({
      entry: {
        dialogId: FULL_ID,
        name: "systemlabel:Bin",
        action: "set",
        performedBy: { actorType: "PARTY_REPRESENTATIVE", actorId: PERSON },
      },
      others: [],
    });
  });

  it("may not say who set a label, but an administrator may", async () => {
    const { ask, store } = await startApi(dialect);
    await ask("POST /dialogs", { body: full() });
    const body = {
      addLabels: ["Archive"],
      performedBy: { actorType: "PartyRepresentative", actorName: "Kari" },
    };
    const path = `PUT ${FULL}/endusercontext/systemlabels`;
    const refused = await ask(path, { body });
    expect({ status: refused.status, errors: (refused.body as { errors: object }).errors }).toEqual({
      status: 403,
      errors: { Forbidden: ["performedBy is for administrators only."] },
    });
    expect((await ask(path, { body, as: "admin" })).status).toBe(204);
    expect(await byEndUsers(store, [FULL_ID])).toMatchObject([
      { name: "systemlabel:Archive", performedBy: { actorName: "Kari" } },
    ]);
  });
});

it("keeps the correspondence service's activities to those who have its scope", async () => {
  const { ask } = await startApi("sqlite");
  const made = await ask("POST /dialogs", { body: minimal({ serviceResource: CORRESPONDENCE }) });
  const body = { type: "CorrespondenceOpened", performedBy: { actorType: "ServiceOwner" } };
  expect((await ask(`POST /dialogs/${made.body}/activities`, { body, as: "plain" })).status).toBe(403);
  expect((await ask(`POST /dialogs/${made.body}/activities`, { body })).status).toBe(201);
});
