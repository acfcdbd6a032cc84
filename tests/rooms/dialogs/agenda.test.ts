import { expect, it } from "vitest";
import { PERSON_PREFIX } from "../../../schema/urns.js";
import type { DeclaredDeadline } from "../../../subgraphs/dialogs/rules/deadlines.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { aDialog, DAY, NOW, partyOf, scopeOf, serviceOf } from "./dialogs.js";
import { onWorkspace, openTestRoom } from "./room.js";

const [OURS, THEIRS] = [partyOf(0), partyOf(1)];
const KARI = `${PERSON_PREFIX}17912099997`;
const OLA = `${PERSON_PREFIX}29822799980`;

const at = (days: number) => new Date(NOW + days * DAY).toISOString();

/** A deadline in its owner's words. */
const declared = (
  key: string,
  kind: DeclaredDeadline["kind"],
  days: number,
  more: object = {},
): DeclaredDeadline => ({
  key,
  kind,
  dueAt: NOW + days * DAY,
  amount: null,
  currency: null,
  kid: null,
  account: null,
  isMetByOwnerOnly: false,
  metAt: null,
  since: 0,
  ...more,
});

const ALL = onWorkspace(
  `agenda(from: $from, to: $to, kinds: $kinds, met: $met, withPutAway: $withPutAway) {
    totalCount { value precision }
    counts { kind count { value } overdue { value } }
    hiddenByLogin { count { value } requiredLevel }
    edges { node { kind at isOverdue amount { value currency } payment { kid account } metAt metBy item { title } } }
  }`,
  "$from: DateTime, $to: DateTime, $kinds: [DeadlineKind!], $met: Boolean, $withPutAway: Boolean",
);

interface Node {
  readonly at: string;
  readonly kind: string | null;
  readonly item: { readonly title: string };
}

const FALSE_UNLESS_SAID = { met: false, withPutAway: false };

