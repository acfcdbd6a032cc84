import { GraphQLError, GraphQLScalarType, Kind } from "graphql";
import { GraphQLJSON } from "graphql-scalars";
import { isUuid } from "../lib/ids.js";
import { parsePartyUrn } from "./urns.js";

const refuse = (message: string): never => {
  throw new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT" } });
};

const textScalar = (
  name: string,
  description: string,
  specifiedByURL: string | null,
  parse: (text: string) => string | number,
  serialize: (value: unknown) => string,
): GraphQLScalarType =>
  new GraphQLScalarType({
    name,
    description,
    specifiedByURL,
    serialize,
    parseValue: (value) =>
      typeof value === "string"
        ? parse(value)
        : refuse(`${name} is written as text, not as ${typeof value}.`),
    parseLiteral: (node) =>
      node.kind === Kind.STRING ? parse(node.value) : refuse(`${name} is written as text in quotes.`),
  });

const RFC_3339 = /^(\d{4}-\d\d-\d\d)[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** Date.parse takes 30 February for 2 March. */
const isInCalendar = (date: string): boolean => {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(date);
};

/** Milliseconds since 1970 UTC of a moment in RFC 3339 form; `NaN` where it is none. */
export const parseMoment = (text: string): number => {
  const date = RFC_3339.exec(text)?.[1];
  return date !== undefined && isInCalendar(date) ? Date.parse(text) : Number.NaN;
};

/** In rooms a moment is a number: milliseconds since 1970 UTC. */
export const DateTimeScalar = textScalar(
  "DateTime",
  "A moment in RFC 3339 form with its offset, e.g. `2026-03-31T21:59:59Z`. Answers are in UTC with milliseconds.",
  "https://scalars.graphql.org/chillicream/date-time.html",
  (value) => {
    const millis = parseMoment(value);
    return Number.isNaN(millis)
      ? refuse(`"${value}" is not a moment; write it like 2026-03-31T21:59:59Z.`)
      : millis;
  },
  (value) => new Date(value as number).toISOString(),
);

export const UuidScalar = textScalar(
  "UUID",
  "A UUID in its usual form of 36 characters; answers are in lower case.",
  "https://scalars.graphql.org/chillicream/uuid.html",
  (value) => (isUuid(value) ? value.toLowerCase() : refuse(`"${value}" is not a UUID.`)),
  String,
);

export const UrlScalar = textScalar(
  "URL",
  "An address on the web or another URI (RFC 3986).",
  "https://scalars.graphql.org/chillicream/url.html",
  (value) => (URL.canParse(value) ? value : refuse(`"${value}" is not a URI.`)),
  String,
);

export const CursorScalar = textScalar(
  "Cursor",
  "A position in a list, as the list itself gave it. Opaque and signed; good for the same order, filter and viewer.",
  null,
  (value) => value,
  String,
);

/** Any JSON value; what it must look like is said by whatever has it. */
export const JsonScalar = new GraphQLScalarType({
  ...GraphQLJSON.toConfig(),
  name: "JSON",
  description: "A JSON value (RFC 8259) of whatever kind the field or argument says.",
});

export const PartyUrnScalar = textScalar(
  "PartyUrn",
  "A party: `urn:altinn:party:uuid:…` as `Party.urn` gives it, or `urn:altinn:organization:identifier-no:…`, or " +
    "`urn:altinn:person:identifier-no:…`. Answers never hold a person's number.",
  null,
  (value) =>
    parsePartyUrn(value) ??
    refuse(
      "A party is named by its URN, e.g. urn:altinn:party:uuid:… or urn:altinn:organization:identifier-no:313000028 " +
        "with a valid number.",
    ),
  String,
);
