import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import { ORGANIZATION_PREFIX, PERSON_PREFIX, type ServiceUrn } from "../../../schema/urns.js";
import {
  ATTRIBUTE,
  CATEGORY,
  IndividualRequest,
  type Mentions,
  type RequestAttribute,
  type RequestCategory,
} from "../xacml/index.js";
import { type Named, namedOf, partNamedBy, RESOURCE } from "./attribute-names.js";
import { type Levels, levelsIn, NO_LEVELS } from "./levels.js";
import { serviceAttributes } from "./service-attributes.js";
import type { ServicePolicy } from "./service-policy.js";

/** What a subject is, by attribute: its roles and packages for one party, and who it is itself. */
export type Held = ReadonlyMap<string, readonly string[]>;

const grouped = (attributes: Iterable<Named>): Map<string, string[]> => {
  const byId = new Map<string, string[]>();
  for (const [id, value] of attributes) {
    const values = byId.get(id);
    if (values === undefined) byId.set(id, [value]);
    else values.push(value);
  }
  return byId;
};

/** @param urns of roles and packages */
export const heldBy = (urns: Iterable<string>, identity: readonly Named[]): Held =>
  grouped([...[...urns].map(namedOf), ...identity]);

/**
 * A value as it is, and as the policy spells it: roles and services are told apart without regard to case. Where a
 * policy only compares, values that it does not name make no difference and stay away.
 */
const spellingsOf = (
  value: string,
  { spellings, comparesOnly, needsAttributes }: Mentions,
): readonly string[] => {
  const written = spellings.get(value.toLowerCase());
  if (written === undefined) return comparesOnly && !needsAttributes ? [] : [value];
  return written.has(value) ? [...written] : [value, ...written];
};

/** The attributes of one category that a policy asks for, in the data types that it asks for. */
export const mentionedAttributes = (
  mentions: Mentions,
  category: string,
  values: Held,
  spelled: (value: string) => readonly string[] = (value) => spellingsOf(value, mentions),
): RequestAttribute[] =>
  [...(mentions.attributes.get(category) ?? [])].flatMap(([attributeId, dataTypes]) => {
    const texts: string[] = [];
    for (const value of values.get(attributeId) ?? []) texts.push(...spelled(value));
    if (texts.length === 0) return [];
    const sent = [...dataTypes].flatMap((dataType) => texts.map((text) => ({ dataType, text, path: null })));
    return [{ attributeId, issuer: null, includeInResult: false, values: sent }];
  });

export const categoryOf = (category: string, attributes: RequestAttribute[]): RequestCategory => ({
  category,
  id: null,
  content: null,
  attributes,
});

/** What a resource's party may be named by. */
export const partyAttributes = ({ id, urn, partyId }: PartyRow): Named[] => {
  const named: Named[] = [
    [RESOURCE.party, id],
    [RESOURCE.partyId, String(partyId)],
  ];
  const number = namedOf(urn)[1];
  if (urn.startsWith(PERSON_PREFIX)) named.push([RESOURCE.person, number]);
  if (urn.startsWith(ORGANIZATION_PREFIX)) {
    named.push([RESOURCE.organization, number], [RESOURCE.organizationNumber, number]);
  }
  return named;
};

/** One question to a service's policy. */
export interface PolicyQuestion {
  readonly service: ServiceUrn;
  readonly action: string;
  readonly held: Held;
  readonly party: PartyRow;
  /** A part of the service that it is about, e.g. `urn:altinn:task:Task_1`; `null` for the whole. */
  readonly attribute: string | null;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
}

export interface PolicyAnswer {
  /** `DENY` also where the policy could not be evaluated: it can't be ruled out that it denies. */
  readonly decision: "PERMIT" | "DENY" | "NOT_APPLICABLE";
  /** What the permission asks for. */
  readonly levels: Levels;
}

const answers = {
  DENY: { decision: "DENY", levels: NO_LEVELS },
  NOT_APPLICABLE: { decision: "NOT_APPLICABLE", levels: NO_LEVELS },
} as const satisfies Record<string, PolicyAnswer>;

/** Puts a question to a policy, with no more about the subject than the policy mentions. */
export const askPolicy = (policy: ServicePolicy, question: PolicyQuestion): PolicyAnswer => {
  const { mentions, point } = policy;
  const resource = grouped([
    ...serviceAttributes(question.service),
    ...(policy.dependsOnParty ? partyAttributes(question.party) : []),
    ...(question.attribute === null ? [] : [partNamedBy(question.attribute)]),
  ]);
  const action = new Map([[ATTRIBUTE.actionId, [question.action]]]);
  const request = new IndividualRequest(
    [
      categoryOf(
        CATEGORY.accessSubject,
        mentionedAttributes(mentions, CATEGORY.accessSubject, question.held),
      ),
      categoryOf(CATEGORY.resource, mentionedAttributes(mentions, CATEGORY.resource, resource)),
      // An action is what its policy calls it, letter by letter.
      categoryOf(
        CATEGORY.action,
        mentionedAttributes(mentions, CATEGORY.action, action, (value) => [value]),
      ),
    ],
    question.now,
  );
  const outcome = point.evaluate(request);
  if (outcome.decision === "Permit") return { decision: "PERMIT", levels: levelsIn(outcome.obligations) };
  return outcome.decision === "NotApplicable" ? answers.NOT_APPLICABLE : answers.DENY;
};