describeOnBothDatabases("the agenda", (dialect) => {
  it("lists what is to be done by when: not met, soonest first, overdue unless a beginning is asked for", async () => {
    const { ask } = await openTestRoom({
      dialect,
      viewers: { kari: { party: KARI, scope: scopeOf([OURS], { [serviceOf(0)]: 3 }) } },
      dialogs: [
        aDialog("next week", { dialog: { dueAt: NOW + 7 * DAY } }),
        aDialog("tomorrow", { dialog: { dueAt: NOW + DAY } }),
        aDialog("overdue", { dialog: { dueAt: NOW - DAY } }),
        aDialog("no date"),
        aDialog("done", { dialog: { dueAt: NOW + DAY, status: "COMPLETED" } }),
        aDialog("archived", { dialog: { dueAt: NOW + DAY, systemLabels: 4 } }),
        aDialog("deleted", { dialog: { dueAt: NOW + DAY, deletedAt: NOW } }),
        aDialog("expired", { dialog: { dueAt: NOW + DAY, expiresAt: NOW } }),
        aDialog("for programs", { dialog: { dueAt: NOW + DAY, isApiOnly: true } }),
        aDialog("theirs", { dialog: { dueAt: NOW + DAY, party: THEIRS.urn } }),
        aDialog("too late to appeal", { deadlines: [declared("appeal", "APPEAL", -2)] }),
      ],
    });
    const agenda = async (variables: object) => {
      const { data, errors } = await ask("kari", ALL, { ...FALSE_UNLESS_SAID, ...variables });
      expect(errors).toBeUndefined();
      const { edges, totalCount } = data._entities[0].agenda;
      expect(totalCount).toEqual({ value: edges.length, precision: "EXACT" });
      return edges.map(({ node }: { node: Node }) => [node.item.title, node.at]);
    };
    const rest = [
      ["tomorrow", at(1)],
      ["next week", at(7)],
    ];
    expect(await agenda({})).toEqual([["overdue", at(-1)], ...rest]);
    expect(await agenda({ from: at(0), to: at(6) })).toEqual([["tomorrow", at(1)]]);
    expect(await agenda({ from: at(-3) })).toEqual([
      ["too late to appeal", at(-2)],
      ["overdue", at(-1)],
      ...rest,
    ]);
    expect(await agenda({ met: true })).toEqual([["done", at(1)]]);
    expect(
      (await agenda({ from: at(0), to: at(6), withPutAway: true })).map(([title]: string[]) => title),
    ).toEqual(expect.arrayContaining(["tomorrow", "archived"]));
  });

  it("says what is to be done, how much is to be paid, and by what it was met; counted by kind", async () => {
    const { ask } = await openTestRoom({
      dialect,
      viewers: { kari: { party: KARI, scope: scopeOf([OURS], { [serviceOf(0)]: 3 }) } },
      dialogs: [
        aDialog("invoice", {
          dialog: { dueAt: NOW + 9 * DAY },
          deadlines: [
            declared("invoice", "PAY", -1, {
              amount: "1250.00",
              currency: "NOK",
              kid: "0123456",
              account: "1",
            }),
            declared("appeal", "APPEAL", 20),
            declared("paid", "PAY", 3, { metAt: NOW - DAY }),
          ],
        }),
      ],
    });
    const { data } = await ask("kari", ALL, { met: null, withPutAway: false });
    const nothing = { amount: null, payment: null, metAt: null, metBy: null, item: { title: "invoice" } };
    expect(data._entities[0].agenda).toEqual({
      totalCount: { value: 4, precision: "EXACT" },
      counts: [
        { kind: "PAY", count: { value: 2 }, overdue: { value: 1 } },
        { kind: "APPEAL", count: { value: 1 }, overdue: { value: 0 } },
        { kind: null, count: { value: 1 }, overdue: { value: 0 } },
      ],
      hiddenByLogin: null,
      edges: [
        {
          node: {
            ...nothing,
            kind: "PAY",
            at: at(-1),
            isOverdue: true,
            amount: { value: "1250.00", currency: "NOK" },
            payment: { kid: "0123456", account: "1" },
          },
        },
        {
          node: {
            ...nothing,
            kind: "PAY",
            at: at(3),
            isOverdue: false,
            metAt: at(-1),
            metBy: "SERVICE_OWNER",
          },
        },
        { node: { ...nothing, kind: null, at: at(9), isOverdue: false } },
        { node: { ...nothing, kind: "APPEAL", at: at(20), isOverdue: false } },
      ],
    });
  });

  it("tells no sum of what is redacted, leaves out what has no cover, and counts that as hidden", async () => {
    const secret = { serviceResource: serviceOf(1) };
    const bill = [declared("bill", "PAY", 1, { amount: "990", currency: "NOK", kid: "77" })];
    const scope = (level: number) => scopeOf([OURS], { [serviceOf(0)]: 3, [serviceOf(1)]: 4 }, { level });
    const { ask } = await openTestRoom({
      dialect,
      viewers: { substantial: { party: KARI, scope: scope(3) }, high: { party: OLA, scope: scope(4) } },
      dialogs: [
        aDialog("clinic", { dialog: { ...secret, nonSensitiveTitle: { nb: "Regning" } }, deadlines: bill }),
        aDialog("hidden", { dialog: secret, deadlines: bill }),
      ],
    });
    const seen = async (viewer: string) => {
      const { data } = await ask(viewer, ALL, FALSE_UNLESS_SAID);
      const { edges, hiddenByLogin, totalCount } = data._entities[0].agenda;
      return {
        of: edges.map(({ node }: { node: { item: object; amount: object; payment: object } }) => [
          node.item,
          node.amount,
          node.payment,
        ]),
        hiddenByLogin,
        count: totalCount.value,
      };
    };
    expect(await seen("substantial")).toEqual({
      of: [[{ title: "Regning" }, null, null]],
      hiddenByLogin: { count: { value: 1 }, requiredLevel: 4 },
      count: 1,
    });
    const shown = [
      { value: "990", currency: "NOK" },
      { kid: "77", account: null },
    ];
    const all = await seen("high");
    expect(all.of).toEqual(
      expect.arrayContaining([
        [{ title: "clinic" }, ...shown],
        [{ title: "hidden" }, ...shown],
      ]),
    );
    expect({ count: all.count, hidden: all.hiddenByLogin }).toEqual({ count: 2, hidden: null });
  });

  it("is paged over many parties and single dialogs, each deadline once, in one statement a page", async () => {
    const parties = Array.from({ length: 40 }, (_, index) => partyOf(index));
    const given = aDialog("given", { dialog: { party: partyOf(90).urn, dueAt: NOW + 2 * DAY } });
    const scope = scopeOf(
      parties,
      { [serviceOf(0)]: 3 },
      {
        instances: [
          {
            party: partyOf(90),
            service: serviceOf(0),
            instanceRef: `urn:altinn:dialog-id:${given.dialog.id}`,
            requiredLevel: 3,
          },
        ],
      },
    );
    const { ask, statements } = await openTestRoom({
      dialect,
      viewers: { kari: { party: KARI, scope }, ola: { party: OLA, scope } },
      dialogs: [
        given,
        aDialog("of nobody's", { dialog: { party: partyOf(91).urn, dueAt: NOW + DAY } }),
        ...parties.flatMap(({ urn }, index) =>
          [0, 1, 2].map((n) =>
            aDialog(`d${index}-${n}`, { dialog: { party: urn, dueAt: NOW + ((index * 7 + n) % 5) * DAY } }),
          ),
        ),
      ],
    });
    const PAGE = onWorkspace(
      "agenda(first: 7, after: $after) { edges { node { id at } } pageInfo { hasNextPage endCursor } }",
      "$after: Cursor",
    );
    const walked: { id: string; at: string }[] = [];
    let after: string | null = null;
    do {
      statements.length = 0;
      const { data } = await ask("kari", PAGE, { after });
      expect(statements).toHaveLength(1);
      const { edges, pageInfo } = data._entities[0].agenda;
      walked.push(...edges.map(({ node }: { node: { id: string; at: string } }) => node));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      if (walked.length === 7) {
        const { errors } = await ask("ola", PAGE, { after });
        expect(errors?.map(({ extensions }) => extensions["code"])).toEqual(["CURSOR_INVALID"]);
      }
    } while (after !== null);
    expect(walked).toHaveLength(121);
    expect(new Set(walked.map(({ id }) => id)).size).toBe(121);
    expect(walked).toEqual(
      [...walked].sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1)),
    );
    expect(walked.filter(({ id }) => id === `${given.dialog.id}:due`)).toHaveLength(1);
  });
});
