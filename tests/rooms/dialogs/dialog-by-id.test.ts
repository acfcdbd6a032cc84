import { expect, it } from "vitest";
import { uuidFromName } from "../../../lib/ids.js";
import { PERSON_PREFIX } from "../../../schema/urns.js";
import type { DialogSeed } from "../../../subgraphs/dialogs/index.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { aDialog, aTransmission, DAY, NOW, partyOf, scopeOf, serviceOf } from "./dialogs.js";
import { openTestRoom } from "./room.js";

const OURS = partyOf(0);
const KARI = { urn: `${PERSON_PREFIX}17912099997`, id: uuidFromName("kari") };
const OLA = `${PERSON_PREFIX}29822799980`;
const HTTPS = "https://agency.example";
const UNAUTHORIZED = "urn:dialogporten:unauthorized";
const EXPIRED = "urn:dialogporten:expired";

const attachment = (name: string, expiresAt: number | null): DialogSeed["body"]["attachments"][number] => ({
  id: uuidFromName(name),
  displayName: { nb: name },
  name,
  expiresAt,
  urls: [
    {
      id: uuidFromName(`${name} url`),
      url: `${HTTPS}/${name}`,
      mediaType: "application/pdf",
      consumerType: "GUI",
    },
  ],
});

const guiAction = (action: string, attribute: string | null): DialogSeed["body"]["guiActions"][number] => ({
  id: uuidFromName(`gui ${action} ${attribute}`),
  action,
  url: `${HTTPS}/gui/${action}`,
  authorizationAttribute: attribute,
  isDeleteDialogAction: false,
  priority: "PRIMARY",
  httpMethod: "GET",
  title: { nb: action },
  prompt: null,
});

const OTHER_SERVICE = "urn:altinn:resource:another";

/** A person's dialog with one of everything. */
const FULL = aDialog("full", {
  dialog: {
    party: KARI.urn,
    instanceRef: "urn:altinn:instance-id:50001/0199a000-0000-7000-8000-000000000001",
    extendedStatusCode: "MOTTATT",
    extendedStatus: { nb: "Mottatt" },
    systemLabels: 1 | 8,
  },
  body: {
    content: {
      additionalInfo: { mediaType: "text/markdown", value: { nb: "**Mer**" } },
      mainContentReference: {
        mediaType: "application/vnd.dialogporten.frontchannelembed-url;type=text/markdown",
        value: { nb: `${HTTPS}/embed` },
      },
    },
    attachments: [attachment("brev.pdf", NOW + 1), attachment("gammelt.pdf", NOW)],
    guiActions: [guiAction("read", null), guiAction("sign", null), guiAction("write", OTHER_SERVICE)],
    apiActions: [
      {
        id: uuidFromName("api"),
        action: "write",
        authorizationAttribute: null,
        name: "confirm",
        endpoints: [
          {
            id: uuidFromName("endpoint"),
            version: "v1",
            url: `${HTTPS}/api`,
            httpMethod: "POST",
            documentationUrl: null,
            requestSchema: null,
            responseSchema: null,
            deprecated: false,
            sunsetAt: null,
          },
        ],
      },
    ],
  },
  transmissions: [
    {
      ...aTransmission("open"),
      attachments: [attachment("vedlegg.pdf", null)],
      sender: { actorType: "PARTY_REPRESENTATIVE", actorId: OLA, actorName: null },
      navigationalActions: [{ title: { nb: "Se" }, url: `${HTTPS}/nav`, expiresAt: NOW - 1 }],
    },
    {
      ...aTransmission("secret", {
        contentReference: { mediaType: "text/markdown", value: { nb: `${HTTPS}/secret` } },
      }),
      authorizationAttribute: "urn:altinn:subresource:secret",
      createdAt: NOW,
      navigationalActions: [{ title: { nb: "Se" }, url: `${HTTPS}/nav`, expiresAt: NOW - 1 }],
    },
  ],
  activities: [
    {
      id: uuidFromName("opened"),
      createdAt: NOW,
      type: "TRANSMISSION_OPENED",
      extendedType: null,
      transmissionId: aTransmission("open").id,
      performedBy: { actorType: "PARTY_REPRESENTATIVE", actorId: KARI.urn, actorName: null },
      description: null,
    },
    {
      id: uuidFromName("information"),
      createdAt: NOW + 1,
      type: "INFORMATION",
      extendedType: null,
      transmissionId: null,
      performedBy: { actorType: "PARTY_REPRESENTATIVE", actorId: OURS.urn, actorName: null },
      description: { nb: "Vi ringer" },
    },
  ],
  seenLog: [
    {
      id: uuidFromName("seen by ola"),
      seenAt: NOW - DAY / 2,
      seenBy: { actorType: "PARTY_REPRESENTATIVE", actorId: OLA, actorName: null },
      endUserType: "Person",
      isViaServiceOwner: false,
    },
  ],
});

