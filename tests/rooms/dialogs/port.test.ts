import { eq } from "drizzle-orm";
import Fastify from "fastify";
import { expect, it, onTestFinished } from "vitest";
import { mountPorts } from "../../../bin/room/port-routes.js";
import type { Dialect } from "../../../drizzle/columns.js";
import { columnsOf } from "../../../drizzle/columns.js";
import { dialogsTables } from "../../../drizzle/dialogs/tables.js";
import { idFromName } from "../../../lib/ids.js";
import { type Call, createCallReader } from "../../../schema/call.js";
import { generateCallKey, signCallToken } from "../../../schema/call-token.js";
import { createHttpDialogsPort } from "../../../schema/dialogs-client.js";
import type { DialogsPort } from "../../../schema/dialogs-port.js";
import { createDialogsPort, DialogStore } from "../../../subgraphs/dialogs/index.js";
import { describeOnBothDatabases, openTestDatabase } from "../../kit/databases.js";
import { NOW, partyOf, serviceOf } from "./dialogs.js";
import { servicesInMemory } from "./services.js";

const key = generateCallKey("test");
const readCall = createCallReader(new Map([[key.kid, key.publicKey]]), () => NOW);
const callOf = (organization: string): Call => {
  const consumer = { authority: "iso6523-actorid-upis", ID: `0192:${organization.split(":").at(-1)}` };
  const token = signCallToken(key, { requestId: "r", viewer: { consumer } }, () => NOW);
  return readCall({ "x-tunet-call": token });
};

const OWNER = callOf(partyOf(20).urn);
const OTHER_OWNER = callOf(partyOf(21).urn);
const NOBODYS = callOf(partyOf(22).urn);
const services = servicesInMemory(
  [20, 21].map((index) => ({
    service: serviceOf(index - 20),
    owner: { code: `t${index}`, organization: partyOf(index).urn, name: { nb: "Etat" } },
    name: { nb: "Tjeneste" },
    resourceType: "ALTINN_APP",
    status: "ACTIVE",
    isDelegable: true,
  })),
);

const ID = idFromName("dialog", NOW);
const text = (value: string) => ({ mediaType: "text/plain", value: [{ value, languageCode: "nb" }] });
const activity = (name: string) => ({
  id: idFromName(name, NOW),
  type: "FormSaved",
  performedBy: { actorType: "ServiceOwner" },
});
const guiActions = [
  {
    id: idFromName("action", NOW),
    action: "read",
    url: "http://127.0.0.1:4000/form",
    priority: "Primary",
    title: [{ value: "Åpne", languageCode: "nb" }],
  },
];
const bodyWith = (title: string, more: object = {}) => ({
  serviceResource: serviceOf(0),
  party: partyOf(0).urn,
  content: { title: text(title) },
  guiActions,
  ...more,
});

/** The port in the process itself, and over HTTP. */
const openPorts = async (dialect: Dialect) => {
  const { database } = await openTestDatabase(dialect, "dialogs");
  let ids = 0;
  const newId = (at: number) => idFromName(`written ${ids++}`, at);
  const inProcess = createDialogsPort({
    store: new DialogStore(database),
    services,
    clock: () => NOW,
    newId,
  });
  const app = Fastify();
  mountPorts(app, { dialogs: inProcess, readCall, callKeys: { prepareFor: async () => undefined } });
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  const overHttp = createHttpDialogsPort({ url, timeoutMillis: 5_000, maxBytes: 100_000 });
  onTestFinished(async () => {
    await overHttp.close();
    await app.close();
  });
  const { dialogs } = dialogsTables(columnsOf(dialect));
  const titles = async () =>
    (await database.read.select().from(dialogs).where(eq(dialogs.id, ID))).map(({ title }) => title);
  return { inProcess, overHttp, titles };
};

const revisionOf = async (port: DialogsPort): Promise<string> =>
  (await port.look(OWNER, ID))?.revision ?? expect.fail("There is no dialog.");

