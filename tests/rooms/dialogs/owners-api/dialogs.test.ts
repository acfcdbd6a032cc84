import { expect, it } from "vitest";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { NOW } from "../dialogs.js";
import { BASE, PARTY, PERSON, SERVICE, startApi } from "./api.js";
import { FIRST, FULL_ID, full, fullUpdate, minimal, transmission } from "./bodies.js";

type Fields = Readonly<Record<string, unknown>>;

/** A text as it comes back: by language code. */
const sorted = (texts: unknown) =>
  [...(texts as { languageCode: string }[])].sort((a, b) => (a.languageCode < b.languageCode ? -1 : 1));

/** What was sent with every text in the order that it comes back in, and without what has no value. */
const comesBackAs = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    const items = value.map(comesBackAs);
    return items.every((item) => typeof item === "object" && item !== null && "languageCode" in item)
      ? sorted(items)
      : items;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, held]) => held !== null && held !== undefined)
      .map(([name, held]) => [name, comesBackAs(held)]),
  );
};

const UUID = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

/** A transmission as it comes back: its attachments' addresses are given ids. */
const sentBack = (transmission: Fields): Fields => {
  const sent = comesBackAs(transmission) as Fields;
  return {
    ...sent,
    attachments: (sent["attachments"] as Fields[]).map((attachment) => ({
      ...attachment,
      urls: (attachment["urls"] as Fields[]).map((url) => ({ id: UUID, ...url })),
    })),
  };
};

