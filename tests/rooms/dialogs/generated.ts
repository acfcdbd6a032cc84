import fc from "fast-check";
import type { DialogStatus, SystemLabel } from "../../../drizzle/dialogs/values.js";
import { idFromName, uuidFromName } from "../../../lib/ids.js";
import type { Scope } from "../../../schema/scope.js";
import type { DialogSeed } from "../../../subgraphs/dialogs/index.js";
import type {
  HistoryFilter,
  HistoryFolder,
  HistoryOrder,
  HistoryOrderField,
} from "../../../subgraphs/dialogs/store/selection.js";
import { aDialog, aTransmission, DAY, NOW, partyOf, SOURCES, serviceOf } from "./dialogs.js";
import type { ReferenceTerm } from "./reference.js";

/*
 * Stores, scopes and questions at random, over few values, so that ties, overlaps and edges are common.
 */

const PARTIES = [0, 1, 2, 3].map(partyOf);
export const SERVICES = [0, 1, 2, 3].map(serviceOf);
const STATUSES: readonly DialogStatus[] = [
  "NOT_APPLICABLE",
  "IN_PROGRESS",
  "DRAFT",
  "AWAITING",
  "REQUIRES_ATTENTION",
  "COMPLETED",
];
const LABELS: readonly SystemLabel[] = ["DEFAULT", "BIN", "ARCHIVE", "MARKED_AS_UNOPENED", "SENT"];
const FOLDERS: readonly HistoryFolder[] = ["INBOX", "DRAFTS", "SENT", "ARCHIVE", "BIN"];
export const WORDS = [
  "søknad",
  "Søknaden",
  "vedtak",
  "låve",
  "Ærlig",
  "åpen",
  "2026",
  "17",
  "kommunen",
  "kommuner",
  "søknadsfrist",
  "byggesøknadene",
  "applications",
  "idé",
] as const;
const INSTANCES = [0, 1, 2].map(
  (index) => `urn:altinn:instance-id:50001/0199a000-0000-7000-8000-00000000000${index}`,
);

/** New Year in Norway is an hour before New Year in UTC. */
const MOMENTS = [
  NOW,
  NOW - DAY,
  NOW - 2 * DAY,
  Date.parse("2025-12-31T22:59:59.999Z"),
  Date.parse("2025-12-31T23:00:00.000Z"),
];

const text = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 })
  .map((words) => ({ nb: words.join(" ") }));
const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { nil: null, freq: 2 });
const moment = fc.constantFrom(...MOMENTS);
const level = fc.integer({ min: 2, max: 4 });

const labels = fc
  .tuple(fc.constantFrom(1, 1, 2, 4), fc.constantFrom(0, 8), fc.constantFrom(0, 16))
  .map(([folder, unopened, sent]) => folder | unopened | sent);

const shape = fc.record({
  party: fc.constantFrom(...PARTIES.map(({ urn }) => urn)),
  serviceResource: fc.constantFrom(...SERVICES),
  sourceId: fc.constantFrom(...SOURCES.map(({ id }) => id)),
  org: fc.constantFrom("aaa", "bbb"),
  status: fc.constantFrom(...STATUSES),
  process: maybe(fc.constantFrom("urn:case:1", "urn:case:2")),
  instanceRef: maybe(fc.constantFrom(...INSTANCES)),
  createdAt: moment,
  contentUpdatedAt: moment,
  updatedAt: moment,
  extendedStatusCode: maybe(fc.constantFrom("ny", "ferdig")),
  dueAt: maybe(moment),
  visibleFrom: fc.constantFrom(null, null, null, NOW - 1, NOW, NOW + 1),
  expiresAt: fc.constantFrom(null, null, null, NOW - 1, NOW, NOW + 1),
  deletedAt: fc.constantFrom(null, null, null, null, NOW - 1),
  isApiOnly: fc.constantFrom(false, false, false, false, true),
  systemLabels: labels,
  isSeenSinceLastContentUpdate: fc.boolean(),
  title: text,
  summary: maybe(text),
  senderName: maybe(text),
  externalReference: maybe(fc.constantFrom("2026/17", "sak-17")),
  nonSensitiveTitle: maybe(text),
  nonSensitiveSummary: maybe(text),
});

/** Whose own state the questions are about; what is another's must never be found. */
export const OWNER = "urn:altinn:person:identifier-no:17912099997";
const ANOTHER = "urn:altinn:person:identifier-no:29822799980";

/** Labels of the owner's and of another's, by name. */
export const OWN_LABELS = ["urgent", "home", "another's"] as const;
export const ownLabelIdOf = (name: string): string => uuidFromName(`own label ${name}`);

