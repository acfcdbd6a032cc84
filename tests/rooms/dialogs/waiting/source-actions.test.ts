import { describe, expect, it } from "vitest";
import type { Dialect } from "../../../../drizzle/columns.js";
import { DAY_MILLIS, MINUTE_MILLIS } from "../../../../lib/clock.js";
import { randomId } from "../../../../lib/ids.js";
import type { Call } from "../../../../schema/call.js";
import { liveItemId } from "../../../../schema/history-source/source.js";
import { PERSON_PREFIX } from "../../../../schema/urns.js";
import {
  nextTryAt,
  TOLD_FOR_MILLIS,
  WAITS_FOR_MILLIS,
} from "../../../../subgraphs/dialogs/rules/source-actions.js";
import { createWaitingWork } from "../../../../subgraphs/dialogs/waiting/index.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { NOW, partyOf, scopeOf, serviceOf } from "../dialogs.js";
import { onWorkspace, openTestRoom, type TestViewer } from "../room.js";
import { openActingAgency } from "./agency.js";

const KARI = `${PERSON_PREFIX}17912099997`;
const OLA = `${PERSON_PREFIX}29822799980`;
const OURS = partyOf(0);
const THEIRS = partyOf(1);
const LETTER = liveItemId("fiks-svarut", "brev-1");
const OTHER = liveItemId("fiks-svarut", "brev-2");

const at = (moment: number): string => new Date(moment).toISOString();

const ACTION = `id itemId action text state attempts requestedAt lastTriedAt nextTryAt finishedAt code
  message party { id } source { id name }`;
const ACT = `mutation($input: ActOnHistoryItemInput!) { actOnHistoryItem(input: $input) {
  action { ${ACTION} } errors { __typename message } } }`;
const CANCEL = `mutation($input: CancelSourceActionInput!) { cancelSourceAction(input: $input) {
  action { state } errors { __typename message } } }`;
const LIST = onWorkspace(
  "sourceActions(states: $states, first: $first, after: $after) { edges { node { text state } } pageInfo { hasNextPage endCursor } }",
  "$states: [SourceActionState!], $first: Int! = 50, $after: Cursor",
);

const open = async (dialect: Dialect) => {
  const scope = scopeOf([OURS], { [serviceOf(0)]: 3 });
  const viewers: Record<string, TestViewer> = { kari: { party: KARI, scope }, ola: { party: OLA, scope } };
  const agency = openActingAgency();
  const room = await openTestRoom({ dialect, viewers, subgraphs: agency.subgraphs });
  let now = NOW;
  const faults: unknown[] = [];
  /** Whose call nobody can sign. */
  const unsignable = new Set<string>();
  const signed = ({ owner, level }: { owner: string; level: number }): Call => ({
    requestId: "unasked",
    token: `later: ${owner} at ${level}`,
    language: "nb",
    viewer: {
      kind: "PERSON",
      party: owner,
      organization: null,
      supplier: null,
      level: 3,
      scopes: [],
      clientId: null,
    },
  });
  const work = createWaitingWork(
    {
      actions: room.store.actions,
      subgraphs: agency.subgraphs,
      authorization: room.authorization,
      clock: () => now,
      newId: randomId,
      callOf(row) {
        if (unsignable.has(row.owner)) throw new Error("Nobody can sign for them.");
        return signed(row);
      },
    },
    (fault) => faults.push(fault),
  );
  const goTo = (moment: number): Promise<void> => {
    now = moment;
    room.setNow(moment);
    return work.runOnce();
  };
  /** A millisecond later each time. */
  const act = async (input: object, viewer = "kari") => {
    room.setNow(now++);
    const asked = { itemId: LETTER, party: OURS.urn, action: "REPLY", text: "Takk.", ...input };
    const { data, errors } = await room.ask(viewer, ACT, { input: asked });
    return errors?.[0]?.extensions?.["code"] ?? data.actOnHistoryItem;
  };
  const cancel = async (actionId: string, viewer = "kari") =>
    (await room.ask(viewer, CANCEL, { input: { actionId } })).data.cancelSourceAction;
  const list = async (variables: object = {}, viewer = "kari") => {
    const { data, errors } = await room.ask(viewer, LIST, { ...variables });
    expect(errors).toBeUndefined();
    return data._entities[0].sourceActions;
  };
  const states = async (viewer = "kari"): Promise<string[]> =>
    (await list({}, viewer)).edges.map(
      ({ node }: { node: { text: string; state: string } }) => `${node.text} ${node.state}`,
    );
  return { ...room, agency, viewers, faults, unsignable, goTo, act, cancel, list, states };
};

