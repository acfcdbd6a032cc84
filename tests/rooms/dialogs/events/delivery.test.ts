import { expect, it } from "vitest";
import { DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS, SECOND_MILLIS } from "../../../../lib/clock.js";
import { uuidFromName } from "../../../../lib/ids.js";
import { LEASE_MILLIS } from "../../../../subgraphs/dialogs/events/dispatcher.js";
import { activityEvent, transmissionEvent } from "../../../../subgraphs/dialogs/events/new-event.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { NOW, partyOf, serviceOf } from "../dialogs.js";
import { aMoment, anEventDialog, created, deleted, updated } from "./events.js";
import { openWork, PUBLIC_URL, type TestWork } from "./work.js";

const idsOf = (entries: readonly { readonly id: string }[]): string[] => entries.map(({ id }) => id);

const deadOf = async ({ store }: TestWork, id: number) =>
  store.events.deadLetters(id, { after: 0, take: 100 });

describeOnBothDatabases("events to webhooks", (dialect) => {
  it("arrive as Dialogporten's CloudEvents", async () => {
    const world = await openWork(dialect);
    await world.subscribe();
    const dialog = anEventDialog("one", { process: "urn:p:1", precedingProcess: "urn:p:0" });
    const [transmission, activity] = [uuidFromName("transmission"), uuidFromName("activity")];
    const sent = [
      created(dialog),
      transmissionEvent(dialog, { id: transmission }, aMoment()),
      activityEvent(dialog, { id: activity, type: "FORM_SAVED", extendedType: "urn:x:kind" }, aMoment()),
    ];
    await world.write(...sent);
    await world.work.runOnce();
    const common = {
      specversion: "1.0",
      time: "2026-06-15T08:00:00.000Z",
      resource: serviceOf(0),
      resourceinstance: dialog.id,
      subject: partyOf(0).urn,
    };
    const source = `${PUBLIC_URL}/dialogporten/api/v1/enduser/dialogs/${dialog.id}`;
    const process = { process: "urn:p:1", precedingProcess: "urn:p:0" };
    expect(world.receiver.taken()).toEqual([
      { ...common, id: sent[0]?.id, type: "dialogporten.dialog.created.v1", source, data: process },
      {
        ...common,
        id: sent[1]?.id,
        type: "dialogporten.dialog.transmission.created.v1",
        source: `${source}/transmissions/${transmission}`,
        data: process,
      },
      {
        ...common,
        id: sent[2]?.id,
        type: "dialogporten.dialog.activity.form-saved.v1",
        source: `${source}/activities/${activity}`,
        data: { activityId: activity, extendedActivityType: "urn:x:kind", ...process },
      },
    ]);
    expect(world.receiver.received.at(-1)?.contentType).toBe("application/cloudevents+json; charset=utf-8");
    expect(world.faults).toEqual([]);
  });

  it("come only to an endpoint that took the validation event, from then on", async () => {
    const world = await openWork(dialect);
    world.receiver.answer(() => 404);
    const { id } = await world.subscribe();
    const [before, after] = [created(anEventDialog("before")), created(anEventDialog("after"))];
    await world.write(before);
    await world.work.runOnce();
    const validations = world.receiver.received.map(({ event }) => event);
    expect(validations).toEqual([
      {
        specversion: "1.0",
        id: expect.any(String),
        type: "platform.events.validatesubscription",
        time: "2026-06-15T08:00:00.000Z",
        source: `${PUBLIC_URL}/events/api/v1/subscriptions/${id}`,
      },
    ]);
    expect(await world.store.events.subscriptionById("tst", id)).toMatchObject({
      validatedAt: null,
      validationAttempts: 1,
      validationDueAt: NOW + 10 * SECOND_MILLIS,
      lastError: "The endpoint answered 404.",
    });
    world.receiver.answer(() => 200);
    world.wait(10 * SECOND_MILLIS);
    await world.work.runOnce();
    await world.write(after);
    await world.work.runOnce();
    expect(idsOf(world.receiver.taken())).toEqual([after.id]);
  });

  it("are chosen by filters that match exactly, and by owner", async () => {
    const world = await openWork(dialect);
    const one = anEventDialog("one", { serviceResource: serviceOf(1), party: partyOf(1).urn });
    const two = anEventDialog("two", { serviceResource: serviceOf(10), party: partyOf(2).urn });
    const foreign = anEventDialog("foreign", { org: "other", serviceResource: serviceOf(1) });
    const filters = {
      "/all": {},
      "/resource": { resourceFilter: serviceOf(1) },
      "/subject": { subjectFilter: partyOf(2).urn },
      "/type": { typeFilter: "dialogporten.dialog.updated.v1" },
      "/source": { sourceFilter: `${PUBLIC_URL}/dialogporten/api/v1/enduser/dialogs/${two.id}` },
      "/both": { resourceFilter: serviceOf(1), typeFilter: "dialogporten.dialog.deleted.v1" },
      "/prefix": { resourceFilter: "urn:altinn:resource:service-", typeFilter: "dialogporten.dialog" },
      "/foreign": { org: "other" },
    };
    for (const [path, filter] of Object.entries(filters)) {
      await world.subscribe({ ...filter, endPoint: world.receiver.url(path) });
    }
    const [c1, u1, c2, u2, cf] = [created(one), updated(one), created(two), updated(two), created(foreign)];
    await world.write(c1, u1, c2, u2, cf);
    await world.work.runOnce();
    const got = Object.fromEntries(
      Object.keys(filters).map((path) => [path, idsOf(world.receiver.taken(path)).sort()]),
    );
    expect(got).toEqual({
      "/all": idsOf([c1, u1, c2, u2]).sort(),
      "/resource": idsOf([c1, u1]).sort(),
      "/subject": idsOf([c2, u2]).sort(),
      "/type": idsOf([u1, u2]).sort(),
      "/source": idsOf([c2, u2]).sort(),
      "/both": [],
      "/prefix": [],
      "/foreign": [cf.id],
    });
  });

  it("of silent updates come to nobody", async () => {
    const world = await openWork(dialect);
    await world.subscribe();
    const dialog = anEventDialog("one");
    const silent = { ...updated(dialog), isSilent: true };
    const aloud = updated(dialog);
    await world.write(silent, aloud);
    await world.work.runOnce();
    expect(idsOf(world.receiver.taken())).toEqual([aloud.id]);
  });

  it("wait behind the one of their dialog that failed, while other dialogs' events go on", async () => {
    const world = await openWork(dialect);
    await world.subscribe();
    const [stuck, free] = [anEventDialog("stuck"), anEventDialog("free")];
    let isBroken = true;
    world.receiver.answer(({ event }) => (isBroken && event.resourceinstance === stuck.id ? 500 : 200));
    const ofStuck = [created(stuck), updated(stuck), updated(stuck)];
    const ofFree = [created(free), updated(free)];
    await world.write(...ofStuck.slice(0, 2), ...ofFree);
    await world.work.runOnce();
    await world.write(...ofStuck.slice(2));
    await world.work.runOnce();
    expect(idsOf(world.receiver.taken())).toEqual(idsOf(ofFree));
    const tries = () => world.receiver.received.filter(({ event }) => event.resourceinstance === stuck.id);
    expect(tries()).toHaveLength(1);
    isBroken = false;
    world.wait(10 * SECOND_MILLIS - 1);
    await world.work.runOnce();
    expect(tries()).toHaveLength(1);
    world.wait(1);
    await world.work.runOnce();
    expect(idsOf(world.receiver.taken())).toEqual([...idsOf(ofFree), ...idsOf(ofStuck)]);
  });

  it("are tried again as Altinn Events does, and are then dead letters that can be sent again", async () => {
    const world = await openWork(dialect);
    const { id } = await world.subscribe();
    world.receiver.answer(() => 503);
    const dialog = anEventDialog("one");
    const [first, second] = [created(dialog), updated(dialog)];
    await world.write(first, second);
    const minutes = MINUTE_MILLIS;
    const waits = [
      10 * SECOND_MILLIS,
      30 * SECOND_MILLIS,
      minutes,
      5 * minutes,
      10 * minutes,
      30 * minutes,
      HOUR_MILLIS,
      3 * HOUR_MILLIS,
      6 * HOUR_MILLIS,
      12 * HOUR_MILLIS,
      12 * HOUR_MILLIS,
    ];
    const tried = () => world.receiver.received.filter(({ event }) => event.id === first.id).length;
    await world.work.runOnce();
    for (const [index, wait] of waits.entries()) {
      world.wait(wait - 1);
      await world.work.runOnce();
      expect(tried()).toBe(index + 1);
      expect(await deadOf(world, id)).toEqual([]);
      world.wait(1);
      await world.work.runOnce();
      expect(tried()).toBe(index + 2);
    }
    // The second has waited for all of its time: it is tried once, and is then given up as well.
    const dead = await deadOf(world, id);
    expect(dead.map(({ event, delivery }) => [event.id, delivery.attempts, delivery.lastStatus])).toEqual([
      [first.id, 12, 503],
      [second.id, 1, 503],
    ]);
    world.wait(30 * DAY_MILLIS);
    await world.work.runOnce();
    expect(tried()).toBe(12);

    world.receiver.answer(() => 200);
    const places = dead.map(({ event }) => event.seq);
    const again = { places, now: world.at(), giveUpAt: world.at() + DAY_MILLIS };
    expect(await world.store.events.resendDeadLetters(id, again)).toBe(2);
    await world.work.runOnce();
    expect(idsOf(world.receiver.taken())).toEqual([first.id, second.id]);
    expect(await deadOf(world, id)).toEqual([]);
  });

  it("are not held up by another's endpoint that hangs", async () => {
    const world = await openWork(dialect);
    await world.subscribe({ endPoint: world.receiver.url("/hangs") });
    await world.subscribe({ endPoint: world.receiver.url("/works") });
    let letGo: (status: number) => void = () => undefined;
    let hasCome: () => void = () => undefined;
    const hanging = new Promise<number>((resolve) => {
      letGo = resolve;
    });
    const came = new Promise<void>((resolve) => {
      hasCome = resolve;
    });
    world.receiver.answer(({ path }) => {
      if (path !== "/hangs") return 200;
      hasCome();
      return hanging;
    });
    const dialog = anEventDialog("one");
    const [first, second] = [created(dialog), updated(dialog)];
    await world.write(first);
    const firstRun = world.work.runOnce();
    await came;
    await world.write(second);
    while (world.receiver.taken("/works").length < 2) {
      await world.work.runOnce(); // what the first run has under way is not begun again
      await new Promise(setImmediate);
    }
    expect(idsOf(world.receiver.taken("/works"))).toEqual([first.id, second.id]);
    expect(world.receiver.taken("/hangs")).toEqual([]);
    letGo(200);
    await firstRun;
    await world.work.runOnce();
    expect(idsOf(world.receiver.taken("/hangs"))).toEqual([first.id, second.id]);
  });

  it("are delivered by one of several nodes, and by another when that one is gone", async () => {
    const world = await openWork(dialect);
    await world.subscribe();
    const other = world.openNode("node 2");
    const dialog = anEventDialog("one");
    const events = [created(dialog), updated(dialog), updated(dialog), deleted(dialog)];
    await world.write(...events.slice(0, 1));
    await Promise.all([world.work.runOnce(), other.runOnce()]);
    expect(idsOf(world.receiver.taken())).toEqual(idsOf(events.slice(0, 1)));
    // The first node says nothing any more: the other waits until its lease is over.
    await world.write(...events.slice(1, 2));
    await other.runOnce();
    expect(world.receiver.taken()).toHaveLength(1);
    world.wait(LEASE_MILLIS);
    await other.runOnce();
    expect(idsOf(world.receiver.taken())).toEqual(idsOf(events.slice(0, 2)));
    // One that closes hands over at once.
    await other.close();
    await world.write(...events.slice(2));
    await world.work.runOnce();
    expect(idsOf(world.receiver.taken())).toEqual(idsOf(events));
  });

  it("follow no redirect, and go nowhere that is not allowed", async () => {
    const world = await openWork(dialect);
    const { id } = await world.subscribe();
    world.receiver.answer(() => 302);
    await world.write(created(anEventDialog("one")));
    await world.work.runOnce();
    expect(world.receiver.received.map(({ path }) => path)).toEqual(["/hook", "/hook"]);
    await world.subscribe({ endPoint: "https://127.0.0.1/hook" });
    const [, inside] = await world.store.events.subscriptionsOf("tst");
    expect(inside).toMatchObject({
      validatedAt: null,
      lastError: "Its address is not of the open network. Give a public one.",
    });
    expect(await world.store.events.unsubscribe("tst", id)).toBe(true);
    world.wait(10 * SECOND_MILLIS);
    await world.work.runOnce();
    expect(world.receiver.taken()).toEqual([]);
  });
});