describeOnBothDatabases("a dialog over REST", (dialect) => {
  it("comes back as it was made, whole", async () => {
    const { ask } = await startApi(dialect);
    const made = await ask("POST /dialogs", { body: full() });
    expect({ status: made.status, body: made.body, location: made.headers["location"] }).toEqual({
      status: 201,
      body: FULL_ID,
      location: `${BASE}/dialogs/${FULL_ID}`,
    });
    const { serviceOwnerContext, visibleFrom: _, ...sent } = full();
    const read = await ask(`GET /dialogs/${FULL_ID}`);
    expect({ status: read.status, etag: read.headers["etag"] }).toEqual({
      status: 200,
      etag: made.headers["etag"],
    });
    const [first, answer] = sent.transmissions.map(sentBack);
    const body = read.body as { activities: { id: string }[] };
    expect({ ...body, activities: [...body.activities].sort((a, b) => (a.id < b.id ? -1 : 1)) }).toEqual({
      ...(comesBackAs(sent) as object),
      transmissions: [first, answer]
        .sort((a, b) => (String(a?.["id"]) < String(b?.["id"]) ? -1 : 1))
        .map((part) => ({ ...part, isOpened: part === first })),
      activities: comesBackAs([...sent.activities].sort((a, b) => (a.id < b.id ? -1 : 1))),
      id: FULL_ID,
      revision: made.headers["etag"],
      org: "tax",
      serviceResource: SERVICE,
      serviceResourceType: "genericaccessresource",
      party: PARTY.urn,
      contentUpdatedAt: sent.updatedAt,
      hasUnopenedContent: false,
      isContentSeen: false,
      fromServiceOwnerTransmissionsCount: 1,
      fromPartyTransmissionsCount: 1,
      endUserContext: { revision: UUID, systemLabels: ["Default", "Sent"] },
      serviceOwnerContext: { revision: UUID, ...serviceOwnerContext },
    });
  });

  it("is replaced whole by PUT, but for what was sent and done, which stays", async () => {
    const { ask } = await startApi(dialect);
    await ask("POST /dialogs", { body: full() });
    const put = await ask(`PUT /dialogs/${FULL_ID}`, {
      body: { status: "Completed", content: minimal().content, transmissions: [transmission("second")] },
    });
    expect({ status: put.status, text: put.text }).toEqual({ status: 204, text: "" });
    const { body } = await ask(`GET /dialogs/${FULL_ID}`);
    const read = body as Fields;
    expect(Object.keys(read).sort()).toEqual(
      [
        ...["id", "revision", "idempotentKey", "org", "serviceResource", "serviceResourceType", "party"],
        ...["createdAt", "updatedAt", "contentUpdatedAt", "status", "systemLabel", "isApiOnly"],
        ...["hasUnopenedContent", "isContentSeen", "content", "transmissions", "activities"],
        ...["fromServiceOwnerTransmissionsCount", "fromPartyTransmissionsCount"],
        ...["endUserContext", "serviceOwnerContext"],
      ].sort(),
    );
    expect(read["content"]).toEqual(comesBackAs(minimal().content));
    expect((read["transmissions"] as unknown[]).length).toBe(3);
    expect(read["updatedAt"]).toBe(new Date(NOW).toISOString());
  });

  it("may be written with capitals, as .NET's clients write it", async () => {
    const { ask } = await startApi(dialect);
    const capitals = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(capitals)
        : typeof value === "object" && value !== null
          ? Object.fromEntries(
              Object.entries(value).map(([name, held]) => [
                name.slice(0, 1).toUpperCase() + name.slice(1),
                capitals(held),
              ]),
            )
          : value;
    expect((await ask("POST /dialogs", { body: capitals(full()) })).body).toBe(FULL_ID);
    const patch = [
      { Op: "Replace".toLowerCase(), Path: "/Content/Title/Value/0/Value", Value: "New" },
      { Op: "add", Path: "/SearchTags/-", Value: { Value: "tag" } },
    ];
    expect((await ask(`PATCH /dialogs/${FULL_ID}`, { body: patch })).status).toBe(204);
    expect((await ask(`GET /dialogs/${FULL_ID}`)).body).toMatchObject({
      content: { title: { value: [{ value: "New" }, {}] } },
      searchTags: [{ value: "skatt" }, { value: "tag" }],
    });
  });

  it("has its parts one by one as well", async () => {
    const { ask } = await startApi(dialect);
    await ask("POST /dialogs", { body: full() });
    const [sent] = full().transmissions.map(sentBack);
    expect((await ask(`GET /dialogs/${FULL_ID}/transmissions/${FIRST}`)).body).toEqual(sent);
    const [activity] = full().activities;
    expect((await ask(`GET /dialogs/${FULL_ID}/activities/${activity?.id}`)).body).toEqual(
      comesBackAs(activity),
    );
    expect((await ask(`GET /dialogs/${FULL_ID}/context/labels`)).body).toEqual([{ value: "batch-7" }]);
    await ask(`GET /dialogs/${FULL_ID}?endUserId=${PERSON}`);
    expect((await ask(`GET /dialogs/${FULL_ID}/seenlog`)).body).toEqual([
      {
        id: UUID,
        seenAt: new Date(NOW).toISOString(),
        seenBy: { actorType: "PartyRepresentative", actorId: PERSON },
        isViaServiceOwner: true,
      },
    ]);
  });

  it("is announced to notifications by what was done with it", async () => {
    const { ask } = await startApi(dialect);
    await ask("POST /dialogs", { body: full() });
    const condition = async (query: string) =>
      (await ask(`GET /dialogs/${FULL_ID}/actions/should-send-notification?${query}`, { as: "notifier" }))
        .body;
    const opened = `activityType=TransmissionOpened&transmissionId=${FIRST}`;
    expect([
      await condition(`conditionType=Exists&${opened}`),
      await condition(`conditionType=NotExists&${opened}`),
      await condition("conditionType=Exists&activityType=PaymentMade"),
      await condition("conditionType=notexists&activityType=paymentmade"),
    ]).toEqual([
      { sendNotification: true },
      { sendNotification: false },
      { sendNotification: false },
      { sendNotification: true },
    ]);
  });

  it("is found by its id, in the client's language", async () => {
    const { ask } = await startApi(dialect);
    await ask("POST /dialogs", { body: full() });
    const lookup = async (language: string) =>
      (
        await ask(`GET /dialoglookup?instanceRef=urn:altinn:dialog-id:${FULL_ID}`, {
          headers: { "accept-language": language },
        })
      ).body;
    const inLanguage = (code: string, texts: readonly string[]) => {
      const [service, owner, title, hidden] = texts.map((value) => [{ languageCode: code, value }]);
      return {
        dialogId: FULL_ID,
        instanceRef: `urn:altinn:dialog-id:${FULL_ID}`,
        party: PARTY.urn,
        serviceResource: {
          id: "tax-return",
          isDelegable: true,
          minimumAuthenticationLevel: 3,
          name: service,
        },
        serviceOwner: { orgNumber: expect.stringMatching(/^\d{9}$/), code: "tax", name: owner },
        title,
        nonSensitiveTitle: hidden,
      };
    };
    expect(await lookup("en-GB, nb;q=0.5")).toEqual(
      inLanguage("en", ["Tax return", "Agency tax", "Skattemelding 2025 (en)", "Melding (en)"]),
    );
    expect(await lookup("nb")).toEqual(
      inLanguage("nb", ["Skattemelding", "Etat tax", "Skattemelding 2025", "Melding"]),
    );
  });

  it("is found by the form instance that a label of the owner's names, also when it is deleted", async () => {
    const { ask } = await startApi(dialect);
    const instance = "51001234/11111111-1111-4111-8111-111111111111";
    const { body: id } = await ask("POST /dialogs", {
      body: minimal({
        serviceOwnerContext: {
          serviceOwnerLabels: [{ value: `urn:altinn:integration:storage:${instance}` }],
        },
      }),
    });
    const path = `GET /dialoglookup?instanceRef=urn:altinn:instance-id:${instance}`;
    const found = { dialogId: id, instanceRef: `urn:altinn:instance-id:${instance}` };
    expect((await ask(path)).body).toMatchObject(found);
    await ask(`DELETE /dialogs/${id}`);
    expect((await ask(path)).body).toMatchObject(found);
  });
});

