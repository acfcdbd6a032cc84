import Fastify, { type FastifyInstance } from "fastify";
import { expect, it, onTestFinished } from "vitest";
import { mountPorts } from "../../../../bin/room/port-routes.js";
import { createCallReader } from "../../../../schema/call.js";
import { createHttpDialogsPort } from "../../../../schema/dialogs-client.js";
import type { DialogsPort } from "../../../../schema/dialogs-port.js";
import { advance, type InstanceActor } from "../../../../subgraphs/forms/rules/process.js";
import { NOW, partyOf } from "../../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { anInstance } from "../forms.js";
import { CALL_KEYS, openHistoryWorld } from "./world.js";

const PARTY: InstanceActor & { readonly urn: string } = { kind: "PARTY", urn: partyOf(0).urn };
const MINUTE = 60_000;

/** The dialogs' process as another one sees it: up, down, or writing without being heard. */
const openDialogsProcess = () => {
  let app: FastifyInstance | null = null;
  let port = 0;
  let isHeard = true;
  let dialogs: DialogsPort | null = null;
  const up = async () => {
    app = Fastify({ forceCloseConnections: true });
    mountPorts(app, {
      dialogs: {
        look: (call, id) => dialogs?.look(call, id) ?? Promise.resolve(null),
        async write(call, write) {
          if (dialogs === null) throw new Error("There are no dialogs.");
          const outcome = await dialogs.write(call, write);
          if (!isHeard) throw new Error("The line went dead.");
          return outcome;
        },
      },
      readCall: createCallReader(CALL_KEYS, () => NOW),
      callKeys: { prepareFor: async () => undefined },
    });
    const url = await app.listen({ port, host: "127.0.0.1" });
    port = Number(new URL(url).port);
    return url;
  };
  const down = async () => {
    await app?.close();
    app = null;
  };
  onTestFinished(down);
  return {
    up,
    down,
    hear: (now: boolean) => {
      isHeard = now;
    },
    serve: (real: DialogsPort) => {
      dialogs = real;
    },
  };
};

describeOnBothDatabases("forms in a process of their own", (dialect) => {
  it("have their dialogs over HTTP, each once and as the submission is now, however long the dialogs are away", async () => {
    const process = openDialogsProcess();
    const overHttp = createHttpDialogsPort({
      url: await process.up(),
      timeoutMillis: 5_000,
      maxBytes: 100_000,
    });
    onTestFinished(() => overHttp.close());
    const world = await openHistoryWorld(dialect, {
      between: (real) => {
        process.serve(real);
        return overHttp;
      },
    });
    const begin = async (name: string) => {
      const row = anInstance(name, { createdAt: NOW, lastChangedAt: NOW, round: 1 });
      await world.forms.filling.start({
        row,
        filling: { answers: {}, changedAt: {}, prefilled: {} },
        events: [{ kind: "STARTED", actor: PARTY, taskId: null }],
        key: null,
      });
      return row.id;
    };
    const moveOn = (id: string) =>
      world.forms.filling.change(id, { system: true }, world.moment(), (held) =>
        advance(held, PARTY, world.clock()),
      );
    const told = async () =>
      (await world.dialogs()).map(({ row, activities }) => [row.instanceRef, row.status, activities]);

    const [first, second, third] = [await begin("a"), await begin("b"), await begin("c")];
    await world.work.runOnce();
    expect(await told()).toHaveLength(3);

    // Away: what happens meanwhile is kept, and what began meanwhile too.
    await process.down();
    await moveOn(first);
    const fourth = await begin("d");
    for (let tries = 0; tries < 3; tries++) {
      await world.work.runOnce();
      world.advance(MINUTE);
    }
    expect(world.late.length).toBeGreaterThanOrEqual(4);
    expect(await told()).toHaveLength(3);

    // Back, but nobody hears that it wrote: it is tried again, and written once.
    process.hear(false);
    await process.up();
    await moveOn(second);
    await world.work.runOnce();
    process.hear(true);
    world.advance(60 * MINUTE);
    await world.work.runOnce();

    const signing = ["DIALOG_CREATED", "SENT_TO_SIGNING"];
    expect([...(await told())].sort()).toEqual(
      [
        [first, "IN_PROGRESS", signing],
        [second, "IN_PROGRESS", signing],
        [third, "DRAFT", ["DIALOG_CREATED"]],
        [fourth, "DRAFT", ["DIALOG_CREATED"]],
      ].sort(),
    );
    expect(await world.forms.history.takeDue({ now: Number.MAX_SAFE_INTEGER, until: 0, take: 9 })).toEqual(
      [],
    );
  });
});
