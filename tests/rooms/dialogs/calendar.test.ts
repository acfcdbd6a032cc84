import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { DomainError } from "../../../lib/errors.js";
import { PERSON_PREFIX } from "../../../schema/urns.js";
import { icsStartOf } from "../../../subgraphs/dialogs/calendar/due-day.js";
import { folded, icsOf, icsText } from "../../../subgraphs/dialogs/calendar/ics.js";
import type { DeclaredDeadline } from "../../../subgraphs/dialogs/rules/deadlines.js";
import type { DialogSeed } from "../../../subgraphs/dialogs/seed.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { aDialog, DAY, NOW, partyOf, SOURCES, scopeOf, serviceOf } from "./dialogs.js";
import { onWorkspace, openTestRoom, type TestViewer } from "./room.js";
import { identifyByName, PUBLIC_URL, serveRoutes } from "./served.js";

const [OURS, THEIRS] = [partyOf(0), partyOf(1)];
const KARI = `${PERSON_PREFIX}17912099997`;
const OLA = `${PERSON_PREFIX}29822799980`;

/** Content lines as a reader has them: unfolded. Every line must be one, and short enough. */
const linesOf = (text: string): string[] => {
  expect(text.endsWith("\r\n")).toBe(true);
  expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  const lines = text.replaceAll("\r\n ", "").trimEnd().split("\r\n");
  for (const line of lines) expect(line).toMatch(/^[A-Z-]+(;[A-Z-]+=[^:;]+)*:/);
  return lines;
};

/** The values of a property, in order. */
const valuesOf = (text: string, name: string): string[] =>
  linesOf(text).flatMap((line) =>
    line.startsWith(`${name}:`) || line.startsWith(`${name};`) ? [line.slice(name.length)] : [],
  );

