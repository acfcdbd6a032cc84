import { expect, it } from "vitest";
import { DAY_MILLIS } from "../../../../lib/clock.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { partyOf, serviceOf } from "../dialogs.js";
import { anEventDialog, created, deleted, updated } from "./events.js";
import { OTHER, openServed, TST } from "./served.js";
import { PUBLIC_URL } from "./work.js";

const SUBSCRIPTIONS = "/events/api/v1/subscriptions";
const DIALOGS = `${PUBLIC_URL}/dialogporten/api/v1/enduser/dialogs`;

interface FeedPage {
  readonly events: { id: string; type: string; tombstone?: boolean }[];
  readonly next: number;
  readonly hasMore: boolean;
}

describeOnBothDatabases("the change feed over HTTP", (dialect) => {
  it("gives an owner's own events, page by page, with deletions marked", async () => {
    const { ask, write } = await openServed(dialect);
    const [mine, foreign] = [anEventDialog("mine"), anEventDialog("foreign", { org: "other" })];
    const events = [created(mine), { ...updated(mine), isSilent: true }, deleted(mine)];
    for (const event of events) await write(event, updated(foreign));
    const pages: FeedPage[] = [];
    let since = 0;
    do {
      const { body, headers } = await ask("GET", `/events?since=${since}&size=2`);
      const page = body as FeedPage;
      expect(headers["cache-control"]).toBe("no-store");
      pages.push(page);
      since = page.next;
    } while (pages.at(-1)?.hasMore);
    expect(pages.map((page) => page.events.map(({ id, tombstone }) => [id, tombstone]))).toEqual([
      [
        [events[0]?.id, undefined],
        [events[1]?.id, undefined],
      ],
      [[events[2]?.id, true]],
    ]);
    expect(pages[0]?.events[0]).toEqual({
      specversion: "1.0",
      id: events[0]?.id,
      type: "dialogporten.dialog.created.v1",
      time: "2026-06-15T08:00:00.000Z",
      source: `${DIALOGS}/${mine.id}`,
      resource: serviceOf(0),
      resourceinstance: mine.id,
      subject: partyOf(0).urn,
    });
    expect((await ask("GET", `/events?since=${since}`)).body).toEqual({
      events: [],
      next: since,
      hasMore: false,
    });
    const again = await ask("GET", "/events?since=0");
    expect((again.body as FeedPage).events.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  });

  it("is narrowed by service and by type", async () => {
    const { ask, write } = await openServed(dialect);
    const [one, two] = [anEventDialog("one"), anEventDialog("two", { serviceResource: serviceOf(1) })];
    const [c1, u1, c2, u2] = [created(one), updated(one), created(two), updated(two)];
    await write(c1, u1, c2, u2);
    const ids = async (query: string) =>
      ((await ask("GET", `/events?${query}`)).body as FeedPage).events.map(({ id }) => id);
    expect(await ids(`resource=${serviceOf(1)}`)).toEqual([c2.id, u2.id]);
    expect(await ids(`resource=${serviceOf(1)}&resource=${serviceOf(0)}`)).toHaveLength(4);
    expect(await ids("type=dialogporten.dialog.updated.v1")).toEqual([u1.id, u2.id]);
    expect(await ids(`type=dialogporten.dialog.updated.v1&resource=${serviceOf(0)}`)).toEqual([u1.id]);
  });

  it("waits for news where it is asked to", async () => {
    const { ask, write } = await openServed(dialect);
    const waiting = ask("GET", "/events?wait=30");
    const event = created(anEventDialog("one"));
    await write(event);
    expect(((await waiting).body as FeedPage).events.map(({ id }) => id)).toEqual([event.id]);
  });

  it("stops waiting when the program ends", async () => {
    const { ask, app } = await openServed(dialect);
    const waiting = ask("GET", "/events?wait=30");
    await ask("GET", "/events");
    await app.close();
    expect((await waiting).body).toEqual({ events: [], next: 0, hasMore: false });
  });

  it("refuses who has no right to it, and what it can't understand", async () => {
    const { ask } = await openServed(dialect);
    const statusOf = async (url: string, as?: string) =>
      (await ask("GET", url, as === undefined ? {} : { as })).status;
    expect(await statusOf("/events", " ")).toBe(401);
    expect(await statusOf("/events", "person")).toBe(403);
    expect(await statusOf("/events", `${TST} altinn:events.subscribe`)).toBe(403);
    expect(await statusOf("/events", "urn:altinn:organization:identifier-no:313000034")).toBe(403);
    const { status, body } = await ask("GET", "/events?since=x&size=1001&type=dialogporten.dialog");
    expect(status).toBe(400);
    expect(Object.keys((body as { errors: object }).errors)).toEqual(["since", "size", "type"]);
  });
});

describeOnBothDatabases("subscriptions", (dialect) => {
  it("are made, found, listed and deleted as in Altinn Events", async () => {
    const { ask, receiver, work } = await openServed(dialect);
    const wanted = {
      endPoint: receiver.url(),
      resourceFilter: serviceOf(1),
      subjectFilter: partyOf(0).urn.toUpperCase(),
      typeFilter: "dialogporten.dialog.created.v1",
    };
    const made = await ask("POST", SUBSCRIPTIONS, { body: wanted });
    const subscription = {
      id: 1,
      endPoint: receiver.url(),
      sourceFilter: null,
      subjectFilter: partyOf(0).urn,
      alternativeSubjectFilter: null,
      resourceFilter: serviceOf(1),
      typeFilter: "dialogporten.dialog.created.v1",
      includeSubunits: false,
      consumer: "/org/tst",
      createdBy: "/organisation/313000018",
      created: "2026-06-15T08:00:00.000Z",
      validated: false,
      lastError: null,
    };
    expect([made.status, made.body, made.headers.location]).toEqual([
      201,
      subscription,
      `${PUBLIC_URL}${SUBSCRIPTIONS}/1`,
    ]);
    expect((await ask("POST", SUBSCRIPTIONS, { body: wanted })).status).toBe(200);
    await work.runOnce();
    const validated = { ...subscription, validated: true };
    expect((await ask("GET", `${SUBSCRIPTIONS}/1`)).body).toEqual(validated);
    expect((await ask("GET", SUBSCRIPTIONS)).body).toEqual({ count: 1, subscriptions: [validated] });
    expect((await ask("DELETE", `${SUBSCRIPTIONS}/1`)).status).toBe(200);
    for (const [id, named] of [
      ["1", "1"],
      ["first", '"first"'],
    ] as const) {
      expect(await ask("GET", `${SUBSCRIPTIONS}/${id}`)).toMatchObject({
        status: 404,
        body: { errors: { Subscription: [`There is no subscription ${named} among yours.`] } },
      });
    }
    expect((await ask("GET", SUBSCRIPTIONS)).body).toEqual({ count: 0, subscriptions: [] });
  });

  it("are their owner's alone", async () => {
    const { ask, receiver } = await openServed(dialect);
    await ask("POST", SUBSCRIPTIONS, { body: { endPoint: receiver.url() } });
    const asOther = { as: OTHER };
    expect((await ask("GET", SUBSCRIPTIONS, asOther)).body).toEqual({ count: 0, subscriptions: [] });
    for (const [method, path] of [
      ["GET", "/1"],
      ["DELETE", "/1"],
      ["GET", "/1/deadletters"],
      ["POST", "/1/deadletters/resend"],
    ] as const) {
      expect((await ask(method, `${SUBSCRIPTIONS}${path}`, asOther)).status).toBe(404);
    }
    expect((await ask("GET", `${SUBSCRIPTIONS}/1`)).status).toBe(200);
    for (const [as, status] of [
      [" ", 401],
      ["person", 403],
      [`${TST} digdir:dialogporten.serviceprovider`, 403],
      ["urn:altinn:organization:identifier-no:313000034", 403],
    ] as const) {
      expect((await ask("GET", SUBSCRIPTIONS, { as })).status).toBe(status);
    }
  });

  it("are refused where no event could ever match, or where none may be sent", async () => {
    const { ask, receiver } = await openServed(dialect);
    const problemsOf = async (body: object): Promise<object> => {
      const answer = await ask("POST", SUBSCRIPTIONS, { body });
      expect(answer.status).toBe(400);
      return (answer.body as { errors: object }).errors;
    };
    const endPoint = receiver.url();
    expect(
      Object.keys(
        await problemsOf({
          endPoint: "",
          resourceFilter: "service-1",
          subjectFilter: "/org/313000018",
          alternativeSubjectFilter: "/org/313000018",
          sourceFilter: "https://elsewhere.example/1",
          typeFilter: "dialogporten.dialog",
          includeSubunits: true,
          filter: "x",
        }),
      ).sort(),
    ).toEqual([
      "alternativeSubjectFilter",
      "endPoint",
      "filter",
      "includeSubunits",
      "resourceFilter",
      "sourceFilter",
      "subjectFilter",
      "typeFilter",
    ]);
    expect(await problemsOf({ endPoint, resourceFilter: serviceOf(7) })).toEqual({
      resourceFilter: ["It is no service of yours. You are told of your own services only."],
    });
    for (const unsafe of [
      "http://example.com/",
      "https://10.0.0.7/",
      "https://[::1]/",
      "https://169.254.169.254/latest",
      "https://user:secret@example.com/",
      "https://example.com:22/",
      "ftp://example.com/",
      "hook",
    ]) {
      expect(Object.keys(await problemsOf({ endPoint: unsafe }))).toEqual(["endPoint"]);
    }
    expect(await problemsOf([])).toEqual({ "": ["The body must be a JSON object."] });
  });

  it("show what could not be delivered, and send it again", async () => {
    const { ask, receiver, work, write, wait } = await openServed(dialect);
    await ask("POST", SUBSCRIPTIONS, { body: { endPoint: receiver.url() } });
    await work.runOnce();
    receiver.answer(() => 500);
    const events = [created(anEventDialog("one")), created(anEventDialog("two"))];
    await write(...events);
    await work.runOnce();
    for (let attempt = 0; attempt < 11; attempt++) {
      wait(DAY_MILLIS / 2);
      await work.runOnce();
    }
    const { body } = await ask("GET", `${SUBSCRIPTIONS}/1/deadletters?size=1`);
    expect(body).toEqual({
      deadLetters: [
        {
          place: expect.any(Number),
          attempts: expect.any(Number),
          givenUp: expect.any(String),
          lastStatus: 500,
          lastError: "The endpoint answered 500.",
          event: expect.objectContaining({ id: events[0]?.id }),
        },
      ],
      next: expect.any(Number),
    });
    const { next, deadLetters } = body as { next: number; deadLetters: { place: number }[] };
    const second = (await ask("GET", `${SUBSCRIPTIONS}/1/deadletters?after=${next}`)).body;
    expect(second).toMatchObject({ deadLetters: [{ event: { id: events[1]?.id } }], next: null });
    receiver.answer(() => 200);
    const resend = `${SUBSCRIPTIONS}/1/deadletters/resend`;
    expect((await ask("POST", resend, { body: { places: "all" } })).status).toBe(400);
    const one = { places: deadLetters.map(({ place }) => place) };
    expect((await ask("POST", resend, { body: one })).body).toEqual({ resent: 1 });
    await work.runOnce();
    expect(receiver.taken().map(({ id }) => id)).toEqual([events[0]?.id]);
    expect(await ask("POST", resend)).toMatchObject({ status: 202, body: { resent: 1 } });
    await work.runOnce();
    expect(receiver.taken().map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  });
});
