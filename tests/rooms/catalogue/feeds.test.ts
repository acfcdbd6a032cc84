import { expect, it } from "vitest";
import type { NewServiceResource } from "../../../drizzle/catalogue/tables.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { OWNER, urnOf } from "./catalogue.js";
import { API, aDocument, serveCatalogue } from "./served.js";

const POLICY = "<Policy>right</Policy>";

describeOnBothDatabases("the feeds of services", (dialect) => {
  it("tell who follows them which subjects came and went, page by page", async () => {
    const { send, clock } = await serveCatalogue(dialect);
    const names = Array.from({ length: 5 }, (_, index) => `tst-follow-${index}`);
    for (const name of names) {
      await send("POST", API, { body: aDocument(name) });
      await send("POST", `${API}/${name}/policy`, { xml: POLICY });
    }
    const seen: string[] = [];
    for (let url: string | null = `${API}/updated?since=2026-01-01T00:00:00Z&limit=2`; url !== null; ) {
      const { body }: { body: { data: { resourceUrn: string }[]; links: { next?: string } } } = await send(
        "GET",
        url,
      );
      seen.push(...body.data.map(({ resourceUrn }) => resourceUrn));
      url = body.links.next?.replace("https://tunet.example.org", "") ?? null;
    }
    expect(seen).toEqual(names.map(urnOf));
    clock.now += 1_000;
    await send("DELETE", `${API}/tst-follow-3`);
    const since = new Date(clock.now).toISOString();
    expect((await send("GET", `${API}/updated?since=${since}`)).body).toEqual({
      links: {},
      data: [
        {
          subjectUrn: "urn:altinn:rolecode:priv",
          resourceUrn: urnOf("tst-follow-3"),
          updatedAt: since,
          deleted: true,
        },
      ],
    });
    // Made anew it has its policy still, and names again whom it named.
    clock.now += 1_000;
    await send("POST", API, { body: aDocument("tst-follow-3") });
    const anew = new Date(clock.now).toISOString();
    expect((await send("GET", `${API}/updated?since=${anew}`)).body.data).toEqual([
      {
        subjectUrn: "urn:altinn:rolecode:priv",
        resourceUrn: urnOf("tst-follow-3"),
        updatedAt: anew,
        deleted: false,
      },
    ]);
    expect((await send("GET", `${API}/updated?since=yesterday`)).status).toBe(400);
    expect((await send("GET", `${API}/updated?token=forged`)).status).toBe(400);
  });

  it("tell who follows them which services changed, each once, and what each right is called", async () => {
    const { send, clock } = await serveCatalogue(dialect);
    for (const name of ["tst-one", "tst-two", "tst-three"]) {
      clock.now += 1_000;
      await send("POST", API, { body: aDocument(name) });
    }
    const since = new Date(clock.now + 1).toISOString();
    clock.now += 1_000;
    await send("POST", `${API}/tst-one/policy`, { xml: POLICY });
    clock.now += 1_000;
    await send("DELETE", `${API}/tst-two`);
    const first = await send("GET", `${API}/changes?since=${since}&limit=1`);
    const changedAt = (millis: number) => new Date(clock.now - millis).toISOString();
    expect(first.body.data).toEqual([{ resourceId: "tst-one", changedAt: changedAt(1_000) }]);
    const next = first.body.links.next.replace("https://tunet.example.org", "");
    expect((await send("GET", next)).body).toEqual({
      links: {},
      data: [{ resourceId: "tst-two", changedAt: changedAt(0), deleted: true }],
    });
    expect(
      (await send("GET", `${API}/changes?token=${new URL(next, "http://x").searchParams.get("token")}x`))
        .status,
    ).toBe(400);

    expect((await send("GET", `${API}/tst-one/policy/rights`)).body).toEqual([
      {
        action: { type: "urn:oasis:names:tc:xacml:1.0:action:action-id", value: "read" },
        resource: [{ type: "urn:altinn:resource", value: "tst-one" }],
        subjects: [{ subjectAttributes: [{ type: "urn:altinn:rolecode", value: "priv" }] }],
        rightKey: expect.stringMatching(/^read;tst-one;[0-9a-f]{32}$/),
        subjectTypes: ["urn:altinn:rolecode"],
      },
    ]);
  });

  it("reach whoever follows them, also those that others overtook on their way", async () => {
    const { send, clock, store } = await serveCatalogue(dialect);
    await send("POST", API, { body: aDocument("tst-slow") });
    clock.now += 2_000;
    const since = new Date(clock.now).toISOString();
    await send("POST", API, { body: aDocument("tst-quick") });
    // One that began before the quick one, and was held up by what was asked about it.
    const [row] = await store.serviceResourcesByIds([urnOf("tst-slow")]);
    const of = { ownerCode: OWNER.code, organization: OWNER.organizationNumber, ifVersion: null };
    await store.ownerWrites.replace(row as NewServiceResource, { ...of, now: clock.now - 1_000 });
    const names = (body: { data: { resourceId: string }[] }) => body.data.map(({ resourceId }) => resourceId);
    const { body } = await send("GET", `${API}/changes?since=${since}`);
    expect(names(body)).toEqual(["tst-quick", "tst-slow"]);

    // However many come at once, each is told after the ones before it.
    const many = Array.from({ length: 8 }, (_, index) => `tst-many-${index}`);
    await Promise.all(many.map((name) => send("POST", API, { body: aDocument(name) })));
    const later = (await send("GET", `${API}/changes?since=${since}`)).body;
    expect(names(later).slice(2).sort()).toEqual(many);
    const moments = later.data.map(({ changedAt }: { changedAt: string }) => changedAt);
    expect(new Set(moments).size).toBe(moments.length);
  });
});
