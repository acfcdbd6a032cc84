import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { people } from "../../demo/cast.js";
import { ESTATE_PROCESS } from "../../demo/stories/estate.js";
import { type DemoShop, openDemoShop } from "../kit/demo-shop.js";
import { type Graph, NOW, startGraph } from "../kit/graph.js";

const DAY = 86_400_000;
const LIVE_CASE = "urn:oed:dodsbo:sverre-arvemo-live";

let graph: Graph;
let shop: DemoShop;
beforeAll(async () => {
  shop = await openDemoShop(() => NOW);
  graph = await startGraph({ dialect: "sqlite", dialogs: 1_000, forms: { payments: shop.provider } });
  graph.startWork();
}, 120_000);
afterAll(async () => {
  await graph.close();
  await shop.close();
});

const QUERY = `query($process: ID!, $met: Boolean) { workspace {
  process(id: $process) { status parties { name } serviceOwners { name } itemCount { value }
    items(first: 50) { edges { node { title status serviceResource { owner { name } } formInstance { state } } } } }
  agenda(first: 200, met: $met) { edges { node { kind at isOverdue metBy
    item { title process { id } serviceResource { owner { name } } formInstance { state } } } } }
} }`;

interface Due {
  readonly kind: string;
  readonly at: string;
  readonly item: { readonly title: string; readonly process: { readonly id: string } | null };
}

const ask = async (persona: string, process: string, met: boolean | null = false) => {
  const { data, errors } = await graph.query(persona, QUERY, { process, met });
  expect(errors).toBeUndefined();
  const agenda: Due[] = data.workspace.agenda.edges.map(({ node }: { node: Due }) => node);
  return {
    process: data.workspace.process,
    agenda: agenda.filter(({ item }) => item.process?.id === process),
  };
};

it("shows the settlement of an estate with four agencies as one case, with what is still to be done on the agenda", async () => {
  const { process, agenda } = await ask("heir", ESTATE_PROCESS);
  expect(process).toMatchObject({
    status: "REQUIRES_ATTENTION",
    parties: [{ name: "Sverre Arvemo" }],
    serviceOwners: expect.arrayContaining(
      ["Eiendomsregisteret", "Fjordskatt", "Tingretten i Test", "Trygdekassen"].map((name) => ({ name })),
    ),
    itemCount: { value: 6 },
  });
  expect(process.serviceOwners).toHaveLength(4);
  expect(agenda).toMatchObject([
    {
      isOverdue: false,
      item: {
        title: "Søknad om gravferdsstønad",
        process: { id: ESTATE_PROCESS },
        serviceResource: { owner: { name: "Trygdekassen" } },
        formInstance: { state: expect.stringMatching(/^(?:DRAFT|IN_PROGRESS|REJECTED)$/) },
      },
    },
  ]);
});

it("shows nothing of it to somebody whom it does not concern", async () => {
  const { process, agenda } = await ask("ola", ESTATE_PROCESS);
  expect(process).toBeNull();
  expect(agenda).toEqual([]);
});

const ERRORS = "errors { __typename message ... on FormAnswersInvalid { problems { path code } } }";
const STATE = "id revision state hashToSign currentTask { id } signees { name status isViewer }";
const START = `mutation($input: StartFormInput!) { it: startForm(input: $input) { instance { id } ${ERRORS} } }`;
const SAVE = `mutation($input: SaveFormAnswersInput!) { it: saveFormAnswers(input: $input) { instance { ${STATE} } ${ERRORS} } }`;
const NEXT = `mutation($id: ID!) { it: nextFormStep(id: $id) { instance { ${STATE} } ${ERRORS} } }`;
const BACK = `mutation($id: ID!) { it: previousFormStep(id: $id) { instance { id } ${ERRORS} } }`;
const SUBMIT = `mutation($id: ID!, $revision: Int!) { it: submitForm(id: $id, revision: $revision) { instance { ${STATE} } ${ERRORS} } }`;
const NAME = `mutation($input: NameFormSigneesInput!) { it: nameFormSignees(input: $input) { instance { id } ${ERRORS} } }`;
const SIGN = `mutation($id: ID!, $hash: String!) { it: signForm(id: $id, hash: $hash) { instance { ${STATE} } ${ERRORS} } }`;
const PAY = `mutation($id: ID!) { it: startFormPayment(id: $id) { payment { id amountMinor currency payUrl } ${ERRORS} } }`;
const FEEDBACK = `mutation($input: FormFeedbackInput!) { it: giveFormFeedback(input: $input) { instance { id } ${ERRORS} } }`;
const CONFIRM = `mutation($id: ID!) { it: confirmForm(id: $id) { instance { id } ${ERRORS} } }`;
const ACTIVITIES = `query($process: ID!) { workspace { process(id: $process) {
  items(first: 50) { edges { node { dialog { activities { type } } } } } } } }`;