const QUERY = `query($id: UUID!) { dialogById(dialogId: $id) {
  errors {
    __typename message
    ... on DialogByIdNotVisible { visibleFrom } ... on DialogByIdExpired { expiredAt }
    ... on DialogByIdForbiddenAuthLevelTooLow { requiredAuthenticationLevel }
  }
  dialog {
    id revision org serviceResource serviceResourceType party progress process precedingProcess extendedStatus
    externalReference dueAt expiresAt createdAt updatedAt contentUpdatedAt dialogToken status hasUnopenedContent
    fromServiceOwnerTransmissionsCount fromPartyTransmissionsCount isApiOnly isContentSeen
    content {
      title { value { value languageCode } mediaType isAuthorized } summary { mediaType } senderName { mediaType }
      additionalInfo { value { value } mediaType } extendedStatus { value { value } }
      mainContentReference { value { value } mediaType isAuthorized }
    }
    attachments { id displayName { value } name expiresAt urls { id url mediaType consumerType } }
    guiActions {
      id action url authorizationAttribute isAuthorized isDeleteDialogAction priority httpMethod title { value }
      prompt { value }
    }
    apiActions {
      id action name isAuthorized authorizationAttribute
      endpoints { id version url httpMethod documentationUrl requestSchema responseSchema deprecated sunsetAt }
    }
    transmissions {
      id type createdAt isAuthorized isOpened authorizationAttribute extendedType externalReference
      relatedTransmissionId sender { actorType actorId actorName }
      content { title { value { value } } summary { mediaType } contentReference { value { value } isAuthorized } }
      attachments { urls { url } } navigationalActions { title { value } url expiresAt }
    }
    activities { type createdAt transmissionId extendedType performedBy { actorType actorId } description { value } }
    seenSinceLastUpdate { id seenAt seenBy { actorId } isViaServiceOwner isCurrentEndUser }
    seenSinceLastContentUpdate { id }
    endUserContext { revision systemLabels }
  }
} }`;

const scope = scopeOf([KARI, OURS], { [serviceOf(0)]: 3, [serviceOf(2)]: 4 }, { level: 3 });

