import { expect, it } from "vitest";
import { uuidFromName } from "../../../lib/ids.js";
import { ORGANIZATION_PREFIX, PERSON_PREFIX } from "../../../schema/urns.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { aDialog, DAY, NOW, partyOf, scopeOf, serviceOf } from "./dialogs.js";
import { openTestRoom } from "./room.js";

const KARI = { urn: `${PERSON_PREFIX}17912099997`, id: uuidFromName("kari") };
const THEIRS = partyOf(1);
const instanceRef = (last: number): string =>
  `urn:altinn:instance-id:50001/0199a000-0000-7000-8000-00000000000${last}`;
const CORRESPONDENCE = "urn:altinn:correspondence-id:0199a000-0000-7000-8000-0000000000c1";

const LOOKUP = `query($ref: String!) { dialogLookup(instanceRef: $ref) {
  errors { __typename message }
  lookup {
    dialogId instanceRef party title { value languageCode }
    serviceResource { id isDelegable minimumAuthenticationLevel name { value } }
    serviceOwner { orgNumber code name { value } }
    authorizationEvidence {
      currentAuthenticationLevel viaRole viaAccessPackage viaResourceDelegation viaInstanceDelegation
      evidence { grantType subject name { value } links { metadata } }
    }
  }
} }`;

const dialogs = {
  form: aDialog("form", {
    dialog: {
      party: KARI.urn,
      instanceRef: instanceRef(1),
      title: { nb: "Skjema", en: "Form" },
      isApiOnly: true,
    },
  }),
  replaced: aDialog("replaced", {
    dialog: { party: KARI.urn, instanceRef: instanceRef(1), deletedAt: NOW - DAY },
  }),
  letter: aDialog("letter", { dialog: { party: KARI.urn, instanceRef: CORRESPONDENCE } }),
  plain: aDialog("plain", { dialog: { party: KARI.urn } }),
  secret: aDialog("secret", {
    dialog: { party: KARI.urn, serviceResource: serviceOf(2), nonSensitiveTitle: { nb: "Brev" } },
  }),
  mostSecret: aDialog("most secret", { dialog: { party: KARI.urn, serviceResource: serviceOf(2) } }),
  otherService: aDialog("other service", { dialog: { party: KARI.urn, serviceResource: serviceOf(1) } }),
  theirs: aDialog("theirs", { dialog: { party: THEIRS.urn, instanceRef: instanceRef(2) } }),
  deleted: aDialog("deleted", { dialog: { party: KARI.urn, deletedAt: NOW } }),
  later: aDialog("later", { dialog: { party: KARI.urn, visibleFrom: NOW + 1 } }),
  expired: aDialog("expired", { dialog: { party: KARI.urn, expiresAt: NOW } }),
};
const refOf = ({ dialog }: { dialog: { id: string } }): string => `urn:altinn:dialog-id:${dialog.id}`;