describeOnBothDatabases("the dialogs as other rooms write them", (dialect) => {
  it("writes a dialog, adds to it, takes it away, brings it back and purges it, in the process as over HTTP", async () => {
    const ports = await openPorts(dialect);
    for (const port of [ports.inProcess, ports.overHttp]) {
      const saved = activity("saved");
      expect(await port.look(OWNER, ID)).toBeNull();
      const create = {
        kind: "CREATE",
        dialogId: ID,
        body: bodyWith("Sak", { activities: [saved] }),
      } as const;
      expect(await port.write(OWNER, create)).toEqual({ outcome: "WRITTEN" });
      expect(await port.write(OWNER, create)).toEqual({ outcome: "CHANGED" });
      expect(await port.look(OWNER, ID)).toEqual({
        revision: expect.any(String),
        isDeleted: false,
        transmissionIds: [],
        activityIds: [saved.id],
      });

      const seen = await revisionOf(port);
      const again = activity("saved again");
      const replace = {
        kind: "REPLACE",
        dialogId: ID,
        revision: seen,
        body: bodyWith("Saken", { activities: [again] }),
      } as const;
      expect(await port.write(OWNER, replace)).toEqual({ outcome: "WRITTEN" });
      expect(await port.write(OWNER, replace)).toEqual({ outcome: "CHANGED" });
      expect(await ports.titles()).toEqual([{ nb: "Saken" }]);
      expect([...((await port.look(OWNER, ID))?.activityIds ?? [])].sort()).toEqual(
        [saved.id, again.id].sort(),
      );

      for (const [kind, isDeleted] of [
        ["REMOVE", true],
        ["RESTORE", false],
      ] as const) {
        const change = { kind, dialogId: ID, revision: await revisionOf(port) };
        expect(await port.write(OWNER, change)).toEqual({ outcome: "WRITTEN" });
        expect((await port.look(OWNER, ID))?.isDeleted).toBe(isDeleted);
      }
      const purge = { kind: "PURGE", dialogId: ID, revision: await revisionOf(port) } as const;
      expect(await port.write(OWNER, purge)).toEqual({ outcome: "WRITTEN" });
      expect(await ports.titles()).toEqual([]);
    }
  });

  it("shows and takes from an owner its own dialogs only, and says why it refuses", async () => {
    const { overHttp: port } = await openPorts(dialect);
    await port.write(OWNER, { kind: "CREATE", dialogId: ID, body: bodyWith("Sak") });
    const purge = { kind: "PURGE", dialogId: ID, revision: await revisionOf(port) } as const;

    expect(await port.look(OTHER_OWNER, ID)).toBeNull();
    expect(await port.look(NOBODYS, ID)).toBeNull();
    expect(await port.write(OTHER_OWNER, purge)).toEqual({ outcome: "CHANGED" });
    expect(await port.write(NOBODYS, purge)).toEqual({
      outcome: "REFUSED",
      reason: "The call is no service owner's; only service owners have dialogs.",
    });
    const otherId = idFromName("other", NOW);
    expect(
      await port.write(OTHER_OWNER, { kind: "CREATE", dialogId: otherId, body: bodyWith("Sak") }),
    ).toEqual({
      outcome: "REFUSED",
      reason: `These services are not t21's: ${serviceOf(0)}. Use your own, or register them first.`,
    });
    expect(
      await port.write(OTHER_OWNER, {
        kind: "CREATE",
        dialogId: ID,
        body: bodyWith("Sak", { serviceResource: serviceOf(1) }),
      }),
    ).toEqual({ outcome: "REFUSED", reason: "This is taken already; use another." });
    expect(await port.write(OWNER, { kind: "CREATE", dialogId: otherId, body: {} })).toEqual({
      outcome: "REFUSED",
      reason: expect.stringContaining("serviceResource: "),
    });
    expect(await revisionOf(port)).toBe(purge.revision);
  });
});