it("has labels as long as they may be, and with any sign in them", async () => {
  const { ask } = await startApi("sqlite");
  await ask("POST /dialogs", { body: full() });
  const path = `/dialogs/${FULL_ID}/context/labels`;
  const storage = "urn:altinn:integration:storage:51001234/11111111-1111-4111-8111-111111111111";
  for (const value of ["x".repeat(255), storage, "50 % ære?#"]) {
    expect((await ask(`POST ${path}`, { body: { value } })).status).toBe(204);
    expect((await ask(`GET ${path}`)).body).toEqual([{ value: "batch-7" }, { value }]);
    expect((await ask(`DELETE ${path}/${encodeURIComponent(value)}`)).status).toBe(204);
  }
  expect((await ask(`GET ${path}`)).body).toEqual([{ value: "batch-7" }]);
});

it("takes a type without a body for no body", async () => {
  const { ask } = await startApi("sqlite");
  await ask("POST /dialogs", { body: full() });
  const headers = { "content-type": "application/json" };
  expect((await ask(`DELETE /dialogs/${FULL_ID}`, { headers })).status).toBe(204);
  expect((await ask(`POST /dialogs/${FULL_ID}/actions/restore`, { headers })).status).toBe(204);
  expect((await ask("POST /dialogs", { headers })).status).toBe(400);
});

it("is given a hundred parts at once, in as many statements as one", async () => {
  const { ask, statements } = await startApi("sqlite");
  const many = Array.from({ length: 100 }, (_, index) => transmission(`many ${index}`));
  await ask("POST /dialogs", { body: full() });
  const count = async (): Promise<number> => {
    statements.length = 0;
    expect((await ask(`GET /dialogs/${FULL_ID}`)).status).toBe(200);
    return statements.length;
  };
  const before = await count();
  const put = await ask(`PUT /dialogs/${FULL_ID}`, {
    body: fullUpdate("many", { transmissions: many, activities: [] }),
  });
  expect(put.status).toBe(204);
  expect([before, await count()]).toEqual([5, 5]);
});
