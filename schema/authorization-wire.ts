import type { Language, LocalizedText } from "./localization.js";
import type { AccessDecision, AccessGrant, AccessRequest } from "./ports.js";
import type { Scope, ScopeGroup, ScopeInstance, ScopeParty, ScopeService } from "./scope.js";

// What AuthorizationPort says over HTTP. Each reader takes exactly the fields that the contract has, so that nothing
// else crosses in either direction, and throws at the first value that is not what the contract says.

/** Where the authorization room's process answers the other rooms, below its URL. */
export const PORT_PATHS = { scope: "/port/scope", decide: "/port/decide" } as const;

const LANGUAGES = ["nb", "nn", "en", "se"] as const satisfies readonly Language[];

type Read<T> = (value: unknown, at: string) => T;

const wrong = (at: string, expected: string): never => {
  throw new Error(`${at} is not ${expected}`);
};

const text: Read<string> = (value, at) => (typeof value === "string" ? value : wrong(at, "a text"));

const level: Read<number> = (value, at) =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : wrong(at, "a level");

const orNull =
  <T>(read: Read<T>): Read<T | null> =>
  (value, at) =>
    value === null ? null : read(value, at);

const wordOf =
  <Word extends string>(words: readonly Word[]): Read<Word> =>
  (value, at) =>
    words.find((word) => word === value) ?? wrong(at, `one of ${words.join(", ")}`);

const listOf =
  <T>(read: Read<T>): Read<readonly T[]> =>
  (value, at) =>
    Array.isArray(value) ? value.map((entry, index) => read(entry, `${at}[${index}]`)) : wrong(at, "a list");

const objectOf =
  <T extends object>(fields: { readonly [K in keyof T]-?: Read<T[K]> }): Read<T> =>
  (value, at) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return wrong(at, "an object");
    const names = Object.keys(fields) as (keyof T & string)[];
    const entries = names.map((name) => [
      name,
      fields[name]((value as Partial<Record<string, unknown>>)[name], `${at}.${name}`),
    ]);
    return Object.fromEntries(entries) as T;
  };

const party = objectOf<ScopeParty>({ urn: text, id: text });
const service = objectOf<ScopeService>({ service: text, requiredLevel: level });
const group = objectOf<ScopeGroup>({ parties: listOf(party), services: listOf(service) });
const instance = objectOf<ScopeInstance>({
  party,
  service: text,
  instanceRef: text,
  requiredLevel: level,
});
const scope = objectOf<Scope>({ level, groups: listOf(group), instances: listOf(instance) });

/** Only the languages that there are: an absent one is absent, as in the process that answers. */
const localized: Read<LocalizedText> = (value, at) => {
  if (typeof value !== "object" || value === null) return wrong(at, "a text by language");
  const found = LANGUAGES.flatMap((language) => {
    const own = (value as Partial<Record<string, unknown>>)[language];
    return own === undefined ? [] : [[language, text(own, `${at}.${language}`)] as const];
  });
  return Object.fromEntries(found);
};

const grant = objectOf<AccessGrant>({
  grantType: wordOf(["ROLE", "ACCESS_PACKAGE", "RESOURCE_DELEGATION", "INSTANCE_DELEGATION"]),
  subject: text,
  name: localized,
  via: orNull(text),
});
const decision = objectOf<AccessDecision>({
  decision: wordOf(["PERMIT", "DENY", "NOT_APPLICABLE"]),
  requiredLevel: level,
  grants: listOf(grant),
});
const request = objectOf<AccessRequest>({
  party: text,
  service: text,
  action: text,
  instanceRef: orNull(text),
});

/** @throws Error that says what is not as the contract has it */
export const readScope = (value: unknown): Scope => scope(value, "scope");

/** @throws Error that says what is not as the contract has it */
export const readDecisions = (value: unknown): readonly AccessDecision[] =>
  listOf(decision)(value, "decisions");

/** @throws Error that says what is not as the contract has it */
export const readAccessRequests = (value: unknown): readonly AccessRequest[] =>
  listOf(request)(value, "requests");
