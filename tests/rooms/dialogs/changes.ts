import type { Dialect } from "../../../drizzle/columns.js";
import type { Database } from "../../../drizzle/database.js";
import type { Random } from "../../../lib/random.js";
import type { DialogSeed } from "../../../subgraphs/dialogs/index.js";
import type { DialogStore } from "../../../subgraphs/dialogs/store.js";
import {
  type DialogWriter,
  type OwnerCall,
  openDialogWriter,
} from "../../../subgraphs/dialogs/writing/index.js";
import { DAY, NOW } from "./dialogs.js";
import { OWN_LABELS, OWNER, ownLabelIdOf, SERVICES, WORDS } from "./generated.js";
import { type HeldDialog, heldDialogs, putOwnLabels } from "./held.js";
import {
  aChange,
  anActivityBody,
  aTransmissionBody,
  type Body,
  countingIds,
  iso,
  plain,
} from "./writing/bodies.js";

/*
 * What happens to a store while somebody walks through it, at random: all that the room's writers can do, and a lot of
 * it to the same few dialogs.
 */

const BY = { actorType: "PARTY_REPRESENTATIVE", actorId: OWNER, actorName: null } as const;

/** May write every owner's dialogs. */
const ADMIN: OwnerCall = {
  org: "adm",
  organization: "urn:altinn:organization:identifier-no:313000000",
  rights: new Set(["ADMIN"]),
  findServices: async (services) =>
    new Map(
      services
        .filter((service) => SERVICES.includes(service))
        .map((service) => [service, { org: "aaa", type: "genericaccessresource" }]),
    ),
};

const STATUSES = ["NotApplicable", "InProgress", "Draft", "Awaiting", "RequiresAttention", "Completed"];

/** What changes need. */
interface Changing {
  readonly store: DialogStore;
  readonly writer: DialogWriter;
  readonly random: Random;
  readonly now: number;
  /** One of those that were there before the round. */
  readonly some: () => HeldDialog;
  /** Makes the next of the dialogs that are still to come. */
  insert(): Promise<void>;
}

type Change = (changing: Changing) => Promise<unknown>;

const words = (random: Random): Body =>
  plain(Array.from({ length: random.int(1, 3) }, () => random.pick(WORDS)).join(" "));

const replaced = ({ random, now }: Changing): Body =>
  aChange({
    status: random.pick(STATUSES),
    content: {
      title: words(random),
      ...(random.chance(0.5) ? { summary: words(random) } : {}),
      ...(random.chance(0.7) ? { nonSensitiveTitle: words(random) } : {}),
    },
    ...(random.chance(0.6) ? { dueAt: iso(now + random.int(1, 3) * DAY) } : {}),
    ...(random.chance(0.5) ? { process: random.pick(["urn:case:1", "urn:case:2"]) } : {}),
    ...(random.chance(0.5) ? { extendedStatus: random.pick(["ny", "ferdig"]) } : {}),
    ...(random.chance(0.5) ? { externalReference: random.pick(["2026/17", "sak-18"]) } : {}),
    ...(random.chance(0.3) ? { searchTags: [{ value: "merkelapp" }] } : {}),
  });

const CHANGES: Readonly<Record<string, Change>> = {
  insert: (changing) => changing.insert(),
  replace: (changing) =>
    changing.writer.replace(ADMIN, changing.some().seed.dialog.id, replaced(changing), {
      isSilentUpdate: changing.random.chance(0.3),
    }),
  relabel: ({ writer, random, some }) =>
    writer.setSystemLabelsAsOwner(
      ADMIN,
      [{ dialogId: some().seed.dialog.id, endUserContextRevision: null }],
      { add: [random.pick(["BIN", "ARCHIVE", "DEFAULT", "MARKED_AS_UNOPENED"] as const)], remove: [] },
      BY,
    ),
  transmit: ({ writer, random, some }) =>
    writer.createTransmissions(ADMIN, some().seed.dialog.id, [
      aTransmissionBody({
        type: random.pick(["Information", "Submission"]),
        content: { title: words(random) },
      }),
    ]),
  note: ({ writer, some }) =>
    writer.createActivity(ADMIN, some().seed.dialog.id, anActivityBody({ type: "DialogOpened" })),
  see: ({ writer, some }) =>
    writer.markSeen({
      dialogId: some().seed.dialog.id,
      endUserType: "Person",
      by: BY,
      isViaServiceOwner: false,
    }),
  seeAlone: async ({ store, random, now, some }) => {
    const { seq, seed } = some();
    if (random.chance(0.5)) return store.own.forgetSeen(OWNER, [seed.dialog.id]);
    return store.own.noteSeen(OWNER, [{ seq, at: now }]);
  },
  relabelAlone: ({ store, random, now, some }) => {
    const { seq, seed } = some();
    const [add, remove] = random.chance(0.5) ? [OWN_LABELS.slice(0, 2), []] : [[], OWN_LABELS.slice(0, 2)];
    return store.own.setLabels({
      owner: OWNER,
      visibleSeqs: [seq],
      dialogIds: [seed.dialog.id],
      add: add.map(ownLabelIdOf),
      remove: remove.map(ownLabelIdOf),
      at: now,
    });
  },
  remove: ({ writer, some }) => writer.remove(ADMIN, some().seed.dialog.id),
  restore: ({ writer, some }) => writer.restore(ADMIN, some().seed.dialog.id),
  purge: ({ writer, some }) => writer.purge(ADMIN, some().seed.dialog.id),
};

/** The kinds of changes that there are. */
export const CHANGE_KINDS = Object.keys(CHANGES);

/** A store to which something happens, round by round. */
export class ChangingStore {
  readonly done = new Map<string, number>();
  readonly #dialect: Dialect;
  readonly #database: Database;
  readonly #store: DialogStore;
  readonly #writer: DialogWriter;
  readonly #random: Random;
  readonly #coming: DialogSeed[];
  #round = 0;

  /** @param coming dialogs that are inserted, one after the other */
  constructor(
    of: { readonly dialect: Dialect; readonly database: Database; readonly store: DialogStore },
    random: Random,
    coming: readonly DialogSeed[],
  ) {
    this.#dialect = of.dialect;
    this.#database = of.database;
    this.#store = of.store;
    this.#random = random;
    this.#coming = [...coming];
    this.#writer = openDialogWriter({
      store: of.store,
      clock: () => this.now,
      newId: countingIds(),
    });
  }

  /** A second later with every round. */
  get now(): number {
    return NOW + this.#round * 1_000;
  }

  held(): Promise<HeldDialog[]> {
    return heldDialogs(this.#dialect, this.#database);
  }

  /** Changes so much, each kind in turn. */
  async change(held: readonly HeldDialog[], times: number): Promise<void> {
    this.#round += 1;
    for (let time = 0; time < times; time++) {
      const kind = CHANGE_KINDS[(this.#round * times + time) % CHANGE_KINDS.length] ?? "insert";
      const outcome = await CHANGES[kind]?.({
        store: this.#store,
        writer: this.#writer,
        random: this.#random,
        now: this.now,
        some: () => this.#random.pick(held),
        insert: async () => {
          const next = this.#coming.splice(0, 2);
          await this.#store.createDialogs(next);
          await putOwnLabels(this.#dialect, this.#database, next);
        },
      });
      const isRefused =
        typeof outcome === "object" &&
        outcome !== null &&
        "outcome" in outcome &&
        !["WRITTEN", "SET"].includes(String(outcome.outcome));
      if (!isRefused) this.done.set(kind, (this.done.get(kind) ?? 0) + 1);
    }
  }
}
