import { describe, expect, it } from "vitest";
import { presenceQuestion } from "../../../schema/history-source/question.js";
import { readPresenceAnswer } from "../../../schema/history-source/small-answers.js";
import {
  COMPANY,
  COMPANY_NUMBER,
  DAY,
  KARI,
  KARI_NUMBER,
  liveSource,
  NOW,
  OTHER,
  openFiks,
  readable,
  sordal,
} from "./fiks.js";

const graphId = (id: string): string => `urn:tunet:source:fiks-svarut:${id}`;
const toCompany = { mottaker: { navn: "Fjordbygg", digitalId: COMPANY_NUMBER } };

describe("what the platform shows", () => {
  it("is of those whom authorization names, in the services that it names, and of nobody else", async () => {
    const fiks = await openFiks({
      parties: [readable(KARI, ["nvk-svarut"]), readable(COMPANY, ["nvk-faktura"])],
    });
    const own = fiks.send();
    const company = fiks.send(toCompany);
    const unasked = fiks.send({ mottaker: { digitalId: "310000042" } });
    fiks.index("m1", "FAKTURA_V1", { tittel: "Avgift" });
    expect(
      (await fiks.items("fiks-svarut", { parties: [KARI, COMPANY, OTHER] })).map(({ id }) => id),
    ).toEqual([own]);
    expect(await fiks.items("fiks-innsyn")).toEqual([]);
    expect(await fiks.details([own, company, unasked].map(graphId), "kind")).toEqual([
      { fiks: { kind: "LETTER" } },
      { fiks: null },
      { fiks: null },
    ]);
    expect(fiks.asked[0]).toBe(
      "/accessmanagement/api/v1/resourceowner/authorizedparties?anyOfResourceIds=nvk-svarut&" +
        "anyOfResourceIds=nvk-sosialhjelp&anyOfResourceIds=nvk-byggesak&anyOfResourceIds=nvk-faktura " +
        `{"type":"urn:altinn:person:identifier-no","value":"${KARI_NUMBER}"}`,
    );
  });

  it("is of the parties asked about only, though the viewer may act for more", async () => {
    const fiks = await openFiks();
    fiks.send();
    const id = fiks.send(toCompany);
    expect((await fiks.items("fiks-svarut", { parties: [COMPANY] })).map((item) => item.id)).toEqual([id]);
    expect(await fiks.page("fiks-svarut", { parties: [OTHER] })).toMatchObject({ items: [], totalCount: 0 });
  });

  it.each([503, 403])("is nothing, and an error, where authorization answers %i", async (status) => {
    const fiks = await openFiks({ parties: status });
    const id = fiks.send();
    const code = "FIKS_AUTHORIZATION_UNAVAILABLE";
    expect(await fiks.page("fiks-svarut")).toEqual([expect.objectContaining({ code })]);
    expect(await fiks.details([graphId(id)], "kind")).toEqual([{ code }]);
    expect(await fiks.act("fiks-svarut", { item: id })).toEqual([expect.objectContaining({ code })]);
    expect(fiks.store.record("letter", id)?.readAt).toBeNull();
  });

  it("is found out once in a request, of those municipalities only that have something", async () => {
    const fiks = await openFiks();
    const ids = [fiks.send(), fiks.send(toCompany)].map(graphId);
    const foreign = ["0198a000-0000-7000-8000-000000000001", "urn:tunet:source:altinn2-archive:ar1"];
    expect(await fiks.details(foreign, "kind")).toEqual([{ fiks: null }, { fiks: null }]);
    expect(await fiks.page("fiks-digisos")).toMatchObject({ items: [] });
    expect(fiks.asked).toEqual([]);
    await fiks.details([...ids, ...foreign], "kind");
    expect(fiks.asked).toHaveLength(1);
    fiks.send({}, { sender: sordal });
    await fiks.page("fiks-svarut");
    expect(fiks.asked).toHaveLength(3);
  });

  it("gives every item on one page, the newest first and by id where two are as new", async () => {
    const fiks = await openFiks();
    const sent = Array.from({ length: 9 }, (_, n) => {
      const sentAt = NOW - Math.floor(n / 4) * DAY;
      const sender = n % 3 === 0 ? { sentAt, sender: sordal } : { sentAt };
      return { sentAt, id: fiks.send(n % 2 === 0 ? {} : toCompany, sender) };
    });
    const expected = sent.sort((a, b) => b.sentAt - a.sentAt || (a.id < b.id ? 1 : -1)).map(({ id }) => id);
    const seen: string[] = [];
    let after: { readonly updatedAt: number; readonly id: string } | null = null;
    do {
      const page = await fiks.page("fiks-svarut", { first: 2, after });
      if (!("items" in page)) throw new Error(JSON.stringify(page));
      expect(page.totalCount).toBe(9);
      seen.push(...page.items.map(({ id }) => id));
      after = page.hasMore ? page.end : null;
    } while (after !== null);
    expect(seen).toEqual(expected);
  });

  it("is what was asked for: of a time, by name, and with words", async () => {
    const fiks = await openFiks();
    const [old, now] = [
      fiks.send({ tittel: "Gammel VEG" }, { sentAt: NOW - DAY }),
      fiks.send({ tittel: "Ny veg i Å" }),
    ];
    const found = async (question: object) => {
      const page = await fiks.page("fiks-svarut", question);
      if (!("items" in page)) throw new Error(JSON.stringify(page));
      expect(page.totalCount).toBe(page.items.length);
      return page.items.map(({ id }) => id);
    };
    expect(await found({ updatedAfter: NOW })).toEqual([now]);
    expect(await found({ updatedBefore: NOW - DAY })).toEqual([old]);
    expect(await found({ identifiers: [old, "another"] })).toEqual([old]);
    expect(await found({ identifiers: [`urn:fiks:svarut:forsendelse:${now}`] })).toEqual([now]);
    expect(await found({ search: "veg" })).toEqual([now, old]);
    expect(await found({ search: "å VEG ny" })).toEqual([now]);
    expect(await found({ search: "veg drosje" })).toEqual([]);
  });

  it("begins with whom each source may know, by a filter that names nobody", async () => {
    const fiks = await openFiks();
    fiks.send();
    const known = async (id: "fiks-svarut" | "fiks-innsyn") => {
      const question = presenceQuestion(liveSource(id));
      if (question === null) throw new Error("There is no presence.");
      const answer = readPresenceAnswer(await fiks.reply(question, 0));
      if (!("presence" in answer)) throw new Error(answer.problem);
      return [KARI, COMPANY, OTHER].filter((party) => answer.presence.mayKnow(party));
    };
    expect(await known("fiks-svarut")).toEqual([KARI]);
    expect(await known("fiks-innsyn")).toEqual([]);
  });
});
