import type { LifeEventRow, ServiceOwnerRow, ServiceResourceRow } from "../../../drizzle/catalogue/tables.js";
import { stemsOf } from "../../../lib/stems.js";
import { fold, wordsOf } from "../../../lib/words.js";
import { type LocalizedText, localize } from "../../../schema/localization.js";
import { RESOURCE_PREFIX } from "../../../schema/urns.js";

/** Raised when the rules below change: services that were indexed by others are indexed anew at the start. */
export const INDEX_VERSION = 1;

/** How much a word counts by where it stands. */
const WEIGHTS = {
  title: 12,
  keyword: 10,
  reference: 10,
  identifier: 6,
  lifeEvent: 5,
  owner: 4,
  area: 4,
  text: 3,
  other: 1,
};

/** Longer words than this are cut: their stems differ long before. */
const MAX_TERMS = 2_000;

const textsOf = (...texts: readonly (LocalizedText | null | undefined)[]): string[] =>
  texts.flatMap((text) => Object.values(text ?? {}));

/** What a word is found by: its stems, in all our languages. */
export const termsOfWord = (word: string): readonly string[] => {
  const { norwegian, english } = stemsOf(word);
  return norwegian === english ? [norwegian] : [norwegian, english];
};

/** Where the words of a service stand, those that count most first. */
const fieldsOf = (
  service: ServiceResourceRow,
  owner: Pick<ServiceOwnerRow, "name"> | undefined,
  lifeEvents: readonly Pick<LifeEventRow, "title" | "keywords">[],
): readonly (readonly [weight: number, texts: readonly string[]])[] => [
  [WEIGHTS.title, textsOf(service.title)],
  [WEIGHTS.keyword, service.keywords.map(({ word }) => word)],
  [WEIGHTS.reference, service.references.map(({ reference }) => reference)],
  [WEIGHTS.identifier, [service.id.slice(RESOURCE_PREFIX.length)]],
  [
    WEIGHTS.lifeEvent,
    lifeEvents.flatMap(({ title, keywords }) => [...textsOf(title), ...keywords.map(({ word }) => word)]),
  ],
  [WEIGHTS.owner, [...textsOf(owner?.name), service.ownerCode]],
  [WEIGHTS.area, service.thematicAreas],
  [WEIGHTS.text, textsOf(service.description, service.purpose)],
  [
    WEIGHTS.other,
    [
      ...textsOf(service.audience, service.rightDescription),
      ...service.legalBasis.flatMap(({ title }) => textsOf(title)),
      ...service.produces,
    ],
  ],
];

/** The terms that a service is found by, each with how much it counts there. */
export const termsOfService = (...parts: Parameters<typeof fieldsOf>): ReadonlyMap<string, number> => {
  const terms = new Map<string, number>();
  for (const [weight, texts] of fieldsOf(...parts)) {
    for (const term of texts.flatMap(wordsOf).flatMap(termsOfWord)) {
      if (terms.size < MAX_TERMS && !terms.has(term)) terms.set(term, weight);
    }
  }
  return terms;
};

export const titleKeyOf = (title: LocalizedText): string => fold(localize(title, "nb") ?? "");

/** What services can be counted and chosen by. */
export type ServiceFacetName = "OWNER" | "TYPE" | "STATUS" | "AVAILABLE_FOR" | "THEMATIC_AREA";

const EVERYBODY = [
  "PRIVATE_PERSON",
  "LEGAL_ENTITY_ENTERPRISE",
  "COMPANY",
  "BANKRUPTCY_ESTATE",
  "SELF_REGISTERED_USER",
];

/** A service that does not say whom it is for is for everybody. */
export const facetsOf = (service: ServiceResourceRow): readonly (readonly [ServiceFacetName, string])[] => [
  ["OWNER", service.ownerCode],
  ["TYPE", service.resourceType],
  ["STATUS", service.status],
  ...(service.availableForType.length === 0 ? EVERYBODY : [...new Set(service.availableForType)]).map(
    (audience) => ["AVAILABLE_FOR", audience] as const,
  ),
  ...[...new Set(service.thematicAreas)].map((area) => ["THEMATIC_AREA", area] as const),
];
