import { once } from "node:events";
import { request as httpRequest } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { expect, it } from "vitest";
import { DomainError } from "../../../lib/errors.js";
import type { ServiceRecord } from "../../../schema/services-port.js";
import { PERSON_PREFIX } from "../../../schema/urns.js";
import type { DialogSeed } from "../../../subgraphs/dialogs/seed.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { aDialog, DAY, NOW, partyOf, SOURCES, scopeOf, serviceOf } from "./dialogs.js";
import { openTestRoom, type TestViewer } from "./room.js";
import { identifyByName, PUBLIC_URL, serveRoutes } from "./served.js";

const [OURS, THEIRS] = [partyOf(0), partyOf(1)];
const KARI = `${PERSON_PREFIX}17912099997`;
const OLA = `${PERSON_PREFIX}29822799980`;

const SERVICE: ServiceRecord = {
  service: serviceOf(0),
  owner: { code: "tst", organization: partyOf(100).urn, name: { nb: "Testetaten", en: "The Test Agency" } },
  name: { nb: "Skattemelding", en: "Tax return" },
  resourceType: "GENERIC_ACCESS_RESOURCE",
  status: "ACTIVE",
  isDelegable: true,
};

const opened = async (options: {
  readonly dialect: "sqlite" | "postgres";
  readonly viewers: Readonly<Record<string, TestViewer>>;
  readonly dialogs: readonly DialogSeed[];
  readonly sources?: typeof SOURCES;
  readonly searchBudgetMillis?: number;
}) => {
  const exports = { limits: { total: 2, perViewer: 1 }, recheckMillis: 0 };
  const room = await openTestRoom({ services: [SERVICE], exports, ...options });
  const identify = identifyByName(options.viewers);
  const app = await serveRoutes(room.room, PUBLIC_URL, { identify });
  const ask = async (viewer: string, body: unknown = {}, headers: Record<string, string> = {}) => {
    const {
      statusCode,
      payload,
      headers: answered,
    } = await app.inject({
      method: "POST",
      url: "/history/export",
      headers: { authorization: `Bearer ${viewer}`, "content-type": "application/json", ...headers },
      payload: JSON.stringify(body),
    });
    return { status: statusCode, text: payload, headers: answered };
  };
  // biome-ignore lint/suspicious/noExplicitAny: a test knows the shape that it asked for
  const records = async (viewer: string, body: unknown = {}): Promise<any[]> =>
    (await ask(viewer, body)).text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
  return { ...room, app, ask, records };
};

const titlesOf = (records: readonly { record: string; title?: string }[]) =>
  records.filter(({ record }) => record === "item").map(({ title }) => title);

const kari = (scope = scopeOf([OURS], { [serviceOf(0)]: 3 })): TestViewer => ({ party: KARI, scope });

const many = (count: number): DialogSeed[] =>
  Array.from({ length: count }, (_, index) =>
    aDialog(`d${index}`, { dialog: { createdAt: NOW - DAY - (index % 700) } }),
  );

