import fc from "fast-check";
import { expect, it } from "vitest";
import type { FormInstanceRow } from "../../../drizzle/forms/tables.js";
import { randomFromSeed } from "../../../lib/random.js";
import type { Scope } from "../../../schema/scope.js";
import { seedForms } from "../../../subgraphs/forms/index.js";
import type { FormsList, FormsPosition, FormsStore } from "../../../subgraphs/forms/store.js";
import { NOW, partyOf } from "../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import {
  anInstance,
  DAY,
  DEFINITION,
  groupOf,
  instanceIdOf,
  openForms,
  PLAIN_SCOPE,
  SENT,
  scopeOf,
  serviceOf,
} from "./forms.js";

const view = (scope: Scope) => ({ scope, now: NOW });
const drafts = (scope: Scope): FormsList => ({ kind: "DRAFTS", ...view(scope) });
const receipts = (scope: Scope): FormsList => ({ kind: "RECEIPTS", ...view(scope) });
const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);

/** The rule that the statements stand for, plain and slow. */
const isGiven = (scope: Scope, row: FormInstanceRow): boolean =>
  scope.groups.some(
    ({ parties, services }) =>
      parties.some(({ urn }) => urn === row.party) &&
      services.some((s) => s.service === row.serviceResource && s.requiredLevel <= scope.level),
  ) ||
  scope.instances.some(
    (i) =>
      i.instanceRef === row.id &&
      i.party.urn === row.party &&
      i.service === row.serviceResource &&
      i.requiredLevel <= scope.level,
  );

const isShown = ({ visibleAfter }: FormInstanceRow): boolean => visibleAfter === null || visibleAfter <= NOW;

const newestFirst = (a: FormInstanceRow, b: FormInstanceRow): number =>
  b.lastChangedAt - a.lastChangedAt || (a.id < b.id ? 1 : -1);

/** Instances of a few parties and services, in every state, many of them changed in the same moment. */
const manyInstances = (count: number): FormInstanceRow[] => {
  const random = randomFromSeed(5);
  return Array.from({ length: count }, (_, index) =>
    anInstance(`many ${index}`, {
      party: partyOf(random.int(0, 3)).urn,
      serviceResource: serviceOf(random.int(0, 2)),
      lastChangedAt: NOW - random.int(0, 4) * DAY,
      ...(random.chance(0.4) ? SENT : {}),
      softDeletedAt: random.chance(0.2) ? NOW : null,
      visibleAfter: random.pick([null, null, NOW, NOW - 1, NOW + 1]),
    }),
  );
};

const walk = async (store: FormsStore, list: FormsList, take: number): Promise<FormInstanceRow[]> => {
  const seen: FormInstanceRow[] = [];
  for (let after: FormsPosition | null = null; ; ) {
    const rows: FormInstanceRow[] = await store.instances(list, { after, take });
    seen.push(...rows);
    const last = rows.at(-1);
    if (last === undefined) return seen;
    after = { lastChangedAt: last.lastChangedAt, id: last.id };
  }
};