const MINE = `{ workspace { drafts(first: 200) { edges { node { ${STATE} } } } } }`;

/** A mutation that must go well: its only field. */
const done = async (persona: string, mutation: string, variables: object) => {
  const { data, errors } = await graph.query(persona, mutation, { ...variables });
  expect(errors).toBeUndefined();
  expect(data.it.errors).toEqual([]);
  return data.it;
};
const draftOf = async (persona: string, id: string) => {
  const { data } = await graph.query(persona, MINE);
  const all = data.workspace.drafts.edges.map(({ node }: { node: { id: string } }) => node);
  return all.find((node: { id: string }) => node.id === id) ?? null;
};
const caseOf = async (persona: string): Promise<string[] | null> => {
  const { process } = await ask(persona, LIVE_CASE);
  return (
    process?.items.edges
      .map(
        ({
          node,
        }: {
          node: { title: string; status: string; serviceResource: { owner: { name: string } } };
        }) => `${node.serviceResource.owner.name}: ${node.title}: ${node.status}`,
      )
      // The clock stands still, so that all of it began at once.
      .sort() ?? null
  );
};
const agendaOf = async (persona: string, met = false): Promise<string[]> =>
  (await ask(persona, LIVE_CASE, met)).agenda.map(({ kind, item }) => `${item.title}: ${kind}`);
const seen = (persona: string, lines: readonly string[] | null) =>
  vi.waitFor(async () => expect(await caseOf(persona)).toEqual(lines && [...lines].sort()), {
    timeout: 10_000,
  });
const due = (persona: string, lines: readonly string[]) =>
  vi.waitFor(async () => expect(await agendaOf(persona)).toEqual(lines), { timeout: 10_000 });

/** Waits until the case tells of so many signatures. */
const signatures = (persona: string, count: number) =>
  vi.waitFor(
    async () => {
      const { data } = await graph.query(persona, ACTIVITIES, { process: LIVE_CASE });
      const types = data.workspace.process.items.edges.flatMap(
        ({ node }: { node: { dialog: { activities: { type: string }[] } } }) => node.dialog.activities,
      );
      expect(types.filter(({ type }: { type: string }) => type === "SIGNATURE_PROVIDED")).toHaveLength(count);
    },
    { timeout: 10_000 },
  );

const begin = async (agency: string, form: string, days: number): Promise<string> => {
  const dueBefore = new Date(NOW + days * DAY).toISOString();
  const input = { form, party: people.sverre.urn, process: LIVE_CASE, dueBefore };
  return (await done(agency, START, { input })).instance.id;
};
/** The heir with authority fills in, and goes on as often as there are pages. */
const fillIn = async (id: string, answers: object, pages: number) => {
  const { revision } = await draftOf("heir", id);
  const all = { applicant: { phone: "12345678" }, ...answers };
  let now = (await done("heir", SAVE, { input: { id, revision, answers: all } })).instance;
  for (let page = 0; page < pages; page++) now = (await done("heir", NEXT, { id })).instance;
  return now;
};
const decide = async (agency: string, id: string, said: string) => {
  const label = { nb: said, nn: said, en: said };
  await done(agency, FEEDBACK, { input: { id, outcome: "COMPLETE", label } });
  await done(agency, CONFIRM, { id });
};

