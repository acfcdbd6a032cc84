import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Fastify from "fastify";
import { expect, it, onTestFinished } from "vitest";
import { openDatabase } from "../../drizzle/open.js";
import { createCursorCodec } from "../../lib/cursor.js";
import { DomainError } from "../../lib/errors.js";
import { uuidFromName } from "../../lib/ids.js";
import { FormsStore, openFormsRoom } from "../../subgraphs/forms/index.js";
import { NOW, partyOf, personClaims, readTestCall, testCallOf } from "../kit/ask-room.js";
import { runTunet } from "../kit/process.js";
import { roomHttpWith } from "../kit/room-http.js";
import { FORM, permitting, said } from "../rooms/forms/filling-kit.js";
import { CLOSED_PARTS, groupOf, scopeOf } from "../rooms/forms/forms.js";
import { openBrowsing } from "../rooms/forms/pages/browsing.js";

const newDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-forms-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
};

const SIGN = `mutation($id: ID!, $hash: String!) { it: signForm(id: $id, hash: $hash) {
  instance { signatures { statement signature keyId } receipts { content } } errors { message } } }`;

it("checks signatures with a receipt and the published keys alone, and ends with 1 where one is wrong", async () => {
  const sign = {
    elementId: "sign",
    type: "SIGNING" as const,
    name: said("Signer"),
    signing: { minSignatures: 1 },
  };
  const [fill = sign] = FORM.tasks;
  const { app, person } = await openBrowsing({ ...FORM, tasks: [fill, sign] });
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  const { instance } = await person.start({ answers: { applicant: { phone: "12345678" }, kind: "SHED" } });
  for (let step = 0; step < 2; step++) await person.next(instance.id);
  const shown = await person.ask(
    "query($r: [_Any!]!) { _entities(representations: $r) { ... on FormInstance { hashToSign } } }",
    { r: [{ __typename: "FormInstance", id: instance.id }] },
  );
  const hash = shown.data._entities[0].hashToSign;
  const { signatures, receipts } = (await person.ask(SIGN, { id: instance.id, hash })).data.it.instance;

  const file = join(newDirectory(), "receipt.json");
  const verify = (receipt: object) => {
    writeFileSync(file, JSON.stringify(receipt));
    return runTunet(["forms", "verify", file, "--keys", `${url}/forms/keys.json`]);
  };
  const { content } = receipts[0];
  expect(await verify({ content, signatures })).toEqual({
    code: 0,
    output: expect.stringMatching(/^good {2}2026-06-15T08:00:00\.000Z {2}urn:tunet:signee:[0-9a-f]{32}\n$/),
  });
  expect(await verify({ content: { ...content, answers: { kind: "HOUSE" } }, signatures })).toEqual({
    code: 1,
    output: expect.stringMatching(/^WRONG .* What was signed is something else than this\.\n$/),
  });
});

const ID = `510001/${uuidFromName("imported")}`;
const STORED = {
  id: ID,
  instanceOwner: { partyId: "510001", organisationNumber: partyOf(0).urn.split(":").at(-1) },
  appId: "tst/vekt",
  org: "tst",
  created: "2026-06-01T08:00:00Z",
  lastChanged: "2026-06-02T08:00:00Z",
  process: { ended: "2026-06-02T08:00:00Z" },
  status: { isArchived: true, archived: "2026-06-02T08:00:00Z" },
  presentationTexts: { scale: "Vekt 7" },
  data: [],
};

it("takes instances of another app over, says what that came to, and gives them out again to whoever may see them", async () => {
  const directory = newDirectory();
  const file = join(directory, "instances.json");
  writeFileSync(file, JSON.stringify({ instances: [STORED, { ...STORED, id: "nothing" }] }));
  const settings = { TUNET_DATA_DIR: join(directory, "data") };
  expect(await runTunet(["import", "instances", file], settings)).toEqual({
    code: 1,
    output:
      "Instances: 1 added, 0 changed, 0 as they were.\nLeft out: number 2: its id is not {partyId}/{uuid}.\n",
  });
  writeFileSync(file, JSON.stringify(STORED));
  const again = await runTunet(["import", "instances", file, "--json"], settings);
  expect([again.code, JSON.parse(again.output)]).toEqual([
    0,
    { added: 0, changed: 0, unchanged: 1, leftOut: [] },
  ]);

  const location = { dialect: "sqlite", directory: settings.TUNET_DATA_DIR } as const;
  const store = new FormsStore(await openDatabase({ room: "forms", location }));
  const scope = scopeOf([groupOf([partyOf(0)], { "urn:altinn:resource:app_tst_vekt": 3 })]);
  const app = Fastify();
  onTestFinished(() => app.close());
  const room = openFormsRoom({
    ...CLOSED_PARTS,
    store,
    readCall: readTestCall,
    authorization: {
      ...permitting(scope, []),
      scope: async ({ viewer }) =>
        viewer.party === testCallOf(personClaims(0)).viewer.party ? scope : scopeOf([]),
    },
    cursors: createCursorCodec(new Uint8Array(32)),
    clock: () => NOW,
  });
  onTestFinished(() => room.close());
  await app.register(async (own) =>
    room.routes?.(
      own,
      roomHttpWith({
        publicUrl: "https://tunet.example",
        identify: async ({ headers: { authorization = "" } }) => {
          if (authorization === "") throw new DomainError("UNAUTHENTICATED", "Sign in.");
          return testCallOf(personClaims(authorization === "Bearer owner" ? 0 : 1));
        },
      }),
    ),
  );
  const get = (token: string | null, id = ID) =>
    app.inject({
      url: `/storage/api/v1/instances/${id}`,
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
    });
  const answer = await get("owner");
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({
    id: ID,
    appId: "tst/vekt",
    instanceOwner: STORED.instanceOwner,
    status: { isArchived: true, archived: "2026-06-02T08:00:00.000Z" },
    presentationTexts: STORED.presentationTexts,
  });
  expect((await get("stranger")).statusCode).toBe(404);
  expect((await get("owner", `510001/${uuidFromName("another")}`)).statusCode).toBe(404);
  expect((await get(null)).statusCode).toBe(401);
});
