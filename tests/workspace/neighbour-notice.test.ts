import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { businesses, people } from "../../demo/cast.js";
import { type DemoShop, openDemoShop } from "../kit/demo-shop.js";
import { type Graph, NOW, startGraph } from "../kit/graph.js";

const CASE = "urn:bya:prosess:nabovarsel-testbakken-14";
const DAY = 86_400_000;
const NEIGHBOURS = [
  { name: "Ola Granmo", property: "12/35" },
  { name: "Lyngtunet borettslag", property: "12/36" },
];

const ERRORS = "errors { __typename message ... on FormAnswersInvalid { problems { path code } } }";
const START = `mutation($input: StartFormInput!) { it: startForm(input: $input) {
  instance { id state answers prefilled { path source } } ${ERRORS} } }`;
const SAVE = `mutation($input: SaveFormAnswersInput!) { it: saveFormAnswers(input: $input) { instance { id revision } ${ERRORS} } }`;
const NEXT = `mutation($id: ID!) { it: nextFormStep(id: $id) { instance { id revision state currentTask { id } } ${ERRORS} } }`;
const SUBMIT = `mutation($id: ID!, $revision: Int!) { it: submitForm(id: $id, revision: $revision) { instance { state } ${ERRORS} } }`;
const PAY = `mutation($id: ID!) { it: startFormPayment(id: $id) { payment { id amountMinor currency payUrl } ${ERRORS} } }`;
const FEEDBACK = `mutation($input: FormFeedbackInput!) { it: giveFormFeedback(input: $input) { instance { state } ${ERRORS} } }`;
const CONFIRM = `mutation($id: ID!) { it: confirmForm(id: $id) { instance { state } ${ERRORS} } }`;
const DRAFTS = `{ workspace { drafts(first: 200) { edges { node { id revision title state answers } } } } }`;
const HISTORY = `query($case: String!) { workspace { history(first: 50, filter: { process: $case }) {
  edges { node { title status party { name } process { id } formInstance { state }
    dialog { transmissions { type content { title { value { value languageCode } } } } activities { type } } } } } } }`;