it("settles an estate with four agencies as one process: filled in, signed by all heirs, paid and decided, each deadline met as it is done", async () => {
  const heirs = [people.ingrid, people.torleif].map(({ urn: party }) => ({ party }));
  const court = await begin("court", "tit/skifte", 60);
  await done("court", NAME, { input: { id: court, signees: heirs } });
  const grant = await begin("social-security", "try/gravferd", 120);
  await seen("heir", [
    "Tingretten i Test: Valg av skifteform: IN_PROGRESS",
    "Trygdekassen: Søknad om gravferdsstønad: IN_PROGRESS",
  ]);
  await due("heir", ["Valg av skifteform: SEND_IN", "Søknad om gravferdsstønad: SEND_IN"]);
  // Her brother has no authority over the estate, and is not asked yet.
  expect([await caseOf("heir-brother"), await draftOf("heir-brother", court)]).toEqual([null, null]);

  const estate = { settlement: "PRIVATE", liability: true, heirs: [{ name: "Ingrid" }, { name: "Torleif" }] };
  const toSign = await fillIn(court, { estate }, 2);
  expect(toSign).toMatchObject({ currentTask: { id: "sign" } });
  await seen("heir-brother", ["Tingretten i Test: Valg av skifteform: IN_PROGRESS"]);
  await due("heir-brother", ["Valg av skifteform: SIGN"]);
  const his = await draftOf("heir-brother", court);
  expect(his).toMatchObject({
    hashToSign: toSign.hashToSign,
    signees: [
      { name: "Ingrid Arvemo", status: "WAITING", isViewer: false },
      { name: "Torleif Arvemo", status: "WAITING", isViewer: true },
    ],
  });
  // He signs; nothing else of it is his to do.
  const refused = await graph.query("heir-brother", BACK, { id: court });
  expect(refused.data.it.errors).toMatchObject([{ __typename: "FormActionForbidden" }]);
  await done("heir-brother", SIGN, { id: court, hash: his.hashToSign });
  // One of two has signed: it is still to be done.
  await signatures("heir", 1);
  await due("heir", ["Valg av skifteform: SIGN", "Søknad om gravferdsstønad: SEND_IN"]);
  await done("heir", SIGN, { id: court, hash: his.hashToSign });
  await due("heir", ["Søknad om gravferdsstønad: SEND_IN"]);
  expect(await agendaOf("heir", true)).toEqual(["Valg av skifteform: SIGN"]);
  await decide("court", court, "Skifteattest utstedt");

  const tax = await begin("service-owner", "fjs/dodsbo", 30);
  const property = await begin("property-register", "eir/arv", 90);
  await due("heir", [
    "Siste skattemelding for avdøde: SEND_IN",
    "Hjemmelserklæring ved arv: SEND_IN",
    "Søknad om gravferdsstønad: SEND_IN",
  ]);
  const { revision } = await fillIn(tax, { tax: { income: 310_000, wealth: 1_200_000 } }, 2);
  await done("heir", SUBMIT, { id: tax, revision });

  // The register wants both heirs' signatures, and its fee.
  await done("property-register", NAME, { input: { id: property, signees: heirs } });
  const owners = [{ name: "Ingrid Arvemo" }];
  const deed = await fillIn(property, { property: { address: "Malveien 3", owners } }, 2);
  await seen("heir-brother", [
    "Tingretten i Test: Valg av skifteform: COMPLETED",
    "Eiendomsregisteret: Hjemmelserklæring ved arv: IN_PROGRESS",
  ]);
  for (const heir of ["heir-brother", "heir"])
    await done(heir, SIGN, { id: property, hash: deed.hashToSign });
  await due("heir", ["Hjemmelserklæring ved arv: PAY", "Søknad om gravferdsstønad: SEND_IN"]);
  const { payment } = await done("heir", PAY, { id: property });
  expect(payment).toMatchObject({ amountMinor: 54_500, currency: "NOK" });
  expect(await shop.pay(graph, payment)).toBe(204);

  const application = await fillIn(grant, { funeral: { costs: 42_000, account: "12345678903" } }, 1);
  await done("heir", SUBMIT, { id: grant, revision: application.revision });
  await due("heir", []);
  // The fund wants it mended, by a later day: it is to be done once more.
  const dueBefore = new Date(NOW + 150 * DAY).toISOString();
  await done("social-security", FEEDBACK, { input: { id: grant, outcome: "RETURN", dueBefore } });
  await due("heir", ["Søknad om gravferdsstønad: SEND_IN"]);
  const mended = await fillIn(grant, { funeral: { costs: 41_500 } }, 1);
  await done("heir", SUBMIT, { id: grant, revision: mended.revision });
  for (const [agency, id] of [
    ["service-owner", tax],
    ["property-register", property],
    ["social-security", grant],
  ] as const) {
    await decide(agency, id, "Behandlet");
  }
  await due("heir", []);

  await seen("heir", [
    "Tingretten i Test: Valg av skifteform: COMPLETED",
    "Trygdekassen: Søknad om gravferdsstønad: COMPLETED",
    "Fjordskatt: Siste skattemelding for avdøde: COMPLETED",
    "Eiendomsregisteret: Hjemmelserklæring ved arv: COMPLETED",
  ]);
  const { process } = await ask("heir", LIVE_CASE);
  expect(process).toMatchObject({ status: "COMPLETED", itemCount: { value: 4 } });
  expect(process.serviceOwners).toHaveLength(4);
  // What he has signed he may read for good; the rest of the settlement is not his.
  await seen("heir-brother", [
    "Tingretten i Test: Valg av skifteform: COMPLETED",
    "Eiendomsregisteret: Hjemmelserklæring ved arv: COMPLETED",
  ]);
  expect([await caseOf("ola"), await agendaOf("ola", true)]).toEqual([null, []]);
}, 90_000);
