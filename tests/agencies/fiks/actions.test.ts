import { describe, expect, it } from "vitest";
import { newReplies, receiveReplyTaken } from "../../../subgraphs/agencies/fiks/inbound/svarut.js";
import { COMPANY, DAY, KARI, KARI_NUMBER, NOW, nordvik, openFiks, readable, sordal } from "./fiks.js";

const DONE = { outcome: "DONE", code: null, message: null };
const refused = (code: string) => ({
  outcome: "REFUSED",
  code,
  message: expect.objectContaining({ nb: expect.any(String) }),
});
const MAY_ANSWER = { svarPaForsendelseLink: true };

describe("what can be done", () => {
  it("marks a letter read once, at the platform and in the history", async () => {
    const fiks = await openFiks();
    const item = fiks.send();
    fiks.wait(DAY);
    expect(await fiks.act("fiks-svarut", { item })).toEqual(DONE);
    expect(fiks.store.record("letter", item)).toMatchObject({
      readAt: NOW + DAY,
      statuses: [{ word: "MOTTATT" }, { at: NOW + DAY, word: "LEST" }],
      events: [{}, { word: "Forsendelse lest gjennom Tunet" }],
    });
    expect(await fiks.items("fiks-svarut")).toMatchObject([{ isSeen: true, actions: [], updatedAt: NOW }]);
    fiks.wait(DAY);
    const before = fiks.store.record("letter", item);
    expect(await fiks.act("fiks-svarut", { item })).toEqual(DONE);
    expect(await fiks.act("fiks-svarut", { item, idempotencyKey: "key-2" })).toEqual(DONE);
    expect(fiks.store.record("letter", item)).toEqual(before);
  });

  it("marks what is indexed read until it changes", async () => {
    const fiks = await openFiks();
    fiks.index("m1", "FAKTURA_V1", { status: "IKKE_BETALT" });
    expect(await fiks.act("fiks-innsyn", { item: "m1" })).toEqual(DONE);
    expect(await fiks.items("fiks-innsyn")).toMatchObject([{ isSeen: true, actions: [] }]);
    fiks.wait(DAY);
    fiks.index("m1", "FAKTURA_V1", { status: "INKASSOVARSEL" });
    expect(await fiks.items("fiks-innsyn")).toMatchObject([{ isSeen: false, actions: ["MARK_READ"] }]);
  });

  it("answers a letter once for each key, and the municipality gets the answer until it has said so", async () => {
    const fiks = await openFiks();
    const item = fiks.send({
      ...MAY_ANSWER,
      svarSendesTil: { orgnr: "390009901" },
      eksternReferanse: "2026/1",
    });
    expect(await fiks.items("fiks-svarut")).toMatchObject([{ actions: ["MARK_READ", "REPLY"] }]);
    const asked = { item, action: "REPLY", text: "Det er greit." } as const;
    expect(await fiks.act("fiks-svarut", asked)).toEqual(DONE);
    expect(await fiks.act("fiks-svarut", asked)).toEqual(DONE);
    expect(newReplies(fiks.platform, nordvik)).toEqual([
      {
        id: expect.any(String),
        tittel: "Svar: Varsel om gravearbeid",
        date: NOW,
        avsender: { fnr: KARI_NUMBER },
        mottaker: { kontoId: "konto-nvk" },
        status: "Akseptert",
        niva: "3",
        filmetadata: [],
        svarPaForsendelse: item,
        svarSendesTil: { orgnr: "390009901" },
        forsendelseType: "svar",
        eksternRef: "2026/1",
        melding: "Det er greit.",
      },
    ]);
    const graphId = `urn:tunet:source:fiks-svarut:${item}`;
    expect(await fiks.details([graphId], "replies { at text }")).toEqual([
      { fiks: { replies: [{ at: new Date(NOW).toISOString(), text: "Det er greit." }] } },
    ]);
    expect(fiks.asked.filter((one) => one.startsWith("/authorization/"))).toHaveLength(1);
    const [{ id }] = newReplies(fiks.platform, nordvik) as [{ id: string }];
    expect(() => receiveReplyTaken(fiks.platform, sordal, id)).toThrow("Fant ikke");
    receiveReplyTaken(fiks.platform, nordvik, id);
    expect(newReplies(fiks.platform, nordvik)).toEqual([]);
    expect(await fiks.act("fiks-svarut", { ...asked, text: "Noe annet." })).toEqual(refused("KEY_REUSED"));
    expect(newReplies(fiks.platform, nordvik)).toEqual([]);
  });

  it("asks authorization about answering: whoever may only read may not", async () => {
    const fiks = await openFiks({ mayWrite: false });
    const item = fiks.send(MAY_ANSWER);
    const asked = { item, action: "REPLY", text: "Hei" } as const;
    expect(await fiks.act("fiks-svarut", asked)).toEqual(refused("NOT_ALLOWED"));
    expect(fiks.store.doneAction("key-1")).toBeNull();
    const [, question = ""] =
      /^\/authorization\/api\/v1\/authorize (.*)$/.exec(fiks.asked.at(-1) ?? "") ?? [];
    expect(JSON.parse(question)).toEqual({
      Request: {
        AccessSubject: [
          { Attribute: [{ AttributeId: "urn:altinn:person:identifier-no", Value: KARI_NUMBER }] },
        ],
        Action: [
          { Attribute: [{ AttributeId: "urn:oasis:names:tc:xacml:1.0:action:action-id", Value: "write" }] },
        ],
        Resource: [
          {
            Attribute: [
              { AttributeId: "urn:altinn:resource", Value: "nvk-svarut" },
              { AttributeId: "urn:altinn:person:identifier-no", Value: KARI_NUMBER },
            ],
          },
        ],
      },
    });
    expect(await fiks.act("fiks-svarut", { item })).toEqual(DONE);
  });

  it("is answered the same to whoever got no answer, though the thing is gone since", async () => {
    const fiks = await openFiks();
    fiks.index("m1", "FAKTURA_V1", {}, { tilgjengeligTil: new Date(NOW + DAY).toISOString() });
    expect(await fiks.act("fiks-innsyn", { item: "m1" })).toEqual(DONE);
    fiks.wait(2 * DAY);
    expect(await fiks.act("fiks-innsyn", { item: "m1" })).toEqual(DONE);
    expect(await fiks.act("fiks-innsyn", { item: "m1", idempotencyKey: "key-2" })).toEqual(
      refused("NOT_THERE"),
    );
  });

  it("is nothing to what is not the viewer's, hides, or is of another party", async () => {
    const fiks = await openFiks({ parties: [readable(KARI, ["nvk-svarut"])] });
    const own = fiks.send();
    const high = fiks.send({ krevNiva4Innlogging: true });
    const other = fiks.send({ mottaker: { digitalId: "310000042" } });
    const attempts = [
      fiks.act("fiks-svarut", { item: "nowhere" }),
      fiks.act("fiks-svarut", { item: other, party: "urn:altinn:organization:identifier-no:310000042" }),
      fiks.act("fiks-svarut", { item: other }),
      fiks.act("fiks-svarut", { item: own, party: COMPANY }),
      fiks.act("fiks-svarut", { item: high }, 3),
      fiks.act("fiks-innsyn", { item: own }),
    ];
    expect(await Promise.all(attempts)).toEqual(attempts.map(() => refused("NOT_THERE")));
    expect(fiks.store.doneAction("key-1")).toBeNull();
    for (const id of [own, high, other]) expect(fiks.store.record("letter", id)?.readAt).toBeNull();
  });

  it("is refused, and stays so for the key, where it can't be done", async () => {
    const fiks = await openFiks();
    const [closed, open] = [fiks.send(), fiks.send(MAY_ANSWER)];
    const reply = (item: string, text: string | null, idempotencyKey: string) =>
      fiks.act("fiks-svarut", { item, action: "REPLY", text, idempotencyKey });
    expect(await reply(closed, "Hei", "a")).toEqual(refused("NOT_POSSIBLE"));
    expect(await reply(closed, "Hei", "a")).toEqual(refused("NOT_POSSIBLE"));
    expect(await reply(open, " ", "b")).toEqual(refused("TEXT_MISSING"));
    expect(await reply(open, "x".repeat(10_001), "c")).toEqual(refused("TEXT_TOO_LONG"));
    expect(await fiks.act("fiks-svarut", { item: open, action: "SUBMIT", idempotencyKey: "d" })).toEqual(
      refused("NOT_POSSIBLE"),
    );
    expect(newReplies(fiks.platform, nordvik)).toEqual([]);
  });
});