describe("a neighbour notice, from the start", () => {
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

  /** A mutation that must go well: its only field. */
  const done = async (persona: string, mutation: string, variables: object) => {
    const { data, errors } = await graph.query(persona, mutation, { ...variables });
    expect(errors).toBeUndefined();
    expect(data.it.errors).toEqual([]);
    return data.it;
  };
  const draftOf = async (persona: string, id: string) => {
    const { data } = await graph.query(persona, DRAFTS);
    const all = data.workspace.drafts.edges.map(({ node }: { node: { id: string } }) => node);
    return all.find((node: { id: string }) => node.id === id);
  };
  const caseOf = async (persona: string) => {
    const { data, errors } = await graph.query(persona, HISTORY, { case: CASE });
    expect(errors).toBeUndefined();
    return data.workspace.history.edges.map(
      ({
        node,
      }: {
        node: { title: string; status: string; party: { name: string }; process: { id: string } };
      }) => {
        expect(node.process).toEqual({ id: CASE });
        return `${node.party.name}: ${node.title}: ${node.status}`;
      },
    );
  };
  const seen = (persona: string, lines: readonly string[]) =>
    vi.waitFor(async () => expect(await caseOf(persona)).toEqual(lines), { timeout: 10_000 });

  it("is one case in the history of all whom it concerns, and each sees only their own of it", async () => {
    const agency = "building-agency";
    // The agency begins the notice for Kari, with the neighbours out of its register.
    const notice = (
      await done(agency, START, {
        input: {
          form: "bya/nabovarsel",
          party: people.kari.urn,
          answers: { address: "Testbakken 14", neighbours: NEIGHBOURS },
          process: CASE,
        },
      })
    ).instance;
    expect(notice).toMatchObject({
      state: "IN_PROGRESS",
      answers: { applicant: "Kari Solbakken", address: "Testbakken 14", neighbours: NEIGHBOURS },
    });
    await seen("kari", ["Kari Solbakken: Nabovarsel, Testbakken 14: IN_PROGRESS"]);

    // Kari fills in the rest and pays: 500 kroner, and 25 for each neighbour.
    const draft = await draftOf("kari", notice.id);
    const answers = { plan: "Garasje på 40 m²" };
    await done("kari", SAVE, { input: { id: notice.id, revision: draft.revision, answers } });
    await done("kari", NEXT, { id: notice.id });
    expect((await done("kari", NEXT, { id: notice.id })).instance.currentTask).toEqual({ id: "pay" });
    const { payment } = await done("kari", PAY, { id: notice.id });
    expect(payment).toMatchObject({ amountMinor: 55_000, currency: "NOK" });
    expect(await shop.pay(graph, payment)).toBe(204);
    await seen("kari", ["Kari Solbakken: Nabovarsel, Testbakken 14: AWAITING"]);

    // Each neighbour gets a form of their own.
    const replies: string[] = [];
    for (const party of [people.ola.urn, businesses.lyngtunet.urn]) {
      const input = {
        form: "bya/nabosvar",
        party,
        answers: { address: "Testbakken 14", ...answers },
        process: CASE,
        dueBefore: new Date(NOW + 14 * DAY).toISOString(),
      };
      replies.push((await done(agency, START, { input })).instance.id);
    }
    const olas = "Ola Granmo: Svar på nabovarsel, Testbakken 14: IN_PROGRESS";
    const theirs = "Lyngtunet borettslag: Svar på nabovarsel, Testbakken 14: IN_PROGRESS";
    await seen("ola", [olas]);
    await seen("styreleder", [theirs]);
    expect(await caseOf("kari")).toHaveLength(1);
    expect(await caseOf("accountant")).toEqual([]);

    // Ola does not consent; the cooperative does not answer. Nobody answers for another.
    const [reply = ""] = replies;
    const olasDraft = await draftOf("ola", reply);
    expect(olasDraft).toMatchObject({ state: "IN_PROGRESS", answers: { address: "Testbakken 14" } });
    const refused = await graph.query("kari", SUBMIT, { id: reply, revision: olasDraft.revision });
    expect(refused.data.it).toMatchObject({
      instance: null,
      errors: [{ __typename: "FormInstanceNotFound" }],
    });
    const comment = { consents: false, comment: "Garasjen tar kveldssola." };
    const saved = await done("ola", SAVE, {
      input: { id: reply, revision: olasDraft.revision, answers: comment },
    });
    await done("ola", SUBMIT, { id: reply, revision: saved.instance.revision });
    await seen("ola", [olas.replace("IN_PROGRESS", "AWAITING")]);
    await done(agency, CONFIRM, { id: reply });
    await seen("ola", [olas.replace("IN_PROGRESS", "COMPLETED")]);

    // The agency decides.
    const said = (nb: string) => ({ nb, nn: nb, en: nb });
    await done(agency, FEEDBACK, {
      input: {
        id: notice.id,
        outcome: "COMPLETE",
        label: said("Tillatelse gitt"),
        description: said("Garasjen må ligge én meter lenger fra grensen."),
      },
    });
    await done(agency, CONFIRM, { id: notice.id });
    await seen("kari", ["Kari Solbakken: Nabovarsel, Testbakken 14: COMPLETED"]);
    const { data } = await graph.query("kari", HISTORY, { case: CASE });
    const { dialog, formInstance } = data.workspace.history.edges[0].node;
    expect(formInstance).toEqual({ state: "COMPLETED" });
    expect(dialog.transmissions.map(({ type }: { type: string }) => type)).toEqual([
      "SUBMISSION",
      "INFORMATION",
    ]);
    expect(dialog.activities.map(({ type }: { type: string }) => type).sort()).toEqual(
      ["DIALOG_CLOSED", "DIALOG_CREATED", "FORM_SUBMITTED", "PAYMENT_MADE", "SENT_TO_PAYMENT"].sort(),
    );
    expect(await caseOf("styreleder")).toEqual([theirs]);
  }, 60_000);
});
