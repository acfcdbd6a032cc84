import { expect, it } from "vitest";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { OWNER, urnOf } from "./catalogue.js";
import { ADMIN, API, aDocument, callOfOrganization, OTHER, serveCatalogue, WRITE } from "./served.js";

const POLICY = "<Policy>right</Policy>";

describeOnBothDatabases("owners' services over REST", (dialect) => {
  it("are made, read back as they were sent, changed and deleted, with a version for each change", async () => {
    const { send, told } = await serveCatalogue(dialect);
    const document = aDocument("tst-permit", {
      purpose: { nb: "Lov til å fiske." },
      costs: [{ description: { nb: "Gebyr" }, amount: 250, currency: "NOK" }],
      processingTime: { description: { nb: "Tre uker" }, duration: "P3W" },
      legalBasis: [{ title: { nb: "Fiskeloven § 1" }, url: "https://lov.example.com/1" }],
      keywords: [{ word: "fiske", language: "nb" }],
      resourceReferences: [{ referenceSource: "Altinn2", reference: "1051", referenceType: "ServiceCode" }],
      availableForType: ["PrivatePerson"],
      contactPoints: [{ category: "Hjelp", email: "hjelp@tst.example.com" }],
    });
    const made = await send("POST", API, { body: document });
    expect(made).toMatchObject({ status: 201, etag: '"1"', headers: { location: `${API}/tst-permit` } });
    const read = await send("GET", `${API}/tst-permit`);
    expect(read.body).toEqual(made.body);
    expect(read.body).toMatchObject({
      ...document,
      version: "1",
      versionId: 1,
      hasCompetentAuthority: { orgcode: "tst", organization: OWNER.organizationNumber },
    });

    // What was read can be sent back, and says the same.
    const same = await send("PUT", `${API}/tst-permit`, { body: read.body, headers: { "if-match": '"1"' } });
    expect(same).toMatchObject({ status: 200, etag: '"2"' });
    expect(same.body).toEqual({ ...read.body, version: "2", versionId: 2 });
    const renamed = await send("PUT", `${API}/tst-permit`, {
      body: { ...document, title: { nb: "Løyve", nn: "Løyve", en: "Permit" } },
    });
    expect(renamed).toMatchObject({ status: 200, etag: '"3"', body: { title: { nb: "Løyve" } } });
    expect((await send("GET", `${API}/tst-permit?versionId=1`)).body).toEqual(read.body);
    expect((await send("GET", `${API}/tst-permit/versions`)).body).toEqual(
      [3, 2, 1].map((versionId) => ({
        versionId,
        // Each change has a moment of its own, though the clock stands still.
        changedAt: `2026-06-15T08:00:00.00${versionId - 1}Z`,
        changedBy: `urn:altinn:organization:identifier-no:${OWNER.organizationNumber}`,
      })),
    );
    expect((await send("GET", `${API}/tst-permit?versionId=9`)).status).toBe(404);

    expect((await send("DELETE", `${API}/tst-permit`)).status).toBe(204);
    expect((await send("GET", `${API}/tst-permit`)).status).toBe(404);
    expect((await send("GET", `${API}/resourcelist`)).body).toEqual([]);
    expect(told.map(({ service, isDelegable }) => [service, isDelegable])).toEqual([
      [urnOf("tst-permit"), true],
      [urnOf("tst-permit"), true],
      [urnOf("tst-permit"), true],
      [urnOf("tst-permit"), false],
    ]);
    // It can be made anew, by whoever had it: its versions go on.
    expect(await send("POST", API, { body: document })).toMatchObject({ status: 201, etag: '"5"' });
  });

  it("are refused with everything that is wrong with them, by place", async () => {
    const { send } = await serveCatalogue(dialect);
    const { status, body } = await send("POST", API, {
      body: aDocument("app_oth_x", {
        title: { nb: "Uten de andre", xx: "?" },
        rightDescription: {},
        resourceType: "Nonsense",
        status: 7,
        homepage: null,
        costs: [{ amount: -1 }],
        processingTime: { duration: "three weeks" },
        legalBasis: [{ url: "ftp://x" }],
        hasCompetentAuthority: { orgcode: "oth" },
        replaces: "NO SUCH",
      }),
    });
    expect(status).toBe(400);
    expect(Object.keys(body.errors).sort()).toEqual(
      [
        "costs[0].amount",
        "legalBasis[0].title",
        "legalBasis[0].url",
        "processingTime.duration",
        "replaces",
        "resourceType",
        "status",
        "title.xx",
      ].sort(),
    );
    const second = await send("POST", API, {
      body: aDocument("app_oth_x", {
        title: { nb: "Uten de andre" },
        hasCompetentAuthority: { orgcode: "oth" },
      }),
    });
    expect(second.body.errors).toEqual({
      identifier: ["Names that begin with app_ are those of apps."],
      "title.nn": ["It is missing: people read it in their own language."],
      "title.en": ["It is missing: people read it in their own language."],
      "hasCompetentAuthority.orgcode": ['It is "oth"; your own services have "tst".'],
    });
    expect((await send("POST", API, { body: [1] })).status).toBe(400);
    expect((await send("GET", `${API}/resourcelist`)).body).toEqual([]);
  });

  it("are their owner's own to change, and nobody else's", async () => {
    const { send, store } = await serveCatalogue(dialect);
    await send("POST", API, { body: aDocument("tst-permit") });
    const body = aDocument("tst-permit");
    const others = aDocument("tst-permit", { hasCompetentAuthority: { orgcode: "oth" } });
    const statuses = async (as: typeof OTHER | null, scopes: readonly string[]) =>
      Promise.all([
        send("POST", API, { as, scopes, body: others }).then(({ status }) => status),
        send("PUT", `${API}/tst-permit`, { as, scopes, body: others }).then(({ status }) => status),
        send("DELETE", `${API}/tst-permit`, { as, scopes }).then(({ status }) => status),
        send("POST", `${API}/tst-permit/policy`, { as, scopes, xml: POLICY }).then(({ status }) => status),
      ]);
    expect(await statuses(null, [])).toEqual([401, 401, 401, 401]);
    expect(await statuses(OWNER, ["altinn:resourceregistry/resource.read"])).toEqual([403, 403, 403, 403]);
    expect(await statuses({ ...OTHER, organizationNumber: "310000000" }, [WRITE])).toEqual([
      403, 403, 403, 403,
    ]);
    expect(await statuses(OTHER, [WRITE])).toEqual([409, 404, 404, 404]);
    const [row] = await store.serviceResourcesByIds([urnOf("tst-permit")]);
    expect(row).toMatchObject({ version: 1, ownerCode: "tst", deletedAt: null });
    // Whoever runs the catalogue may change everybody's.
    expect((await send("PUT", `${API}/tst-permit`, { as: OTHER, scopes: [ADMIN], body })).status).toBe(200);
  });

  it("keep the change of one of two who change the same version", async () => {
    const { send } = await serveCatalogue(dialect);
    await send("POST", API, { body: aDocument("tst-permit") });
    const put = (title: string) =>
      send("PUT", `${API}/tst-permit`, {
        body: aDocument("tst-permit", { title: { nb: title, nn: title, en: title } }),
        headers: { "if-match": '"1"' },
      });
    const answers = await Promise.all([put("Den ene"), put("Den andre")]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const winner = answers.find(({ status }) => status === 200);
    expect((await send("GET", `${API}/tst-permit`)).body).toEqual(winner?.body);
    expect(answers.find(({ status }) => status === 412)?.body.detail).toContain("It is at version 2");
    expect((await send("GET", `${API}/tst-permit/versions`)).body).toHaveLength(2);
  });

  it("that are hidden are in the lists of their owner only", async () => {
    const { send } = await serveCatalogue(dialect);
    await send("POST", API, { body: aDocument("tst-hidden", { visible: false }) });
    await send("POST", API, {
      body: aDocument("tst-shown", { resourceType: "AltinnApp", identifier: "app_tst_shown" }),
    });
    const names = async (query: string, as?: typeof OTHER) =>
      (await send("GET", `${API}/${query}`, as === undefined ? {} : { as })).body.map(
        ({ identifier }: { identifier: string }) => identifier,
      );
    expect(await names("resourcelist")).toEqual(["app_tst_shown"]);
    expect(await names("resourcelist", OTHER)).toEqual(["app_tst_shown"]);
    expect(await names("resourcelist", OWNER)).toEqual(["app_tst_shown", "tst-hidden"]);
    expect(await names("resourcelist", { ...OTHER, organizationNumber: "310000000" })).toEqual([
      "app_tst_shown",
    ]);
    expect(await names("resourcelist?includeApps=false", OWNER)).toEqual(["tst-hidden"]);
    expect(await names("Search?title=SHOWN")).toEqual(["app_tst_shown"]);
    expect(await names("search?orgCode=oth")).toEqual([]);
    expect((await send("GET", `${API}/orgs`)).body.orgs.tst).toEqual({
      name: OWNER.name,
      orgnr: OWNER.organizationNumber,
      homepage: OWNER.homepage,
      environments: [],
    });
  });

  it("take a policy that authorization has looked at, as a text or in a form, and keep it with the version", async () => {
    const { send, told } = await serveCatalogue(dialect);
    await send("POST", API, { body: aDocument("tst-permit") });
    expect((await send("GET", `${API}/tst-permit/policy`)).status).toBe(404);
    const refused = await send("POST", `${API}/tst-permit/policy`, { xml: "<Policy>wrong</Policy>" });
    expect(refused).toMatchObject({
      status: 400,
      body: { errors: { policy: ["POLICY_INVALID: It is wrong."] } },
    });
    expect(told.filter(({ policy }) => policy !== null)).toEqual([]);

    const taken = await send("POST", `${API}/tst-permit/policy`, {
      xml: `<?xml version="1.0" encoding="utf-8"?>\n${POLICY}`,
    });
    expect(taken).toMatchObject({ status: 201, etag: '"2"' });
    expect((await send("GET", `${API}/tst-permit/policy`)).body).toBe(POLICY);
    const form = [
      "--x",
      'Content-Disposition: form-data; name="policyFile"; filename="policy.xml"',
      "Content-Type: text/xml",
      "",
      "<Policy>second</Policy>",
      "--x--",
      "",
    ].join("\r\n");
    const second = await send("PUT", `${API}/tst-permit/policy`, {
      body: form,
      headers: { "content-type": "multipart/form-data; boundary=x", "if-match": '"2"' },
    });
    expect(second).toMatchObject({ status: 200, etag: '"3"' });
    expect((await send("GET", `${API}/tst-permit/policy?versionId=2`)).body).toBe(POLICY);
    expect((await send("GET", `${API}/tst-permit/policy?versionId=3`)).body).toBe("<Policy>second</Policy>");
    expect((await send("GET", `${API}/tst-permit/policy?versionId=1`)).status).toBe(404);
    expect((await send("GET", `${API}/tst-permit/policy/subjects`)).body.data).toEqual([
      { type: "urn:altinn:rolecode", value: "priv", urn: "urn:altinn:rolecode:priv" },
    ]);
    expect(
      (await send("POST", `${API}/bysubjects`, { body: ["urn:altinn:rolecode:priv"] })).body.data,
    ).toEqual([
      {
        subject: { type: "urn:altinn:rolecode", value: "priv", urn: "urn:altinn:rolecode:priv" },
        resources: [{ type: "urn:altinn:resource", value: "tst-permit", urn: urnOf("tst-permit") }],
      },
    ]);
  });

  it("are kept where authorization is away, and told to it when it is back", async () => {
    const { send, told, state, writer } = await serveCatalogue(dialect);
    state.isAway = true;
    expect((await send("POST", API, { body: aDocument("tst-permit") })).status).toBe(201);
    // A policy can't be checked, so it is not taken.
    expect((await send("POST", `${API}/tst-permit/policy`, { xml: POLICY })).status).toBe(503);
    const callOf = () => callOfOrganization(OWNER.organizationNumber, []);
    expect(await writer.tellPending(callOf)).toBe(1);
    state.isAway = false;
    expect(await writer.tellPending(callOf)).toBe(0);
    expect(told.map(({ service }) => service)).toEqual([urnOf("tst-permit")]);
    expect(await writer.tellPending(callOf)).toBe(0);
    expect(told).toHaveLength(1);
  });

  it("take over from their owner's own services only, and never in a circle", async () => {
    const { send } = await serveCatalogue(dialect);
    const other = { as: OTHER, scopes: [WRITE] };
    await send("POST", API, {
      ...other,
      body: aDocument("oth-old", { hasCompetentAuthority: { orgcode: "oth" } }),
    });
    await send("POST", API, { body: aDocument("tst-old") });
    const made = await send("POST", API, { body: aDocument("tst-new", { replaces: "tst-old" }) });
    expect(made).toMatchObject({ status: 201, body: { replaces: "tst-old" } });
    const errors = async (method: "POST" | "PUT", url: string, identifier: string, replaces: string) =>
      (await send(method, url, { body: aDocument(identifier, { replaces }) })).body.errors;
    expect(await errors("POST", API, "tst-thief", "oth-old")).toEqual({
      replaces: [`There is no ${urnOf("oth-old")} among your services.`],
    });
    expect(await errors("PUT", `${API}/tst-old`, "tst-old", "tst-new")).toEqual({
      replaces: [`${urnOf("tst-new")} took over from this service itself.`],
    });
    expect(await errors("PUT", `${API}/tst-old`, "tst-old", "tst-old")).toEqual({
      replaces: ["A service does not replace itself."],
    });
  });
});