describe("iCalendar", () => {
  it("folds at 75 octets and cuts no character in two", () => {
    expect(folded("SUMMARY:short")).toBe("SUMMARY:short\r\n");
    const text = `SUMMARY:${"æøå🏠".repeat(40)}`;
    const lines = folded(text).split("\r\n");
    expect(lines.slice(0, -2).every((line) => Buffer.byteLength(line) > 70)).toBe(true);
    expect(lines.every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    expect(lines.slice(0, -1).join("").replaceAll(" ", "")).toBe(text);
    expect(folded("x".repeat(75))).toBe(`${"x".repeat(75)}\r\n`);
    expect(folded("x".repeat(76))).toBe(`${"x".repeat(75)}\r\n x\r\n`);
  });

  it("escapes what would end a text, and leaves control characters out", () => {
    expect(icsText("a\\b;c,d\ne\r\nf\rg\u2028h\u0085i\u0000\u0007\tj")).toBe(
      "a\\\\b\\;c\\,d\\ne\\nf\\ng\\nh\\nij",
    );
  });

  it("says a deadline at a day's end by that day in Norway, and any other by its moment", () => {
    const start = (at: string) => icsStartOf(Date.parse(at));
    expect(start("2026-06-15T21:59:59Z")).toEqual({ day: "2026-06-15" });
    expect(start("2026-06-15T22:00:00Z")).toEqual({ day: "2026-06-15" });
    expect(start("2026-12-31T23:00:00Z")).toEqual({ day: "2026-12-31" });
    expect(start("2026-12-31T22:59:00Z")).toEqual({ day: "2026-12-31" });
    expect(start("2026-03-28T23:00:00Z")).toEqual({ day: "2026-03-28" });
    expect(start("2026-03-29T22:00:00Z")).toEqual({ day: "2026-03-29" });
    expect(start("2026-06-15T22:00:00.001Z")).toEqual({ at: Date.parse("2026-06-15T22:00:00.001Z") });
    expect(start("2026-06-15T10:00:00Z")).toEqual({ at: Date.parse("2026-06-15T10:00:00Z") });
  });

  it("is whole without events, and reminds where it is asked to", () => {
    const empty = icsOf({ name: "Frister", description: "", events: [] });
    expect(linesOf(empty).filter((line) => line.startsWith("BEGIN:"))).toEqual([
      "BEGIN:VCALENDAR",
      "BEGIN:VTIMEZONE",
      "BEGIN:DAYLIGHT",
      "BEGIN:STANDARD",
    ]);
    const event = {
      uid: "x@tunet.test",
      start: { at: NOW },
      summary: "Betal: A",
      description: "",
      category: null,
      changedAt: NOW,
      sequence: 3,
      alarmHours: 24,
    };
    const [, shown] = icsOf({ name: "n", description: "d", events: [event] }).split("END:VTIMEZONE\r\n");
    expect(shown?.split("\r\n")).toEqual([
      "BEGIN:VEVENT",
      "UID:x@tunet.test",
      "DTSTAMP:20260615T080000Z",
      "LAST-MODIFIED:20260615T080000Z",
      "SEQUENCE:3",
      "DTSTART:20260615T080000Z",
      "SUMMARY:Betal: A",
      "TRANSP:TRANSPARENT",
      "BEGIN:VALARM",
      "ACTION:DISPLAY",
      "TRIGGER:-PT24H",
      "DESCRIPTION:Betal: A",
      "END:VALARM",
      "END:VEVENT",
      "END:VCALENDAR",
      "",
    ]);
  });
});

const bill = (days: number): DeclaredDeadline => ({
  key: "bill",
  kind: "PAY",
  dueAt: NOW + days * DAY,
  amount: "1250.00",
  currency: "NOK",
  kid: "1234567",
  account: null,
  isMetByOwnerOnly: false,
  metAt: null,
  since: 0,
});

const opened = async (
  dialect: "sqlite" | "postgres",
  viewers: Readonly<Record<string, TestViewer>>,
  dialogs: readonly DialogSeed[],
  sources = SOURCES,
) => {
  const room = await openTestRoom({ dialect, viewers, dialogs, sources });
  // What may be read depends on the login, as it does in the authorization room.
  const { scope } = room.authorization;
  room.authorization.scope = async (call) => ({ ...(await scope(call)), level: call.viewer.level });
  const identify = identifyByName(viewers);
  const app = await serveRoutes(room.room, PUBLIC_URL, {
    identify,
    asPerson: (party, level) => ({
      requestId: "test",
      token: party,
      language: "nb",
      viewer: {
        kind: "PERSON",
        party,
        organization: null,
        supplier: null,
        level: level >= 3 ? 3 : 0,
        scopes: [],
        clientId: null,
      },
    }),
  });
  const get = async (url: string, headers: Record<string, string> = {}) => {
    const { statusCode: status, payload: text, headers: answered } = await app.inject({ url, headers });
    return { status, text, headers: answered };
  };
  const as = (viewer: string) => ({ authorization: `Bearer ${viewer}` });
  return { ...room, get, as };
};

const CREATE = `mutation($input: CreateCalendarSubscriptionInput!) {
  createCalendarSubscription(input: $input) {
    address errors { __typename message } subscription { id name level kinds parties { id } lastUsedAt }
  }
}`;
const REVOKE = `mutation($id: UUID!) {
  revokeCalendarSubscription(input: { subscriptionId: $id }) { success errors { __typename } }
}`;
const LIST = onWorkspace("calendarSubscriptions { name lastUsedAt }");

describeOnBothDatabases("the agenda as a calendar", (dialect) => {
  it("has what the token's owner may see and is not met, and ends no line where a title would", async () => {
    const evil = "Faktura\r\nEND:VEVENT\r\nBEGIN:VALARM; ATTACH:https://x.test";
    const { get, as } = await opened(
      dialect,
      {
        kari: { party: KARI, scope: scopeOf([OURS], { [serviceOf(0)]: 3, [serviceOf(1)]: 5 }) },
        ola: { party: OLA, scope: scopeOf([THEIRS], { [serviceOf(0)]: 3 }) },
      },
      [
        aDialog(evil, { deadlines: [bill(2)], dialog: { summary: { nb: "Se\r\nX-EVIL:1" } } }),
        aDialog("met", { dialog: { dueAt: NOW + DAY, status: "COMPLETED" } }),
        aDialog("cover", {
          deadlines: [bill(3)],
          dialog: {
            serviceResource: serviceOf(1),
            nonSensitiveTitle: { nb: "Regning" },
            summary: { nb: "Diagnose" },
          },
        }),
        aDialog("secret", { deadlines: [bill(3)], dialog: { serviceResource: serviceOf(1) } }),
        aDialog("theirs", { dialog: { party: THEIRS.urn, dueAt: NOW + DAY } }),
      ],
      SOURCES.map((source, index) => (index === 1 ? { ...source, delivery: "COPY" as const } : source)),
    );
    const { status, text, headers } = await get("/agenda.ics", as("kari"));
    expect([status, headers["content-type"]]).toEqual([200, "text/calendar; charset=utf-8"]);
    expect(valuesOf(text, "SUMMARY")).toEqual([
      ":Betal: Faktura\\nEND:VEVENT\\nBEGIN:VALARM\\; ATTACH:https://x.test",
      ":Betal: Regning",
    ]);
    expect(valuesOf(text, "DESCRIPTION")).toEqual([":Beløp: 1250.00 NOK\\nKID: 1234567\\nSe\\nX-EVIL:1"]);
    expect(text).not.toMatch(/Diagnose|secret|met\r\n/);
    expect(valuesOf(text, "X-WR-CALDESC")[0]).toMatch(/Noe kan mangle fra: altinn-2\.$/);
    expect(linesOf(text).filter((line) => line === "BEGIN:VEVENT")).toHaveLength(2);
    expect(valuesOf((await get("/agenda.ics", as("ola"))).text, "SUMMARY")).toEqual([":Frist: theirs"]);
    expect((await get("/agenda.ics", { ...as("ola"), "accept-language": "en" })).text).toContain(
      "SUMMARY:Deadline: theirs",
    );

    expect((await get("/agenda.ics")).status).toBe(401);
    expect((await get("/agenda.ics?kinds=SIGN", as("kari"))).text).not.toContain("BEGIN:VEVENT");
    for (const query of ["kinds=PRAY", "alarmHours=0", "workspace=%3F"]) {
      expect([query, (await get(`/agenda.ics?${query}`, as("kari"))).status]).toEqual([query, 400]);
    }
    const etag = String(headers["etag"]);
    const again = await get("/agenda.ics", { ...as("kari"), "if-none-match": etag });
    expect([again.status, again.text]).toEqual([304, ""]);
  });

  it("is at a secret address of one's own, read with the chosen login, until it is revoked", async () => {
    const viewers = {
      kari: { party: KARI, scope: scopeOf([OURS, THEIRS], { [serviceOf(0)]: 3, [serviceOf(1)]: 0 }) },
      ola: { party: OLA, scope: scopeOf([THEIRS], { [serviceOf(0)]: 3 }) },
    };
    const { ask, get, database, setNow, authorization } = await opened(dialect, viewers, [
      aDialog("needs a login", { dialog: { dueAt: NOW + DAY } }),
      aDialog("needs none", { dialog: { dueAt: NOW + DAY, serviceResource: serviceOf(1) } }),
      aDialog("theirs", { dialog: { party: THEIRS.urn, dueAt: NOW + 2 * DAY } }),
    ]);
    const create = async (viewer: string, input: object) =>
      (await ask(viewer, CREATE, { input })).data.createCalendarSubscription;
    const path = (address: string) => address.slice(PUBLIC_URL.length);
    const seen = async (address: string) => valuesOf((await get(path(address))).text, "SUMMARY").sort();

    const open = await create("kari", { name: "Mobilen" });
    expect(open.subscription).toMatchObject({ name: "Mobilen", level: 0, kinds: null, parties: null });
    const strong = await create("kari", { name: "PC", level: 3, parties: [OURS.urn], kinds: null });
    expect(strong.subscription.parties).toEqual([{ id: OURS.id }]);
    expect(await seen(open.address)).toEqual([":Frist: needs none"]);
    expect(await seen(strong.address)).toEqual([":Frist: needs a login", ":Frist: needs none"]);
    expect(await seen((await create("ola", { name: "a", level: 3 })).address)).toEqual([":Frist: theirs"]);

    const kept = await database.read.rows<object>(
      // Only the hash is kept.
      sql`SELECT * FROM calendar_subscription`,
    );
    expect(JSON.stringify(kept)).not.toContain("secret-");

    // What may be read is asked when it is fetched.
    const { scope } = authorization;
    authorization.scope = async (call) =>
      call.viewer.party === OLA ? { ...(await scope(call)), groups: [] } : scope(call);
    const listed = async (viewer: string) =>
      (await ask(viewer, LIST)).data._entities[0].calendarSubscriptions;
    const now = new Date(NOW).toISOString();
    expect(await listed("kari")).toEqual([
      { name: "Mobilen", lastUsedAt: now },
      { name: "PC", lastUsedAt: now },
    ]);
    const revoke = async (viewer: string) =>
      (await ask(viewer, REVOKE, { id: open.subscription.id })).data.revokeCalendarSubscription;
    expect(await revoke("ola")).toEqual({
      success: false,
      errors: [{ __typename: "CalendarSubscriptionNotFound" }],
    });
    expect((await get(path(open.address))).status).toBe(200);
    expect(await revoke("kari")).toEqual({ success: true, errors: [] });
    const gone = await get(path(open.address));
    expect([gone.status, JSON.parse(gone.text).errors[0].extensions.code]).toEqual([404, "CALENDAR_UNKNOWN"]);
    expect((await get("/agenda/guess.ics")).status).toBe(404);
    expect(await listed("ola")).toHaveLength(1);

    authorization.scope = () =>
      Promise.reject(new DomainError("AUTHORIZATION_UNAVAILABLE", "It could not be found out."));
    expect((await get(path(strong.address))).status).toBe(503);
    authorization.scope = scope;
    setNow(NOW + 181 * DAY);
    expect((await get(path(strong.address))).status).toBe(404);
  });

  it("is to be had by people, within bounds, for parties of one's own", async () => {
    const viewers = {
      kari: { party: KARI, scope: scopeOf([OURS], { [serviceOf(0)]: 3 }) },
      firm: { party: OURS.urn, scope: scopeOf([OURS], { [serviceOf(0)]: 3 }) },
    };
    const { ask } = await opened(dialect, viewers, []);
    const refusal = async (viewer: string, input: object) => {
      const { data } = await ask(viewer, CREATE, { input: { name: "a", ...input } });
      const { address, subscription, errors } = data.createCalendarSubscription;
      if (errors.length > 0) expect([address, subscription]).toEqual([null, null]);
      return errors[0]?.__typename ?? null;
    };
    expect(await refusal("firm", {})).toBe("CalendarSubscriptionForbidden");
    expect(await refusal("kari", { level: 4 })).toBe("CalendarSubscriptionValidationError");
    expect(await refusal("kari", { name: " " })).toBe("CalendarSubscriptionValidationError");
    const { errors } = await ask("kari", CREATE, { input: { name: "a", parties: [THEIRS.urn] } });
    expect(errors?.[0]?.extensions["code"]).toBe("PARTY_NOT_AUTHORISED");
    for (let count = 0; count < 20; count++) expect(await refusal("kari", {})).toBeNull();
    expect(await refusal("kari", {})).toBe("CalendarSubscriptionLimitReached");
  });
});
