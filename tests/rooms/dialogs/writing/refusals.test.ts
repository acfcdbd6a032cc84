import { describe, expect, it } from "vitest";
import type { OwnerRight } from "../../../../subgraphs/dialogs/writing/index.js";
import { newDialog } from "../../../../subgraphs/dialogs/writing/reading/dialog.js";
import { readBody } from "../../../../subgraphs/dialogs/writing/workshop.js";
import { NOW } from "../dialogs.js";
import {
  aBody,
  aTransmissionBody,
  type Body,
  idOf,
  inDays,
  iso,
  plain,
  representative,
  SERVICE_OWNER,
} from "./bodies.js";
import {
  activity,
  apiAction,
  attachment,
  content,
  EMBED,
  embed,
  endpoint,
  guiAction,
  inNorwegian,
  making,
  times,
  transmission,
  wrongIn,
} from "./parts.js";

describe("what a new dialog must be", () => {
  const WRONG: readonly (readonly [string, Body, string])[] = [
    ["a service that is none", { serviceResource: "urn:altinn:app:x" }, "serviceResource"],
    ["no service", { serviceResource: null }, "serviceResource"],
    ["no party", { party: undefined }, "party"],
    [
      "a party with a wrong check digit",
      { party: "urn:altinn:organization:identifier-no:313000020" },
      "party",
    ],
    ["a person with a wrong check digit", { party: "urn:altinn:person:identifier-no:01819012345" }, "party"],
    ["a party of this installation's own", { party: `urn:altinn:party:uuid:${idOf("p")}` }, "party"],
    ["no content", { content: null }, "content"],
    ["no title", { content: { summary: plain("S") } }, "content.title"],
    [
      "a title in no language",
      { content: { title: { mediaType: "text/plain", value: [] } } },
      "content.title.value",
    ],
    ["a title of white space", { content: { title: plain(" \n") } }, "content.title.value[0].value"],
    [
      "a title in Markdown",
      content({ title: { mediaType: "text/markdown", value: inNorwegian("T") } }),
      "content.title.mediaType",
    ],
    [
      "HTML without the right to it",
      content({ additionalInfo: { mediaType: "text/html", value: inNorwegian("<p>T</p>") } }),
      "content.additionalInfo.mediaType",
    ],
    [
      "an embed that is not over HTTPS",
      content({ mainContentReference: embed("http://example.com/") }),
      "content.mainContentReference.value[0].value",
    ],
    [
      "no language",
      { content: { title: { value: [{ value: "T" }] } } },
      "content.title.value[0].languageCode",
    ],
    [
      "a language that is none",
      { content: { title: plain("T", "xx") } },
      "content.title.value[0].languageCode",
    ],
    [
      "the same language twice",
      { content: { title: { value: [...inNorwegian("A"), { value: "B", languageCode: "NB-no" }] } } },
      "content.title.value",
    ],
    ["an unknown status", { status: "Lost" }, "status"],
    ["precedingProcess without process", { precedingProcess: "urn:example:x" }, "process"],
    ["updatedAt without createdAt", { updatedAt: iso(NOW) }, "createdAt"],
    ["an id of version 4", { id: "7d444840-9dc0-41d1-b245-5ffdce74fad2" }, "id"],
    ["a moment without an offset", { dueAt: "2026-07-01T00:00:00" }, "dueAt"],
    ["a day that is none", { dueAt: "2027-02-29T00:00:00Z" }, "dueAt"],
    ["an hour that is none", { dueAt: "2027-02-28T24:00:00Z" }, "dueAt"],
    ["half a character", { externalReference: "a\ud83d" }, "externalReference"],
    ["the label Sent", { systemLabel: "Sent" }, "systemLabel"],
    ["a tag twice", { searchTags: [{ value: "ABC" }, { value: "abc" }] }, "searchTags"],
    [
      "a label twice",
      { serviceOwnerContext: { serviceOwnerLabels: [{ value: "ABC" }, { value: "abc" }] } },
      "serviceOwnerContext.serviceOwnerLabels",
    ],
    [
      "a GUI action with PUT",
      { guiActions: [guiAction("Primary", { httpMethod: "PUT" })] },
      "guiActions[0].httpMethod",
    ],
    [
      "a GUI action without a title",
      { guiActions: [guiAction("Primary", { title: [] })] },
      "guiActions[0].title",
    ],
    [
      "actions of one id",
      { guiActions: [guiAction("Primary", { id: idOf("a") }), guiAction("Secondary", { id: idOf("a") })] },
      "guiActions",
    ],
    [
      "an API action without endpoints",
      { apiActions: [apiAction({ endpoints: [] })] },
      "apiActions[0].endpoints",
    ],
    [
      "sunsetAt without deprecated",
      { apiActions: [apiAction({ endpoints: [endpoint({ sunsetAt: inDays(9) })] })] },
      "apiActions[0].endpoints[0].deprecated",
    ],
    ["an attachment without addresses", { attachments: [{ urls: [] }] }, "attachments[0].urls"],
    [
      "an attribute with a space",
      { guiActions: [guiAction("Primary", { authorizationAttribute: "a b" })] },
      "guiActions[0].authorizationAttribute",
    ],
    [
      "an attribute of two parts",
      { apiActions: [apiAction({ authorizationAttribute: "urn:altinn:a:b:c" })] },
      "apiActions[0].authorizationAttribute",
    ],
    ["a transmission without a sender", transmission({ sender: null }), "transmissions[0].sender"],
    [
      "a transmission related to itself",
      transmission({ id: idOf("t"), relatedTransmissionId: idOf("t") }),
      "transmissions[0].relatedTransmissionId",
    ],
    [
      "transmissions of one key",
      { transmissions: times(2, () => aTransmissionBody({ idempotentKey: "key" })) },
      "transmissions",
    ],
    [
      "an owner with a name",
      transmission({ sender: { ...SERVICE_OWNER, actorName: "N" } }),
      "transmissions[0].sender",
    ],
    [
      "a representative without a name",
      activity({ performedBy: { actorType: "PartyRepresentative" } }),
      "activities[0].performedBy",
    ],
    [
      "a representative with id and name",
      activity({ performedBy: { ...representative(), actorName: "N" } }),
      "activities[0].performedBy",
    ],
    [
      "a representative who is nobody",
      activity({ performedBy: { actorType: "PartyRepresentative", actorId: "x" } }),
      "activities[0].performedBy.actorId",
    ],
    ["information without a description", activity({ type: "Information" }), "activities[0].description"],
    [
      "a description of anything else",
      activity({ type: "DialogClosed", description: inNorwegian("D") }),
      "activities[0].description",
    ],
    ["an opening of nothing", activity({ type: "TransmissionOpened" }), "activities[0].transmissionId"],
    [
      "a transmission that is not opened",
      activity({ type: "dialogOpened", transmissionId: idOf("t") }),
      "activities[0].transmissionId",
    ],
    ["a text that holds NUL", { externalReference: "a\0b" }, "externalReference"],
  ];

  it.each(WRONG)("refuses %s", (_, more, path) => {
    expect(wrongIn(more)).toEqual({ status: 400, paths: expect.arrayContaining([path]) });
    expect(new Set(wrongIn(more).paths)).toEqual(new Set([path]));
  });

  it("refuses what does not hang together", () => {
    expect(wrongIn(transmission({ relatedTransmissionId: idOf("nowhere") }))).toEqual({
      status: 422,
      paths: ["transmissions[0].relatedTransmissionId"],
    });
    expect(wrongIn(activity({ type: "TransmissionOpened", transmissionId: idOf("nowhere") }))).toEqual({
      status: 422,
      paths: ["activities[0].transmissionId"],
    });
    const inCircle = times(3, (index) =>
      aTransmissionBody({ id: idOf(`c ${index}`), relatedTransmissionId: idOf(`c ${(index + 1) % 3}`) }),
    );
    expect(wrongIn({ transmissions: inCircle })).toEqual({
      status: 422,
      paths: [0, 1, 2].map((index) => `transmissions[${index}].relatedTransmissionId`),
    });
  });

  it("tells all that is wrong at once, each with its path", () => {
    const body = {
      party: "nobody",
      progress: 200,
      content: { title: plain(""), summary: { mediaType: "image/png", value: "S" } },
      guiActions: [guiAction("Primary", { url: "ftp://example.com" }), "nonsense"],
      transmissions: [aTransmissionBody({ attachments: [attachment({ urls: [{ url: 5 }] })] })],
    };
    expect(wrongIn(body)).toEqual({
      status: 400,
      paths: [
        "progress",
        "content.title.value[0].value",
        "content.summary.mediaType",
        "content.summary.value",
        "guiActions[0].url",
        "guiActions[1]",
        "guiActions[1].action",
        "guiActions[1].url",
        "guiActions[1].priority",
        "guiActions[1].title",
        "transmissions[0].attachments[0].urls[0].url",
        "transmissions[0].attachments[0].urls[0].consumerType",
        "party",
      ],
    });
  });

  it("refuses what is no dialog at all", () => {
    for (const body of [null, 5, "text", []]) {
      const read = readBody(newDialog, body, { rights: new Set<OwnerRight>() }, making);
      expect("refusal" in read && read.refusal.outcome).toBe("INVALID");
    }
  });

  it("takes HTML of old messages with the right to it, and only plain tags", () => {
    const html = (value: string) =>
      content({ additionalInfo: { mediaType: "text/html", value: inNorwegian(value) } });
    const path = "content.additionalInfo.value[0].value";
    for (const value of [
      "<p>Hei <em>du</em><br/>og <strong>du</strong></p>",
      "<ul><li>1</li></ul><ol><li>2</li></ol>",
      '<table><thead><tr><th>A</th></tr></thead><tbody><tr><td><a href="https://example.com/x?y=1">B</a></td></tr></tbody></table>',
      "2 < 3 og 4 > 3",
    ]) {
      expect([value, wrongIn(html(value), ["LEGACY_HTML"])]).toEqual([value, { status: 201, paths: [] }]);
    }
    for (const value of [
      "<script>alert(1)</script>",
      "<p onclick='x'>A</p>",
      '<a href="http://example.com">A</a>',
      '<a href="javascript:x">A</a>',
      '<a href="https://example.com" target="_blank">A</a>',
      "<img src=x onerror=alert(1)>",
      "<!-- x -->",
      "<p",
      "<p style=''>A</p>",
      "<P\nonmouseover=x>A</P>",
      "<svg/onload=alert(1)>",
      "<a/href='https://example.com'>A</a>",
    ]) {
      expect([value, wrongIn(html(value), ["LEGACY_HTML"])]).toEqual([value, { status: 400, paths: [path] }]);
    }
  });

  it("says which languages Norwegian is written in", () => {
    const read = readBody(
      newDialog,
      aBody({ content: { title: plain("T", "no") } }),
      { rights: new Set() },
      making,
    );
    expect("refusal" in read && read.refusal).toEqual({
      outcome: "INVALID",
      problems: [
        {
          path: "content.title.value[0].languageCode",
          message:
            '"no" is no language code of ISO 639-1. Use nb or nn for Norwegian. Codes with a region, as en-GB, are taken as en.',
        },
      ],
    });
  });

  it("takes content away from dialogs for programs alone, and not from others", () => {
    expect(
      wrongIn({ isApiOnly: true, content: null, transmissions: [aTransmissionBody({ content: null })] }),
    ).toEqual({
      status: 201,
      paths: [],
    });
    expect(wrongIn({ isApiOnly: true, content: { summary: plain("S") } })).toEqual({
      status: 400,
      paths: ["content.title"],
    });
    expect(wrongIn({ transmissions: [aTransmissionBody({ content: null })] })).toEqual({
      status: 400,
      paths: ["transmissions[0].content"],
    });
  });

  it("keeps what it takes in one form: small letters, new names, ISO 639-1", () => {
    const read = readBody(
      newDialog,
      aBody({
        party: " URN:ALTINN:PERSON:IDPORTEN-EMAIL:Kari@Example.com ",
        status: "sent",
        searchTags: [{ value: " Skatt " }],
        serviceOwnerContext: { serviceOwnerLabels: [{ value: " URN:A:B " }] },
        content: {
          title: {
            value: [
              { value: "T", languageCode: "en_GB" },
              { value: "T", languageCode: "pl" },
            ],
          },
          mainContentReference: {
            mediaType: "application/vnd.dialogporten.frontchannelembed+json;type=markdown",
            value: inNorwegian("https://example.com/"),
          },
        },
      }),
      { rights: new Set() },
      making,
    );
    expect(read).toMatchObject({
      input: {
        party: "urn:altinn:person:idporten-email:kari@example.com",
        status: "AWAITING",
        searchTags: ["skatt"],
        ownerLabels: ["urn:a:b"],
        texts: {
          title: { en: "T", pl: "T" },
          body: { mainContentReference: { mediaType: EMBED, value: { nb: "https://example.com/" } } },
        },
      },
    });
  });
});