describeOnBothDatabases("the forms store", (dialect) => {
  it("gives an instance back as it was put in", async () => {
    const row = anInstance("full", {
      visibleAfter: NOW - DAY,
      dueBefore: NOW + DAY,
      substatus: { label: { nb: "Til behandling" }, description: null },
      presentationTexts: { address: "Tunveien 1" },
      dataElements: [
        {
          id: instanceIdOf("element").slice(-36),
          dataType: "model",
          filename: null,
          contentType: "application/json",
          sizeBytes: 12,
          contentHash: null,
        },
      ],
    });
    const { store } = await openForms(dialect, [row]);
    expect(await store.instancesByIds([row.id], view(PLAIN_SCOPE))).toEqual([row]);
    expect(await store.definitionsByKeys([DEFINITION])).toEqual([DEFINITION]);
  });

  it("gives the version of a definition that was asked for, and leaves out those that are not there", async () => {
    const second = { ...DEFINITION, version: 2, title: { nb: "Ny søknad" } };
    const other = { ...DEFINITION, id: "tst/other", version: 2 };
    const { store } = await openForms(dialect, [], [DEFINITION, second, other]);
    const keys = [
      { id: DEFINITION.id, version: 2 },
      { id: "tst/other", version: 1 },
      { id: "tst/none", version: 1 },
    ];
    expect(await store.definitionsByKeys(keys)).toEqual([second]);
  });

  it("adds what is missing when it is seeded again, and leaves what is there", async () => {
    const row = anInstance("one");
    const { store } = await openForms(dialect, [row]);
    const changed = { ...row, currentTaskId: "sign", dueBefore: NOW };
    const added = anInstance("two");
    const renamed = { ...DEFINITION, title: { nb: "Nytt navn" } };
    const second = { ...DEFINITION, version: 2 };
    await seedForms(store, { definitions: [renamed, second], instances: [changed, added] });
    const found = await store.instancesByIds([row.id, added.id], view(PLAIN_SCOPE));
    expect(found.sort((a, b) => (a.id === row.id ? -1 : b.id === row.id ? 1 : 0))).toEqual([row, added]);
    expect(await store.definitionsByKeys([DEFINITION, second])).toEqual([DEFINITION, second]);
  });

  it("gives a form that could not be filled in here its fields when it is seeded again", async () => {
    const { store } = await openForms(dialect, [], [{ ...DEFINITION, content: null }]);
    await seedForms(store, { definitions: [DEFINITION], instances: [] });
    expect(await store.definitionsByKeys([DEFINITION])).toEqual([DEFINITION]);
  });

  it("gives a party's form where the level suffices, and hides it where it does not", async () => {
    const row = anInstance("one");
    const { store } = await openForms(dialect, [row]);
    const at = (level: number): Scope => ({ ...PLAIN_SCOPE, level });
    for (const [level, ids] of [
      [2, []],
      [3, [row.id]],
      [4, [row.id]],
    ] as const) {
      expect(idsOf(await store.instancesByIds([row.id], view(at(level))))).toEqual(ids);
      expect(idsOf(await store.instances(drafts(at(level)), { after: null, take: 9 }))).toEqual(ids);
      expect(await store.countInstances(drafts(at(level)))).toBe(ids.length);
    }
  });

  it("keeps groups apart: what one party gives is not given by another", async () => {
    const one = anInstance("one", { party: partyOf(0).urn, serviceResource: serviceOf(1) });
    const other = anInstance("other", { party: partyOf(1).urn, serviceResource: serviceOf(0) });
    const { store } = await openForms(dialect, [one, other]);
    const scope = scopeOf([
      groupOf([partyOf(0)], { [serviceOf(0)]: 3 }),
      groupOf([partyOf(1)], { [serviceOf(1)]: 3 }),
    ]);
    expect(await store.instancesByIds([one.id, other.id], view(scope))).toEqual([]);
    expect(await store.instances(drafts(scope), { after: null, take: 9 })).toEqual([]);
    const swapped = scopeOf([
      groupOf([partyOf(0)], { [serviceOf(1)]: 3 }),
      groupOf([partyOf(1)], { [serviceOf(0)]: 3 }),
    ]);
    expect(await store.countInstances(drafts(swapped))).toBe(2);
  });

  it("gives an instance that was delegated by itself, once, and only for its own party and service", async () => {
    const row = anInstance("given");
    const { store } = await openForms(dialect, [row, anInstance("not given")]);
    const delegated = {
      party: partyOf(0),
      service: serviceOf(0),
      instanceRef: row.id,
      requiredLevel: 3,
    };
    const ask = async (scope: Scope) => [
      idsOf(await store.instances(drafts(scope), { after: null, take: 9 })),
      idsOf(await store.instancesByIds([row.id, instanceIdOf("not given")], view(scope))),
    ];
    expect(await ask(scopeOf([], [delegated]))).toEqual([[row.id], [row.id]]);
    expect(await ask(scopeOf([], [delegated, delegated]))).toEqual([[row.id], [row.id]]);
    for (const wrong of [{ party: partyOf(1) }, { service: serviceOf(1) }, { requiredLevel: 5 }]) {
      expect(await ask(scopeOf([], [{ ...delegated, ...wrong }]))).toEqual([[], []]);
    }
    expect(await store.countInstances(drafts(scopeOf(PLAIN_SCOPE.groups, [delegated])))).toBe(2);
  });

  it("walks every page of a list: each instance once, newest change first, ties by id", async () => {
    const rows = manyInstances(300);
    const { store } = await openForms(dialect, rows);
    const scope = scopeOf([groupOf([partyOf(0), partyOf(2)], { [serviceOf(0)]: 3, [serviceOf(1)]: 3 })]);
    const listed = rows
      .filter((row) => isGiven(scope, row) && isShown(row) && row.softDeletedAt === null)
      .sort(newestFirst);
    for (const [list, expected] of [
      [drafts(scope), listed.filter(({ archivedAt }) => archivedAt === null)],
      [receipts(scope), listed.filter(({ archivedAt }) => archivedAt !== null)],
    ] as const) {
      expect(expected.length).toBeGreaterThan(20);
      expect(await walk(store, list, 7)).toEqual(expected);
      expect(await store.countInstances(list)).toBe(expected.length);
    }
  });

  it("never gives what the scope does not, and all that it does, whatever the scope is", async () => {
    const rows = manyInstances(120);
    const { store } = await openForms(dialect, rows);
    const party = fc.integer({ min: 0, max: 4 }).map(partyOf);
    const service = fc.integer({ min: 0, max: 3 }).map(serviceOf);
    const level = fc.integer({ min: 0, max: 4 });
    const split = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 5, maxLength: 5 });
    const services = fc.array(fc.record({ service, requiredLevel: level }), { maxLength: 4 });
    const groups = fc.tuple(split, services, services).map(([groupOfParty, first, second]) =>
      [first, second].map((list, group) => ({
        parties: groupOfParty.flatMap((chosen, index) => (chosen === group ? [partyOf(index)] : [])),
        services: list,
      })),
    );
    const instanceRef = fc.constantFrom(...idsOf(rows).slice(0, 30), "urn:altinn:dialog-id:x");
    const instances = fc.array(fc.record({ party, service, instanceRef, requiredLevel: level }), {
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(fc.record({ level, groups, instances }), async (scope) => {
        const expected = rows.filter((row) => isGiven(scope, row) && isShown(row));
        const found = await store.instancesByIds(idsOf(rows), view(scope));
        expect(new Set(idsOf(found))).toEqual(new Set(idsOf(expected)));
        expect(found).toHaveLength(expected.length);
        const shown = expected.filter(({ softDeletedAt }) => softDeletedAt === null).sort(newestFirst);
        const listed = [
          ...(await store.instances(drafts(scope), { after: null, take: 1_000 })),
          ...(await store.instances(receipts(scope), { after: null, take: 1_000 })),
        ];
        expect(listed.sort(newestFirst)).toEqual(shown);
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it("sends the same statements for one party as for five thousand", async () => {
    const { store, statements } = await openForms(dialect, manyInstances(50));
    const ask = async (parties: number): Promise<string[]> => {
      statements.length = 0;
      const scope = scopeOf([
        groupOf(
          Array.from({ length: parties }, (_, index) => ({
            urn: `${partyOf(0).urn}${index}`,
            id: `${index}`,
          })),
          { [serviceOf(0)]: 3 },
        ),
      ]);
      await store.instances(drafts(scope), { after: null, take: 50 });
      await store.countInstances(drafts(scope));
      await store.instancesByIds(
        Array.from({ length: parties === 1 ? 1 : 50 }, (_, i) => instanceIdOf(`many ${i}`)),
        view(scope),
      );
      return [...statements];
    };
    const few = await ask(1);
    expect(few).toHaveLength(3);
    expect(await ask(5_000)).toEqual(few);
  });
});