describeOnBothDatabases("what a viewer asks a platform to do", (dialect) => {
  it("is done at once where the platform answers, with the viewer's own call", async () => {
    const { act, agency } = await open(dialect);
    const { action, errors } = await act({});
    expect({ action: { ...action, id: "" }, errors }).toEqual({
      errors: [],
      action: {
        id: "",
        itemId: LETTER,
        action: "REPLY",
        text: "Takk.",
        state: "DONE",
        attempts: 1,
        requestedAt: at(NOW),
        lastTriedAt: at(NOW),
        nextTryAt: null,
        finishedAt: at(NOW),
        code: null,
        message: null,
        party: { id: OURS.id },
        source: { id: "fiks-svarut", name: "SvarUt" },
      },
    });
    expect(agency.done).toEqual([
      { item: "brev-1", party: OURS.urn, action: "REPLY", text: "Takk.", idempotencyKey: action.id },
    ]);
    expect(agency.calls).toEqual(["test"]);
  });

  it("tells a refusal in the platform's words, and does not ask again", async () => {
    const { act, agency, goTo } = await open(dialect);
    agency.refuses.set("REPLY", {
      code: "CLOSED",
      message: { nb: "Saken er lukket.", en: "The case is closed." },
    });
    const { action } = await act({});
    expect([action.state, action.code, action.message]).toEqual(["REFUSED", "CLOSED", "Saken er lukket."]);
    await goTo(NOW + DAY_MILLIS);
    expect(agency.calls).toHaveLength(1);
  });

  it("waits while the platform is away, is seen by its owner alone, and is done once when it is back", async () => {
    const { act, agency, goTo, list, states, faults } = await open(dialect);
    agency.mood = "AWAY";
    const { action } = await act({});
    expect([action.state, action.attempts, action.nextTryAt]).toEqual(["WAITING", 1, at(NOW + 5_000)]);
    expect(await states()).toEqual(["Takk. WAITING"]);
    expect(await list({}, "ola")).toEqual({ edges: [], pageInfo: { hasNextPage: false, endCursor: null } });

    await goTo(NOW + 4_999);
    expect(agency.calls).toHaveLength(1);
    await goTo(NOW + 5_000);
    expect(agency.calls).toEqual(["test", `later: ${KARI} at 4`]);
    agency.mood = "LOSES"; // it is back, does it, and its answer does not come through
    await goTo(NOW + MINUTE_MILLIS);
    expect(await states()).toEqual(["Takk. WAITING"]);
    agency.mood = "ANSWERS";
    await goTo(NOW + 10 * MINUTE_MILLIS);
    expect(await states()).toEqual(["Takk. DONE"]);
    expect(agency.done).toHaveLength(1);
    await goTo(NOW + DAY_MILLIS);
    expect(agency.calls).toHaveLength(4);
    expect(faults).toEqual([]);
  });

  it("is the same action when the same is asked with the same key, and nothing else can have that key", async () => {
    const { act, agency, states } = await open(dialect);
    agency.mood = "AWAY";
    const first = await act({ idempotencyKey: "k" });
    const again = await act({ idempotencyKey: "k" });
    expect(again).toEqual(first);
    expect(await act({ idempotencyKey: "k", text: "Nei." })).toEqual({
      action: null,
      errors: [
        {
          __typename: "SourceActionKeyReused",
          message: "Something else was asked for with the key k. Take a new key for a new action.",
        },
      ],
    });
    const { action } = await act({ idempotencyKey: "k" }, "ola"); // another's key is another key
    expect(action.id).not.toBe(first.action.id);
    expect(await states()).toEqual(["Takk. WAITING"]);
  });

  it("of one item is done in the order in which it was asked for; other items don't wait for it", async () => {
    const { act, agency, goTo } = await open(dialect);
    agency.mood = "AWAY";
    await act({ text: "1" });
    agency.mood = "ANSWERS";
    expect((await act({ text: "2" })).action.state).toBe("WAITING"); // behind the first
    expect((await act({ text: "3", itemId: OTHER })).action.state).toBe("DONE");
    await goTo(NOW + MINUTE_MILLIS);
    await goTo(NOW + MINUTE_MILLIS);
    expect(agency.done.map(({ text }) => text)).toEqual(["3", "1", "2"]);
  });

  it("can be called off by its owner until it is done, and by nobody else", async () => {
    const { act, agency, cancel, goTo, states } = await open(dialect);
    agency.mood = "AWAY";
    const { action } = await act({});
    expect(await cancel(action.id, "ola")).toEqual({
      action: null,
      errors: [
        {
          __typename: "SourceActionNotFound",
          message: `You have asked for no action ${action.id}. Ask for workspace { sourceActions }.`,
        },
      ],
    });
    expect(await cancel(action.id)).toEqual({ action: { state: "CANCELLED" }, errors: [] });
    expect((await cancel(action.id)).errors[0].__typename).toBe("SourceActionOver");
    agency.mood = "ANSWERS";
    await goTo(NOW + DAY_MILLIS);
    expect(agency.done).toEqual([]);
    expect(await states()).toEqual(["Takk. CANCELLED"]);
  });

  it("is not done for a party that the viewer no longer acts for, and not asked for one that they never did", async () => {
    const { act, agency, goTo, states, viewers } = await open(dialect);
    expect(await act({ party: THEIRS.urn })).toBe("PARTY_NOT_AUTHORISED");
    agency.mood = "AWAY";
    await act({});
    viewers["kari"] = { party: KARI, scope: scopeOf([THEIRS], { [serviceOf(0)]: 3 }) };
    agency.mood = "ANSWERS";
    await goTo(NOW + MINUTE_MILLIS);
    expect(agency.done).toEqual([]);
    viewers["kari"] = { party: KARI, scope: scopeOf([OURS], { [serviceOf(0)]: 3 }) };
    expect(await states()).toEqual(["Takk. REFUSED"]);
  });

  it("is put off where nobody can sign for its owner, and keeps nobody else's waiting", async () => {
    const { act, agency, goTo, states, unsignable, faults } = await open(dialect);
    agency.mood = "AWAY";
    await act({ text: "1" });
    await act({ text: "2", itemId: OTHER }, "ola");
    unsignable.add(KARI);
    agency.mood = "ANSWERS";
    await goTo(NOW + MINUTE_MILLIS);
    await goTo(NOW + 3 * MINUTE_MILLIS);
    expect([await states(), await states("ola")]).toEqual([["1 WAITING"], ["2 DONE"]]);
    expect(faults.length).toBeGreaterThan(0);
  });

  it("waits two weeks at the most, and is told for thirty days", async () => {
    const { act, agency, goTo, states } = await open(dialect);
    agency.mood = "AWAY";
    await act({});
    const end = NOW + WAITS_FOR_MILLIS;
    await goTo(end - 1);
    expect(await states()).toEqual(["Takk. EXPIRED"]);
    await goTo(end + TOLD_FOR_MILLIS - DAY_MILLIS);
    expect(await states()).toEqual(["Takk. EXPIRED"]);
    await goTo(end + TOLD_FOR_MILLIS + DAY_MILLIS);
    expect(await states()).toEqual([]);
  });

  it("waits for a source that is withdrawn, as it may come back", async () => {
    const { act, agency, goTo, states } = await open(dialect);
    agency.mood = "AWAY";
    await act({});
    agency.mood = "ANSWERS";
    agency.isMarked = false;
    await goTo(NOW + MINUTE_MILLIS);
    expect(await states()).toEqual(["Takk. WAITING"]);
    agency.isMarked = true;
    await goTo(NOW + 2 * MINUTE_MILLIS);
    expect(await states()).toEqual(["Takk. DONE"]);
  });

  it("is listed page by page, by its state, for the workspace's parties", async () => {
    const { act, agency, list } = await open(dialect);
    agency.mood = "AWAY";
    for (const text of ["1", "2", "3"]) await act({ text, itemId: liveItemId("fiks-svarut", text) });
    const first = await list({ first: 2 });
    expect(first.edges.map(({ node }: { node: { text: string } }) => node.text)).toEqual(["3", "2"]);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = await list({ first: 2, after: first.pageInfo.endCursor });
    expect(second.edges).toEqual([{ node: { text: "1", state: "WAITING" } }]);
    expect((await list({ states: ["DONE"] })).edges).toEqual([]);
  });

  it("is refused with what is wrong with it", async () => {
    const { act } = await open(dialect);
    const problem = async (input: object) => {
      const { errors } = await act(input);
      return `${errors[0].__typename}: ${errors[0].message}`;
    };
    expect(await problem({ text: null })).toBe(
      "SourceActionValidationError: REPLY sends a text; write it in text.",
    );
    expect(await problem({ action: "MARK_READ" })).toBe(
      "SourceActionValidationError: MARK_READ sends no text; leave text out.",
    );
    expect(await problem({ text: "x".repeat(10_001) })).toBe(
      "SourceActionValidationError: text has 10001 characters; write 1 to 10000.",
    );
    expect(await problem({ idempotencyKey: "" })).toBe(
      "SourceActionValidationError: idempotencyKey has 0 characters; 1 to 100 are kept.",
    );
    for (const itemId of [
      liveItemId("stum", "x"),
      liveItemId("ukjent", "x"),
      "0199a000-0000-7000-8000-000000000009",
    ]) {
      expect(await problem({ itemId })).toBe(
        `SourceActionNotOffered: No platform can be asked to do something with ${itemId}. See HistoryItem.availableActions.`,
      );
    }
  });
});

describe("the next attempt", () => {
  it("comes later each time, then every hour, and not after two weeks", () => {
    const waits = [1, 2, 3, 8, 9, 10, 300].map(
      (attempts) => (nextTryAt({ requestedAt: 0 }, attempts, 0) ?? 0) / 1_000,
    );
    expect(waits).toEqual([5, 15, 30, 1_800, 3_600, 3_600, 3_600]);
    expect(nextTryAt({ requestedAt: 0 }, 300, WAITS_FOR_MILLIS - 3_600_000)).toBe(WAITS_FOR_MILLIS);
    expect(nextTryAt({ requestedAt: 0 }, 300, WAITS_FOR_MILLIS - 3_599_999)).toBeNull();
  });
});