describeOnBothDatabases("Query.dialogLookup", (dialect) => {
  const open = () =>
    openTestRoom({
      dialect,
      viewers: {
        kari: {
          party: KARI.urn,
          scope: scopeOf([KARI], { [serviceOf(0)]: 3, [serviceOf(2)]: 4 }, { level: 3 }),
          grants: [
            {
              grantType: "ROLE",
              subject: "urn:altinn:rolecode:priv",
              name: { nb: "Privatperson" },
              via: null,
            },
            { grantType: "INSTANCE_DELEGATION", subject: instanceRef(1), name: { nb: "Skjema" }, via: null },
          ],
        },
      },
      dialogs: Object.values(dialogs),
      services: [
        {
          service: serviceOf(0),
          owner: { code: "tst", organization: `${ORGANIZATION_PREFIX}313000028`, name: { nb: "Etaten" } },
          name: { nb: "Tjenesten" },
          resourceType: "ALTINN_APP",
          status: "ACTIVE",
          isDelegable: true,
        },
      ],
    });
  const look = async (ref: string) => {
    const room = await open();
    room.statements.length = 0;
    const { data, errors } = await room.ask("kari", LOOKUP, { ref });
    expect(errors).toBeUndefined();
    return { ...data.dialogLookup, statements: room.statements.length };
  };

  it("tells which dialog an instance is about, whose, from whom, and why one may read it", async () => {
    expect(await look(instanceRef(1).toUpperCase())).toEqual({
      errors: [],
      statements: 2,
      lookup: {
        dialogId: dialogs.form.dialog.id,
        instanceRef: instanceRef(1),
        party: `urn:altinn:party:uuid:${KARI.id}`,
        title: [
          { value: "Skjema", languageCode: "nb" },
          { value: "Form", languageCode: "en" },
        ],
        serviceResource: {
          id: "service-0",
          isDelegable: true,
          minimumAuthenticationLevel: 3,
          name: [{ value: "Tjenesten" }],
        },
        serviceOwner: { orgNumber: "313000028", code: "tst", name: [{ value: "Etaten" }] },
        authorizationEvidence: {
          currentAuthenticationLevel: 3,
          viaRole: true,
          viaAccessPackage: false,
          viaResourceDelegation: false,
          viaInstanceDelegation: true,
          evidence: [
            {
              grantType: "ROLE",
              subject: "urn:altinn:rolecode:priv",
              name: [{ value: "Privatperson" }],
              links: null,
            },
            {
              grantType: "INSTANCE_DELEGATION",
              subject: instanceRef(1),
              name: [{ value: "Skjema" }],
              links: null,
            },
          ],
        },
      },
    });
  });

  it("finds a letter by its own reference, and any dialog by its id", async () => {
    expect((await look(CORRESPONDENCE)).lookup).toMatchObject({
      dialogId: dialogs.letter.dialog.id,
      instanceRef: CORRESPONDENCE,
    });
    expect((await look(refOf(dialogs.plain))).lookup).toMatchObject({
      dialogId: dialogs.plain.dialog.id,
      instanceRef: refOf(dialogs.plain),
    });
  });

  it("shows the non-sensitive title where the login is too weak, and says that the catalogue knows no more", async () => {
    expect((await look(refOf(dialogs.secret))).lookup).toMatchObject({
      title: [{ value: "Brev" }],
      serviceResource: {
        id: "service-2",
        isDelegable: false,
        minimumAuthenticationLevel: 4,
        name: [{ value: "service-2" }],
      },
      serviceOwner: { orgNumber: "", code: "tst", name: [{ value: "tst" }] },
    });
  });

  it.each([
    "",
    "form",
    "urn:altinn:instance-id:50001",
    "urn:altinn:instance-id:x/0199a000-0000-7000-8000-000000000001",
    "urn:altinn:dialog-id:1",
    "urn:altinn:resource:service-0",
  ])("refuses %j, which is no reference", async (ref) => {
    expect(await look(ref)).toEqual({
      lookup: null,
      statements: 0,
      errors: [
        {
          __typename: "DialogLookupValidationError",
          message:
            "instanceRef is no reference; write it as urn:altinn:instance-id:{partyId}/{uuid}, " +
            "urn:altinn:correspondence-id:{uuid} or urn:altinn:dialog-id:{uuid}.",
        },
      ],
    });
  });

  it("says of what the viewer may not see no more than that it is not there, or not theirs", async () => {
    const unknown = "urn:altinn:dialog-id:0199a000-0000-7000-8000-000000000009";
    const { theirs, deleted, later, expired } = dialogs;
    for (const ref of [
      unknown,
      instanceRef(2),
      instanceRef(9),
      ...[theirs, deleted, later, expired].map(refOf),
    ]) {
      expect((await look(ref)).errors).toEqual([
        {
          __typename: "DialogLookupNotFound",
          message: `No dialog that you may see is about ${ref}. Check it.`,
        },
      ]);
    }
    expect((await look(refOf(dialogs.otherService))).errors).toEqual([
      {
        __typename: "DialogLookupForbidden",
        message: `You act for the party of ${refOf(dialogs.otherService)}, but may not read its service. Ask the party for access.`,
      },
    ]);
    expect((await look(refOf(dialogs.mostSecret))).errors).toEqual([
      {
        __typename: "DialogLookupForbidden",
        message: `Altinn authentication level too low. Sign in at level 4 to read ${refOf(dialogs.mostSecret)}.`,
      },
    ]);
  });
});