/** Which labels are on a dialog, and by whom. The same for the same dialog always. */
export const ownLabelsOn = ({
  dialog,
}: DialogSeed): readonly { readonly owner: string; readonly labelId: string }[] => {
  const sum = [...dialog.id].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return OWN_LABELS.filter((_, index) => (sum >> index) % 2 === 1).map((name) => ({
    owner: name === "another's" ? ANOTHER : OWNER,
    labelId: ownLabelIdOf(name),
  }));
};

/** The labels themselves, as they are stored. */
export const OWN_LABEL_ROWS = OWN_LABELS.map((name) => ({
  id: ownLabelIdOf(name),
  owner: name === "another's" ? ANOTHER : OWNER,
  name,
  nameKey: name,
  createdAt: NOW,
}));

const sight = fc.record({
  seenAt: moment,
  actorId: fc.constantFrom(OWNER, OWNER, ANOTHER),
  isViaServiceOwner: fc.constantFrom(false, false, true),
});

const aGenerated = fc.tuple(
  shape,
  maybe(text),
  fc.array(text, { maxLength: 2 }),
  fc.boolean(),
  fc.array(sight, { maxLength: 3 }),
);

/** A store of dialogs. @param size how many @param seed the same seed, the same store */
export const generatedDialogs = (size: number, seed: number): DialogSeed[] =>
  fc
    .sample(aGenerated, { numRuns: size, seed })
    .map(([dialog, additional, messages, isTagged, sights], index) =>
      aDialog(`generated ${seed} ${index}`, {
        dialog: { ...dialog, id: idFromName(`generated ${seed} ${index}`, NOW) },
        body: {
          searchTags: isTagged ? ["merkelapp"] : [],
          content: {
            additionalInfo: additional && { mediaType: "text/markdown", value: additional },
            mainContentReference: null,
          },
        },
        transmissions: messages.map((title, place) => aTransmission(`${seed} ${index} ${place}`, { title })),
        seenLog: sights.map(({ seenAt, actorId, isViaServiceOwner }, place) => ({
          id: uuidFromName(`sight ${seed} ${index} ${place}`),
          seenAt,
          seenBy: { actorType: "PARTY_REPRESENTATIVE", actorId, actorName: null },
          endUserType: "Person",
          isViaServiceOwner,
        })),
      }),
    );

/** What a viewer may read: up to two groups, and single dialogs. */
const NOBODIES = Array.from({ length: 1_000 }, (_, index) => partyOf(1_000 + index));

export const generatedScope = (seeds: readonly DialogSeed[]): fc.Arbitrary<Scope> => {
  const services = fc.uniqueArray(
    fc.record({ service: fc.constantFrom(...SERVICES), requiredLevel: level }),
    { selector: ({ service }) => service, maxLength: 4 },
  );
  const instance = fc
    .record({
      seed: fc.constantFrom(...seeds),
      isById: fc.boolean(),
      requiredLevel: level,
      isOther: fc.integer({ max: 9 }),
    })
    .map(({ seed: { dialog }, isById, requiredLevel, isOther }) => ({
      party: PARTIES.find(({ urn }) => urn === dialog.party) ?? PARTIES[0] ?? partyOf(0),
      // Now and then a reference that is another service's: it must give nothing.
      service: isOther === 0 ? serviceOf(9) : dialog.serviceResource,
      instanceRef:
        isById || dialog.instanceRef === null ? `urn:altinn:dialog-id:${dialog.id}` : dialog.instanceRef,
      requiredLevel,
    }));
  return fc
    .record({
      level,
      split: fc.shuffledSubarray([...PARTIES]),
      at: fc.integer({ min: 0, max: 4 }),
      services: fc.tuple(services, services),
      instances: fc.array(instance, { maxLength: 6 }),
    })
    .map(({ split, at, services: [first, second], ...rest }) => ({
      level: rest.level,
      instances: rest.instances,
      groups: [
        { parties: split.slice(0, at), services: first },
        { parties: split.slice(at), services: second },
      ].filter((group) => group.parties.length > 0),
    }));
};

/** The same scope with a thousand parties more, who have nothing. */
export const amongMany = ({ groups: [first, ...others], ...scope }: Scope): Scope => ({
  ...scope,
  groups: first === undefined ? others : [{ ...first, parties: [...first.parties, ...NOBODIES] }, ...others],
});

const some = <T>(values: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...values], { minLength: 0 });