describeOnBothDatabases("Query.dialogById", (dialect) => {
  const open = (dialogs: readonly DialogSeed[], permitted: (action: string, service: string) => boolean) =>
    openTestRoom({
      dialect,
      viewers: {
        kari: { party: KARI.urn, scope, decide: ({ action, service }) => permitted(action, service) },
        ola: { party: OLA, scope, decide: ({ action, service }) => permitted(action, service) },
      },
      dialogs,
    });

  it("gives a dialog whole, with what may be done, and what has expired marked as such", async () => {
    const room = await open(
      [FULL],
      (action, service) => ["read", "write"].includes(action) && service !== OTHER_SERVICE,
    );
    const { data, errors } = await room.ask("kari", QUERY, { id: FULL.dialog.id });
    expect(errors).toBeUndefined();
    const { dialog } = data.dialogById;
    expect(data.dialogById.errors).toEqual([]);
    expect(dialog).toMatchObject({
      id: FULL.dialog.id,
      party: `urn:altinn:party:uuid:${KARI.id}`,
      extendedStatus: "MOTTATT",
      isContentSeen: true,
      content: {
        title: {
          value: [{ value: "full", languageCode: "nb" }],
          mediaType: "text/plain",
          isAuthorized: null,
        },
        additionalInfo: { value: [{ value: "**Mer**" }], mediaType: "text/markdown" },
        extendedStatus: { value: [{ value: "Mottatt" }] },
        mainContentReference: { value: [{ value: `${HTTPS}/embed` }], isAuthorized: true },
      },
      attachments: [
        { name: "brev.pdf", urls: [{ url: `${HTTPS}/brev.pdf` }] },
        { name: "gammelt.pdf", urls: [{ url: EXPIRED }] },
      ],
      guiActions: [
        { action: "read", isAuthorized: true, url: `${HTTPS}/gui/read` },
        { action: "sign", isAuthorized: false, url: UNAUTHORIZED },
        { action: "write", isAuthorized: false, url: UNAUTHORIZED },
      ],
      apiActions: [{ action: "write", isAuthorized: true, endpoints: [{ url: `${HTTPS}/api` }] }],
      transmissions: [
        {
          isAuthorized: true,
          isOpened: true,
          attachments: [{ urls: [{ url: `${HTTPS}/vedlegg.pdf` }] }],
          navigationalActions: [{ url: EXPIRED }],
        },
        {
          isAuthorized: false,
          isOpened: false,
          content: { contentReference: { value: [{ value: UNAUTHORIZED }], isAuthorized: false } },
          navigationalActions: [{ url: UNAUTHORIZED }],
        },
      ],
      activities: [
        { type: "TRANSMISSION_OPENED", transmissionId: aTransmission("open").id, description: [] },
        { type: "INFORMATION", performedBy: { actorId: OURS.urn }, description: [{ value: "Vi ringer" }] },
      ],
      endUserContext: { systemLabels: ["DEFAULT"] },
    });
    // Each question once, in one batch, about the instance that the dialog is about.
    expect(room.authorization.asked.map(({ action, service }) => `${action} ${service}`).sort()).toEqual([
      `read ${serviceOf(0)}`,
      `sign ${serviceOf(0)}`,
      `transmissionread ${serviceOf(0)}`,
      `write ${OTHER_SERVICE}`,
      `write ${serviceOf(0)}`,
    ]);
    expect(new Set(room.authorization.asked.map(({ instanceRef }) => instanceRef))).toEqual(
      new Set([FULL.dialog.instanceRef]),
    );
  });

  it("masks every address where the dialog is on the list, but nothing in it may be read", async () => {
    const { ask } = await open([FULL], () => false);
    const { data } = await ask("kari", QUERY, { id: FULL.dialog.id });
    expect(data.dialogById.errors).toEqual([]);
    expect(JSON.stringify(data)).not.toContain(HTTPS);
    expect(
      data.dialogById.dialog.attachments.map((one: { urls: { url: string }[] }) => one.urls[0]?.url),
    ).toEqual([UNAUTHORIZED, UNAUTHORIZED]);
  });

  it("masks what is permitted to a stronger login only", async () => {
    const decide = () => true;
    const levelFor = ({ action }: { action: string }) => (action === "sign" ? 4 : 3);
    const { ask } = await openTestRoom({
      dialect,
      viewers: { kari: { party: KARI.urn, scope, decide, levelFor } },
      dialogs: [FULL],
    });
    const { data } = await ask("kari", QUERY, { id: FULL.dialog.id });
    const { guiActions } = data.dialogById.dialog;
    expect(guiActions.map(({ action, url }: { action: string; url: string }) => [action, url])).toEqual([
      ["read", `${HTTPS}/gui/read`],
      ["sign", UNAUTHORIZED],
      ["write", `${HTTPS}/gui/write`],
    ]);
  });

  it("never names a person by number, and names the same person always the same", async () => {
    const { ask } = await open([FULL], () => true);
    const list = `query { _entities(representations: [{ __typename: "Workspace", id: "everyone" }]) { ... on Workspace {
      history { edges { cursor node { id title party { id } } } facets { values { key party { id } } } } } } }`;
    const { data } = await ask("kari", QUERY, { id: FULL.dialog.id });
    const { data: history } = await ask("kari", list);
    for (const text of [JSON.stringify(data), JSON.stringify(history)]) {
      expect(text).not.toContain("17912099997");
      expect(text).not.toContain("29822799980");
    }
    const cursor: string = history._entities[0].history.edges[0].cursor;
    expect(Buffer.from(cursor, "base64url").toString("latin1")).not.toContain("17912099997");
    const { transmissions, activities, seenSinceLastUpdate } = data.dialogById.dialog;
    const ola = transmissions[0].sender.actorId;
    expect(ola).toMatch(/^urn:altinn:person:identifier-ephemeral:[0-9a-f]{10}$/);
    expect(seenSinceLastUpdate[0].seenBy.actorId).toBe(ola);
    expect(activities[0].performedBy.actorId).not.toBe(ola);
  });

  it("marks as seen once for each viewer and each change, and takes the mark of being unopened away", async () => {
    const { ask, store, setNow, statements } = await open([FULL], () => true);
    const { id } = FULL.dialog;
    const see = async (viewer: string, now: number) => {
      setNow(now);
      return (await ask(viewer, QUERY, { id })).data.dialogById.dialog;
    };
    const first = await see("kari", NOW);
    expect(first.isContentSeen).toBe(true);
    expect(first.seenSinceLastUpdate).toMatchObject([
      { seenAt: new Date(NOW - DAY / 2).toISOString(), isCurrentEndUser: false },
      { seenAt: new Date(NOW).toISOString(), isCurrentEndUser: true, isViaServiceOwner: false },
    ]);
    expect(first.endUserContext.revision).not.toBe(FULL.dialog.endUserContextRevision);

    statements.length = 0;
    const second = await see("kari", NOW + 1_000);
    expect(second.seenSinceLastUpdate).toEqual(first.seenSinceLastUpdate);
    expect(second.endUserContext).toEqual(first.endUserContext);
    expect(statements.filter((statement) => !/^\s*(with|select)/i.test(statement))).toEqual([]);

    const third = await see("ola", NOW + 2_000);
    expect(
      third.seenSinceLastUpdate.map(({ seenAt }: { seenAt: string }) => Date.parse(seenAt) - NOW),
    ).toEqual([-DAY / 2, 0, 2_000]);
    expect(await store.parts.labelLog([id])).toMatchObject([
      { name: "systemlabel:MarkedAsUnopened", action: "remove", performedBy: { actorId: KARI.urn } },
    ]);
    expect(await store.parts.seenLog([id])).toHaveLength(3);
  });

  it("says why a dialog can't be had", async () => {
    const dialogs = {
      deleted: aDialog("deleted", { dialog: { deletedAt: NOW - 1 } }),
      later: aDialog("later", { dialog: { visibleFrom: NOW + 1_000 } }),
      expired: aDialog("expired", { dialog: { expiresAt: NOW } }),
      otherService: aDialog("other service", { dialog: { serviceResource: serviceOf(1) } }),
      tooSecret: aDialog("too secret", {
        dialog: { serviceResource: serviceOf(2), nonSensitiveTitle: { nb: "Brev" } },
      }),
      theirs: aDialog("theirs", { dialog: { party: partyOf(1).urn } }),
      theirsDeleted: aDialog("theirs deleted", { dialog: { party: partyOf(1).urn, deletedAt: NOW - 1 } }),
    };
    const { ask, store } = await open(Object.values(dialogs), () => true);
    const answer = async (id: string) => {
      const { data, errors } = await ask("kari", QUERY, { id });
      expect(errors).toBeUndefined();
      expect(data.dialogById.dialog).toBeNull();
      return data.dialogById.errors;
    };
    const notFound = (id: string) => [
      { __typename: "DialogByIdNotFound", message: `There is no dialog ${id} for you. Check the id.` },
    ];
    const unknown = "0199a000-0000-7000-8000-000000000009";
    expect(await answer(unknown)).toEqual(notFound(unknown));
    expect(await answer(dialogs.theirs.dialog.id)).toEqual(notFound(dialogs.theirs.dialog.id));
    expect(await answer(dialogs.theirsDeleted.dialog.id)).toEqual(notFound(dialogs.theirsDeleted.dialog.id));
    expect(await answer(dialogs.deleted.dialog.id)).toEqual([
      {
        __typename: "DialogByIdDeleted",
        message: `The service owner has deleted dialog ${dialogs.deleted.dialog.id}.`,
      },
    ]);
    const visibleFrom = new Date(NOW + 1_000).toISOString();
    expect(await answer(dialogs.later.dialog.id)).toEqual([
      {
        __typename: "DialogByIdNotVisible",
        message: `Dialog ${dialogs.later.dialog.id} can be seen from ${visibleFrom} on.`,
        visibleFrom,
      },
    ]);
    const expiredAt = new Date(NOW).toISOString();
    expect(await answer(dialogs.expired.dialog.id)).toEqual([
      {
        __typename: "DialogByIdExpired",
        message: `Dialog ${dialogs.expired.dialog.id} expired at ${expiredAt}.`,
        expiredAt,
      },
    ]);
    expect(await answer(dialogs.otherService.dialog.id)).toEqual([
      {
        __typename: "DialogByIdForbidden",
        message:
          `You act for the party of dialog ${dialogs.otherService.dialog.id}, but may not read its service. ` +
          "Ask the party for access.",
      },
    ]);
    expect(await answer(dialogs.tooSecret.dialog.id)).toEqual([
      {
        __typename: "DialogByIdForbiddenAuthLevelTooLow",
        message:
          "Altinn authentication level too low. Sign in at level 4 to read dialog " +
          `${dialogs.tooSecret.dialog.id}.`,
        requiredAuthenticationLevel: 4,
      },
    ]);
    const ids = Object.values(dialogs).map(({ dialog }) => dialog.id);
    expect(await store.parts.seenLog(ids)).toEqual([]);
  });
});
