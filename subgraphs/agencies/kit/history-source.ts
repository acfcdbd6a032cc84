import { createHmac } from "node:crypto";
import { GraphQLError } from "graphql";

/** Texts in the languages that there are of them: Norwegian Bokmål, Nynorsk, English. */
export interface Texts {
  readonly nb?: string | null;
  readonly nn?: string | null;
  readonly en?: string | null;
}

/** What is to be done by when. Moments are milliseconds since 1970 UTC, here and below. */
export interface HistoryDeadline {
  readonly kind: "ANSWER" | "PAY" | "SIGN" | "APPEAL" | "SEND_IN";
  readonly at: number;
  /** In øre, where it is a sum that fits the contract's Int. */
  readonly amountOre: number | null;
  readonly metAt: number | null;
}

/** An item of a live history source, as the contract has it. */
export interface HistoryItem {
  /** The source's own, `[A-Za-z0-9._~-]{1,100}`, the same for ever. */
  readonly id: string;
  /** One of the parties that were asked about. */
  readonly party: string;
  /** `urn:altinn:resource:…` */
  readonly service: string;
  /** The short code of whoever the service is of. */
  readonly owner: string;
  readonly status:
    | "NOT_APPLICABLE"
    | "IN_PROGRESS"
    | "DRAFT"
    | "AWAITING"
    | "REQUIRES_ATTENTION"
    | "COMPLETED";
  /** The platform's own words. */
  readonly sourceStatus: string | null;
  readonly title: Texts;
  readonly summary: Texts | null;
  readonly senderName: Texts | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly dueAt: number | null;
  readonly isSeen: boolean;
  readonly isRedacted: boolean;
  readonly requiredLevel: number;
  readonly url: string | null;
  readonly process: string | null;
  readonly externalReference: string | null;
  readonly attachmentCount: number;
  readonly deadlines: readonly HistoryDeadline[];
  /** URIs of what it is on other platforms. */
  readonly sameAs: readonly string[];
  readonly actions: readonly ("MARK_READ" | "REPLY" | "SUBMIT" | "CONFIRM")[];
}

export interface HistoryPage {
  readonly items: readonly HistoryItem[];
  readonly hasMore: boolean;
  readonly totalCount: number | null;
  readonly asOf: number;
  readonly coverage: {
    readonly from: number | null;
    readonly ratio: number | null;
    readonly reason: Texts | null;
  } | null;
  readonly hiddenByLogin: { readonly count: number; readonly requiredLevel: number } | null;
}

/** What Tunet asks a live source, read and checked. */
export interface HistoryQuestion {
  /** URNs, each once, 1 to 100. */
  readonly parties: readonly string[];
  readonly first: number;
  readonly after: { readonly updatedAt: number; readonly id: string } | null;
  /** Inclusive, as the next. */
  readonly updatedAfter: number | null;
  readonly updatedBefore: number | null;
  /** `null`: all. */
  readonly identifiers: readonly string[] | null;
  readonly search: string | null;
}

/** The marked field's arguments, as GraphQL gives them. */
export interface HistoryArguments {
  readonly parties: readonly string[];
  readonly first: number;
  readonly afterUpdatedAt?: unknown;
  readonly afterId?: string | null;
  readonly updatedAfter?: unknown;
  readonly updatedBefore?: unknown;
  readonly identifiers?: readonly string[] | null;
  readonly search?: string | null;
}

const MAX_PARTIES = 100;
const MAX_FIRST = 200;
const MAX_IDENTIFIERS = 200;

const refuse = (message: string): never => {
  throw new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT" } });
};

const moment = (name: string, value: unknown): number | null => {
  if (value == null) return null;
  const millis = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(millis) ? refuse(`${name} is no moment.`) : millis;
};