const FILTER_PARTS = {
  status: some(STATUSES),
  owner: some(["aaa", "bbb", "zzz"]),
  source: some(SOURCES.map(({ id }) => id)),
  folder: fc.constantFrom(...FOLDERS),
  systemLabel: some(LABELS).filter((list) => list.length < 3),
  process: fc.constantFrom("urn:case:1", "urn:case:9"),
  isContentSeen: fc.boolean(),
  isOpen: fc.boolean(),
  createdAfter: moment,
  createdBefore: moment,
  updatedAfter: moment,
  updatedBefore: moment,
  dueAfter: moment,
  dueBefore: moment,
  changedAfter: moment,
  changedBefore: moment,
  extendedStatus: some(["ny", "ferdig", "annen"]),
  externalReference: fc.constantFrom("2026/17", "sak-18"),
  own: fc.record(
    {
      owner: fc.constant(OWNER),
      isSeen: fc.boolean(),
      labels: fc.subarray(OWN_LABELS.map(ownLabelIdOf), { maxLength: 2 }),
    },
    { requiredKeys: ["owner"] },
  ),
};

const generatedFilter: fc.Arbitrary<HistoryFilter> = fc.record(FILTER_PARTS, { requiredKeys: [] });

/** Values of each part of the filter, and of nothing else: so many of each. */
export const eachFilter = (many: number, seed: number): HistoryFilter[][] =>
  Object.entries(FILTER_PARTS).map(([part, values]) =>
    fc.sample<unknown>(values, { numRuns: many, seed }).map((value) => ({ [part]: value })),
  );

/** Most questions ask for one or two things at once: with all of them nothing would be found. */
export const generatedFilters: fc.Arbitrary<HistoryFilter> = fc
  .tuple(generatedFilter, fc.nat())
  .map(([filter, from]) => {
    const entries = Object.entries(filter);
    return Object.fromEntries(entries.slice(from % (entries.length + 1)).slice(0, 2));
  });

const FIELDS: readonly HistoryOrderField[] = ["CONTENT_UPDATED_AT", "CREATED_AT", "UPDATED_AT", "DUE_AT"];

/** By one field mostly, by several now and then. */
export const generatedOrder: fc.Arbitrary<HistoryOrder> = fc
  .tuple(
    fc.shuffledSubarray([...FIELDS], { minLength: 1 }),
    fc.tuple(...FIELDS.map(() => fc.constantFrom<"ASC" | "DESC">("ASC", "DESC"))),
    fc.constantFrom(1, 1, 2, 4),
  )
  .map(([fields, directions, most]) => {
    const [first, ...then] = fields
      .slice(0, most)
      .map((field, index) => ({ field, direction: directions[index] ?? "ASC" }));
    const order = first ?? { field: "CREATED_AT", direction: "ASC" };
    return then.length === 0 ? order : { ...order, then };
  });

/** Beside other words these are not asked for, unless they go on. */
const STOP_WORDS = ["ved", "i", "a", "å"];

const generatedTerm = fc
  .record({
    words: fc.array(fc.constantFrom(...WORDS, "merkelapp", "sak"), { minLength: 1, maxLength: 2 }),
    cut: fc.integer({ min: 1, max: 12 }),
    isQuoted: fc.boolean(),
    isExcluded: fc.constantFrom(false, false, false, true),
    isStarred: fc.boolean(),
  })
  .map(({ words, cut, isQuoted, isExcluded, isStarred }): ReferenceTerm & { written: string } => {
    const isPhrase = isQuoted || words.length > 1;
    const text = isPhrase ? words.join(" ") : (words[0] ?? "").slice(0, cut);
    const goesOn = !isPhrase && (isStarred || STOP_WORDS.includes(text));
    const written = isPhrase ? `"${text}"` : `${text}${goesOn ? "*" : ""}`;
    return { text, isQuoted: isPhrase, goesOn, isExcluded, written: `${isExcluded ? "-" : ""}${written}` };
  });

/** Terms by groups, with the text that asks for them: the last bare word may always go on. */
export const generatedSearch: fc.Arbitrary<{ text: string; groups: ReferenceTerm[][] } | null> = maybe(
  fc
    .array(fc.array(generatedTerm, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 })
    .map((groups) => {
      const text = groups.map((terms) => terms.map(({ written }) => written).join(" ")).join(" OR ");
      const last = groups.at(-1)?.at(-1);
      return {
        text,
        groups: groups.map((terms) =>
          terms.map((term) =>
            term === last ? { ...term, goesOn: !term.isQuoted && (term.goesOn || !term.isExcluded) } : term,
          ),
        ),
      };
    }),
);