describeOnBothDatabases("the export of the history", (dialect) => {
  it("gives every item with where it comes from and why one may see it, and says what is missing", async () => {
    const [first, ...rest] = SOURCES;
    const dialogs = [
      aDialog("letter", {
        dialog: {
          createdAt: NOW - 2 * DAY,
          dueAt: NOW + DAY,
          sourceId: "fiks",
          sourceStatus: "Ekspedert",
          extendedStatus: { nb: "Sendt" },
          externalReference: "2026/17",
        },
      }),
      aDialog("cover", {
        dialog: {
          serviceResource: serviceOf(1),
          summary: { nb: "Diagnosen" },
          nonSensitiveTitle: { nb: "Brev" },
        },
      }),
      aDialog("hidden", { dialog: { serviceResource: serviceOf(1) } }),
      aDialog("theirs", { dialog: { party: THEIRS.urn } }),
    ];
    const scope = scopeOf([OURS], { [serviceOf(0)]: 3, [serviceOf(1)]: 4 }, { level: 3 });
    const grant = {
      grantType: "ROLE" as const,
      subject: "urn:altinn:rolecode:dagl",
      name: { nb: "Daglig leder" },
    };
    const { records } = await opened({
      dialect,
      viewers: {
        kari: {
          ...kari(scope),
          grants: [
            { ...grant, via: KARI },
            { ...grant, via: THEIRS.urn },
          ],
        },
        ola: { party: OLA, scope: scopeOf([THEIRS], { [serviceOf(0)]: 3 }) },
      },
      dialogs,
      sources: [{ ...(first as (typeof SOURCES)[number]), coversFrom: NOW - 9 * DAY }, ...rest],
    });
    const [head, cover, letter, end, ...more] = await records("kari");
    expect(more).toEqual([]);
    const at = (days: number) => new Date(NOW + days * DAY).toISOString();
    const partial = {
      id: "altinn-3",
      name: "altinn-3",
      state: "PARTIAL",
      isSearched: true,
      asOf: at(0),
      coverage: { from: at(-9), to: at(0), ratio: null },
      reason: `Det som er eldre enn ${at(-9).slice(0, 10)}, er ikke hentet.`,
    };
    expect(head).toMatchObject({
      record: "head",
      startedAt: at(0),
      level: 3,
      asked: {
        workspace: "everyone",
        orderBy: { field: "CREATED_AT", direction: "DESC" },
        isContinuation: false,
      },
      completeBackTo: at(-9),
      hiddenByLogin: { count: 1, precision: "EXACT", requiredLevel: 4 },
    });
    expect(head.sources).toHaveLength(3);
    expect(head.sources).toContainEqual(partial);
    expect(letter).toEqual({
      record: "item",
      id: dialogs[0]?.dialog.id,
      party: OURS.urn,
      owner: "tst",
      ownerName: "Testetaten",
      service: serviceOf(0),
      serviceName: "Skattemelding",
      title: "letter",
      summary: null,
      senderName: null,
      status: "NOT_APPLICABLE",
      extendedStatus: "Sendt",
      externalReference: "2026/17",
      process: null,
      createdAt: at(-2),
      contentUpdatedAt: at(-2),
      dueAt: at(1),
      folder: "INBOX",
      systemLabels: ["DEFAULT"],
      isContentSeen: false,
      attachmentCount: 0,
      isRedacted: false,
      requiredAuthenticationLevel: 3,
      source: "fiks",
      sourceStatus: "Ekspedert",
      asOf: at(0),
      access: [
        { grantType: "ROLE", subject: "urn:altinn:rolecode:dagl", name: "Daglig leder", via: null },
        { grantType: "ROLE", subject: "urn:altinn:rolecode:dagl", name: "Daglig leder", via: THEIRS.urn },
      ],
      url: null,
      isLate: false,
    });
    expect(cover).toMatchObject({
      title: "Brev",
      summary: null,
      isRedacted: true,
      requiredAuthenticationLevel: 4,
    });
    expect(end).toMatchObject({
      record: "end",
      itemCount: 2,
      haveRightsChanged: false,
      gaps: { completeBackTo: at(-9) },
    });
    expect(JSON.stringify([head, cover, letter, end])).not.toMatch(/Diagnosen|hidden"|17912099997/);
    expect(titlesOf(await records("ola"))).toEqual(["theirs"]);
  });

  it("follows the history's own filter, search, order and workspace, and refuses what it can't read", async () => {
    const viewers = {
      kari: kari(scopeOf([OURS, THEIRS], { [serviceOf(0)]: 3 })),
      ola: { party: OLA, scope: scopeOf([THEIRS], { [serviceOf(0)]: 3 }) },
    };
    const { ask, records, app } = await opened({
      dialect,
      viewers,
      dialogs: [
        aDialog("byggesak garasje", { dialog: { status: "COMPLETED", dueAt: NOW + 2 * DAY } }),
        aDialog("byggesak naust", { dialog: { status: "AWAITING", dueAt: NOW + DAY } }),
        aDialog("skatt", { dialog: { party: THEIRS.urn, status: "COMPLETED" } }),
      ],
    });
    const orderBy = { field: "DUE_AT", direction: "ASC" };
    expect(titlesOf(await records("kari", { orderBy }))).toEqual([
      "byggesak naust",
      "byggesak garasje",
      "skatt",
    ]);
    expect(
      titlesOf(await records("kari", { filter: { status: ["COMPLETED"] }, search: "byggesak" })),
    ).toEqual(["byggesak garasje"]);
    const workspace = Buffer.from(THEIRS.id).toString("base64url");
    expect(titlesOf(await records("kari", { workspace }))).toEqual(["skatt"]);

    const refusals = [
      [{ filter: { parties: [OURS.urn] } }, "ola", 403, "PARTY_NOT_AUTHORISED"],
      [{ filter: { statuses: [] } }, "kari", 400, "EXPORT_REQUEST_INVALID"],
      [{ filter: { status: ["DONE"] } }, "kari", 400, "EXPORT_REQUEST_INVALID"],
      [{ fliter: {} }, "kari", 400, "EXPORT_REQUEST_INVALID"],
      [{ format: "xlsx" }, "kari", 400, "EXPORT_REQUEST_INVALID"],
      [{ workspace: "?" }, "kari", 400, "EXPORT_REQUEST_INVALID"],
      [{ after: "nonsense" }, "kari", 400, "CURSOR_INVALID"],
      [[], "kari", 400, "EXPORT_REQUEST_INVALID"],
      [{}, "nobody", 401, "UNAUTHENTICATED"],
    ] as const;
    for (const [body, viewer, status, code] of refusals) {
      const answer = await ask(viewer, body);
      expect([answer.status, JSON.parse(answer.text).errors[0].extensions.code]).toEqual([status, code]);
    }
    const url = `/history/export?format=csv&bom=false&filter=${encodeURIComponent('{"status":["AWAITING"]}')}`;
    const got = await app.inject({ url, headers: { authorization: "Bearer kari" } });
    expect(got.payload.split("\r\n").filter((line) => line.startsWith("item,"))).toHaveLength(1);
    const broken = await app.inject({
      url: "/history/export?filter=x",
      headers: { authorization: "Bearer kari" },
    });
    expect(broken.statusCode).toBe(400);
  });

  it("is CSV that no spreadsheet takes for formulas, with what is missing at its end", async () => {
    const { ask } = await opened({
      dialect,
      viewers: { kari: kari(scopeOf([OURS], { [serviceOf(0)]: 3, [serviceOf(1)]: 4 }, { level: 3 })) },
      dialogs: [
        aDialog("a", {
          dialog: {
            title: { nb: '=HYPERLINK("https://x.test";"Ærlig")' },
            summary: { nb: "to\r\nlinjer, ja" },
          },
        }),
        aDialog("b", {
          dialog: { title: { nb: "  +47" }, externalReference: "-1", createdAt: NOW - 2 * DAY },
        }),
        aDialog("c", {
          dialog: { title: { nb: "＝cmd" }, senderName: { nb: "@sum" }, createdAt: NOW - 3 * DAY },
        }),
        aDialog("hidden", { dialog: { serviceResource: serviceOf(1) } }),
      ],
    });
    const { text, headers } = await ask("kari", {}, { accept: "text/csv" });
    expect(headers["content-type"]).toBe("text/csv; charset=utf-8; header=present");
    expect(headers["content-disposition"]).toBe('attachment; filename="history-2026-06-15.csv"');
    expect(text.startsWith("\uFEFFrecord,id,party,")).toBe(true);
    expect(text).toContain(`,"'=HYPERLINK(""https://x.test"";""Ærlig"")","to\r\nlinjer, ja",`);
    expect(text).toContain(",'  +47,");
    expect(text).toContain(",'-1,");
    expect(text).toContain(",'＝cmd,,'@sum,");
    const tail = text.trimEnd().split("\r\n").slice(-5);
    expect(tail.map((line) => line.split(",")[0])).toEqual(["source", "source", "source", "hidden", "end"]);
    expect(tail[3]).toMatch(/,4,,,,,,,1 more with a stronger login$/);
    expect(tail[4]).toMatch(/,3 items; nothing newer than 1970-01-01T00:00:00.000Z is missing$/);

    const norwegian = (await ask("kari", { format: "CSV", delimiter: ";", bom: false })).text;
    expect(norwegian.startsWith("record;id;")).toBe(true);
    expect(norwegian).toContain(`;"'=HYPERLINK(""https://x.test"";""Ærlig"")";"to\r\nlinjer, ja";`);
  });

  it("gives each item once over many pages, and looks at each what the viewer may still read", async () => {
    const { records, authorization } = await opened({
      dialect,
      viewers: { kari: kari() },
      dialogs: many(1_200),
    });
    const all = await records("kari");
    expect(new Set(titlesOf(all)).size).toBe(1_200);
    expect(all.at(-1)).toMatchObject({ record: "end", itemCount: 1_200, haveRightsChanged: false });

    let looks = 0;
    const scope = authorization.scope;
    authorization.scope = async (call) => {
      looks += 1;
      return looks < 3 ? scope(call) : scopeOf([THEIRS], { [serviceOf(0)]: 3 });
    };
    const revoked = await records("kari");
    expect(revoked.at(-1)).toMatchObject({ record: "end", itemCount: 500, haveRightsChanged: true });
  });

  it("goes on with a search whose time is over, and finds by the service's name as the history does", async () => {
    const letters = Array.from({ length: 1_500 }, (_, index) =>
      aDialog(`letter ${index}`, {
        dialog: {
          createdAt: NOW - DAY - index * 1_000,
          status: index % 50 === 0 ? "COMPLETED" : "AWAITING",
          title: { nb: `brev ${index}` },
        },
      }),
    );
    const { records } = await opened({
      dialect,
      viewers: { kari: kari() },
      dialogs: letters,
      searchBudgetMillis: 0,
    });
    const filter = { status: ["COMPLETED"] };
    const orderBy = { field: "CONTENT_UPDATED_AT", direction: "DESC" };
    const completed = Array.from({ length: 30 }, (_, index) => `brev ${index * 50}`);
    for (const search of ["brev", "skattemelding"]) {
      const found = await records("kari", { search, filter, orderBy });
      expect(titlesOf(found)).toEqual(completed);
      expect(found.at(-1)).toMatchObject({ record: "end", itemCount: 30 });
    }
  });

  it("says in the stream what broke it, and goes on from there", async () => {
    const { records, authorization, ask } = await opened({
      dialect,
      viewers: { kari: kari() },
      dialogs: many(1_200),
    });
    let looks = 0;
    const scope = authorization.scope;
    authorization.scope = async (call) => {
      looks += 1;
      if (looks === 4) throw new DomainError("AUTHORIZATION_UNAVAILABLE", "It could not be found out.");
      return scope(call);
    };
    const begun = await records("kari");
    const error = begun.at(-1);
    expect(error).toMatchObject({ record: "error", code: "AUTHORIZATION_UNAVAILABLE", itemCount: 1_000 });
    const rest = await records("kari", { after: error.after });
    expect(rest[0].asked.isContinuation).toBe(true);
    expect(new Set([...titlesOf(begun), ...titlesOf(rest)]).size).toBe(1_200);
    expect(titlesOf(rest)).toHaveLength(200);
    expect((await ask("kari", { after: error.after, filter: { status: ["DRAFT"] } })).status).toBe(400);

    authorization.scope = () => Promise.reject(new Error("secret detail"));
    expect((await ask("kari")).text).not.toContain("secret");
    looks = 0;
    authorization.scope = async (call) => {
      looks += 1;
      if (looks === 2) throw new Error("secret detail");
      return scope(call);
    };
    const masked = await ask("kari");
    expect(masked.text).toContain('"code":"EXPORT_BROKEN"');
    expect(masked.text).not.toContain("secret");
  });
});

it("stops when its client leaves, and lets only so many run at once", async () => {
  const { app, authorization } = await opened({
    dialect: "sqlite",
    viewers: { kari: kari(), ola: { party: OLA, scope: scopeOf([OURS], { [serviceOf(0)]: 3 }) } },
    dialogs: many(1_200),
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = app.server.address() as AddressInfo;
  const begin = async (viewer: string) => {
    const sent = httpRequest({
      port,
      path: "/history/export",
      headers: { authorization: `Bearer ${viewer}` },
    });
    sent.end();
    const [response] = await once(sent, "response");
    return { sent, response, status: response.statusCode as number };
  };
  // Kari's second page waits, so that her export runs until it is let go on.
  const scope = authorization.scope;
  let looksOfKari = 0;
  let goOn: () => void = () => undefined;
  let onWaiting: () => void = () => undefined;
  const waiting = new Promise<void>((resolve) => {
    onWaiting = resolve;
  });
  authorization.scope = async (call) => {
    if (call.viewer.party === KARI) looksOfKari += 1;
    if (call.viewer.party === KARI && looksOfKari === 3) {
      onWaiting();
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
    }
    return scope(call);
  };
  const connected = once(app.server, "connection");
  const first = await begin("kari");
  const [socket] = (await connected) as [Socket];
  first.response.resume();
  await waiting;
  const second = await begin("kari");
  expect(second.status).toBe(503);
  second.response.resume();
  expect(looksOfKari).toBe(4);

  first.sent.destroy();
  await once(socket, "close");
  goOn();
  const another = await begin("ola");
  expect(another.status).toBe(200);
  let text = "";
  for await (const chunk of another.response) text += chunk;
  expect(text.trimEnd().split("\n").at(-1)).toContain('"record":"end"');
  // Ola's three pages were read meanwhile; Kari's third was not.
  expect(looksOfKari).toBe(4);
  const third = await begin("kari");
  expect(third.status).toBe(200);
  third.response.resume();
  await once(third.response, "end");
});
