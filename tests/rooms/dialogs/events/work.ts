import { onTestFinished } from "vitest";
import type { Dialect } from "../../../../drizzle/columns.js";
import { idFromName } from "../../../../lib/ids.js";
import { createOutboundCheck } from "../../../../lib/outbound-address.js";
import { ORGANIZATION_PREFIX } from "../../../../schema/urns.js";
import { createWebhookClient } from "../../../../subgraphs/dialogs/events/webhook-client.js";
import { createEventWork, type EventWork } from "../../../../subgraphs/dialogs/events/work.js";
import type { NewSubscription } from "../../../../subgraphs/dialogs/store/event-subscriptions.js";
import { DialogStore } from "../../../../subgraphs/dialogs/store.js";
import { openTestDatabase } from "../../../kit/databases.js";
import { NOW } from "../dialogs.js";
import { eventsOn } from "./events.js";
import { openReceiver } from "./receiver.js";

export const PUBLIC_URL = "https://tunet.example";

/** An empty room with its background work, run by hand, and an endpoint to deliver to. */
export const openWork = async (dialect: Dialect) => {
  const { database, statements } = await openTestDatabase(dialect, "dialogs");
  const store = new DialogStore(database);
  const receiver = await openReceiver();
  const faults: unknown[] = [];
  let now = NOW;
  let ids = 0;

  /** A node: its own lease, the same database. */
  const openNode = (owner: string): EventWork => {
    const check = createOutboundCheck({ allowedHosts: [receiver.host], ports: [443] });
    const work = createEventWork(
      {
        events: store.events,
        client: createWebhookClient(check),
        clock: () => now,
        newId: (at) => idFromName(`event ${ids++}`, at),
        owner,
        publicUrl: () => PUBLIC_URL,
      },
      (fault) => faults.push(fault),
    );
    onTestFinished(() => work.close());
    return work;
  };
  const work = openNode("node 1");

  return {
    store,
    database,
    statements,
    receiver,
    faults,
    work,
    openNode,
    ...eventsOn(dialect, database),
    at: () => now,
    wait(millis: number) {
      now += millis;
    },
    /** Subscribes, and has it validated. */
    async subscribe(options: Partial<NewSubscription> = {}) {
      const wanted: NewSubscription = {
        org: "tst",
        endPoint: receiver.url(),
        resourceFilter: null,
        subjectFilter: null,
        sourceFilter: null,
        typeFilter: null,
        consumer: `${ORGANIZATION_PREFIX}313000018`,
        createdBy: `${ORGANIZATION_PREFIX}313000018`,
        ...options,
      };
      const made = await store.events.subscribe(wanted, { now, limit: 100 });
      if (made === null) throw new Error("There is no room for another subscription.");
      await work.runOnce();
      return made.row;
    },
  };
};

export type TestWork = Awaited<ReturnType<typeof openWork>>;