/** Reads what a source is asked. @throws GraphQLError `BAD_USER_INPUT` */
export const readHistoryQuestion = (given: HistoryArguments): HistoryQuestion => {
  const parties = [...new Set(given.parties)];
  const { first, afterId = null, identifiers = null, search } = given;
  if (parties.length < 1 || parties.length > MAX_PARTIES) refuse(`parties are 1 to ${MAX_PARTIES}.`);
  if (first < 1 || first > MAX_FIRST) refuse(`first is from 1 to ${MAX_FIRST}.`);
  if (identifiers !== null && identifiers.length > MAX_IDENTIFIERS)
    refuse(`identifiers are at most ${MAX_IDENTIFIERS}.`);
  const afterUpdatedAt = moment("afterUpdatedAt", given.afterUpdatedAt);
  if ((afterUpdatedAt === null) !== (afterId === null)) refuse("Give afterUpdatedAt and afterId together.");
  return {
    parties,
    first,
    after: afterUpdatedAt === null || afterId === null ? null : { updatedAt: afterUpdatedAt, id: afterId },
    updatedAfter: moment("updatedAfter", given.updatedAfter),
    updatedBefore: moment("updatedBefore", given.updatedBefore),
    identifiers,
    search: search == null || search.trim() === "" ? null : search.trim(),
  };
};

/**
 * Which rows a page is of, for a statement over columns `updated_at` and `id` whose order is
 * {@link NEWEST_FIRST}: an index on both (after the party) is walked from where the page begins. Bind {@link windowOf}.
 */
export const IN_WINDOW =
  "(updated_at, id) < (@afterUpdatedAt, @afterId) AND updated_at BETWEEN @updatedAfter AND @updatedBefore";
/** The contract's order: ids are ASCII, so that bytes are code units. */
export const NEWEST_FIRST = "updated_at DESC, id DESC";

const LATEST = Number.MAX_SAFE_INTEGER;

/** What {@link IN_WINDOW} is bound to, and `limit`: one more than is asked for, which tells whether there is more. */
export const windowOf = ({ first, after, updatedAfter, updatedBefore }: HistoryQuestion) => ({
  afterUpdatedAt: after?.updatedAt ?? LATEST,
  afterId: after?.id ?? "",
  updatedAfter: updatedAfter ?? -LATEST,
  updatedBefore: updatedBefore ?? LATEST,
  limit: first + 1,
});

const iso = (millis: number | null): string | null =>
  millis === null ? null : new Date(millis).toISOString();

const answerOfItem = (item: HistoryItem): object => ({
  ...item,
  createdAt: iso(item.createdAt),
  updatedAt: iso(item.updatedAt),
  dueAt: iso(item.dueAt),
  deadlines: item.deadlines.map((deadline) => ({
    ...deadline,
    at: iso(deadline.at),
    metAt: iso(deadline.metAt),
  })),
});

/** A page as the marked field answers it. */
export const answerOfPage = ({ items, asOf, coverage, ...page }: HistoryPage): object => ({
  ...page,
  items: items.map(answerOfItem),
  asOf: iso(asOf),
  coverage: coverage === null ? null : { ...coverage, from: iso(coverage.from) },
});

/** 7 bits of some 9.6 for each party: one in a hundred that it does not know is asked about in vain. */
const HASH_COUNT = 7;
const BITS_FOR_EACH = 9.6;
const FEWEST_BYTES = 64;

/**
 * Whom a source may have something of: a Bloom filter, which names nobody. Bit n is the bit `0x80 >> n % 8` of byte
 * `n / 8`; the HMAC's key is the salt's UTF-8.
 */
export const presenceOf = (
  parties: readonly string[],
  {
    salt,
    now,
    validForSeconds,
  }: { readonly salt: string; readonly now: number; readonly validForSeconds: number },
): object => {
  const bytes = Buffer.alloc(Math.max(FEWEST_BYTES, Math.ceil((parties.length * BITS_FOR_EACH) / 8)));
  for (const party of parties) {
    const hash = createHmac("sha256", salt).update(party).digest();
    for (let n = 0; n < HASH_COUNT; n++) {
      const bit = hash.readUInt32BE(4 * n) % (8 * bytes.length);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
    }
  }
  return { asOf: iso(now), validForSeconds, salt, hashCount: HASH_COUNT, bits: bytes.toString("base64") };
};
