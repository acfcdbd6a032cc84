import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  buildASTSchema,
  coerceInputValue,
  type DefinitionNode,
  GraphQLError,
  type GraphQLInputType,
  GraphQLScalarType,
  Kind,
  parse,
  valueFromASTUntyped,
} from "graphql";
import { packageRoot } from "../lib/package-root.js";
import { CursorScalar, DateTimeScalar, PartyUrnScalar, UrlScalar, UuidScalar } from "./scalars.js";

/** A filter of the history as it is kept: JSON, in the shape of the dialogs room's input `HistoryFilter`. */
export type SavedFilterJson = Readonly<Record<string, unknown>>;

const MAX_LENGTH = 20_000;

const refuse = (message: string): never => {
  throw new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT" } });
};

const objectOf = (value: unknown): SavedFilterJson => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refuse("A filter is an object: give what Workspace.history takes as its filter.");
  }
  const length = JSON.stringify(value).length;
  if (length > MAX_LENGTH) {
    return refuse(`The filter has ${length} characters; at most ${MAX_LENGTH} are kept. Name fewer values.`);
  }
  return value as SavedFilterJson;
};

export const SavedFilterScalar = new GraphQLScalarType({
  name: "SavedFilter",
  description:
    "A filter of the history, kept: an object in the shape of the input `HistoryFilter`. What an answer gives can be " +
    "given to `Workspace.history` as its `filter`, as it is.",
  serialize: (value) => value,
  parseValue: objectOf,
  parseLiteral: (node, variables) =>
    node.kind === Kind.OBJECT
      ? objectOf(valueFromASTUntyped(node, variables))
      : refuse("A filter is an object, written {status: [COMPLETED]} for one."),
});

const INPUT_KINDS: readonly string[] = [
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
];

/** The room that answers the history says what a filter is: what is generated from it is read here, once. */
const readFilterType = (): GraphQLInputType => {
  const sdl = readFileSync(
    join(packageRoot(), "schema", "generated", "subgraphs", "dialogs.graphql"),
    "utf8",
  );
  const definitions: DefinitionNode[] = parse(sdl).definitions.filter(({ kind }) =>
    INPUT_KINDS.includes(kind),
  );
  const schema = buildASTSchema({ kind: Kind.DOCUMENT, definitions }, { assumeValidSDL: true });
  for (const ours of [CursorScalar, DateTimeScalar, PartyUrnScalar, UrlScalar, UuidScalar]) {
    const theirs = schema.getType(ours.name);
    if (theirs instanceof GraphQLScalarType) theirs.parseValue = ours.parseValue;
  }
  const type = schema.getType("HistoryFilter");
  if (type === undefined) throw new Error("The dialogs room's schema has no input HistoryFilter.");
  return type as GraphQLInputType;
};

let filterType: GraphQLInputType | null = null;

/** A filter as resolvers of the history are given it; or what of it the history does not know. */
export type ReadFilter = { readonly filter: SavedFilterJson } | { readonly problem: string };

/** Reads a kept filter by the rules of today, which may not be those that it was kept by. */
export const readSavedFilter = (kept: SavedFilterJson): ReadFilter => {
  filterType ??= readFilterType();
  const problems: string[] = [];
  const filter: unknown = coerceInputValue(kept, filterType, (path, _, error) => {
    problems.push(`${path.length === 0 ? "filter" : `filter.${path.join(".")}`}: ${error.message}`);
  });
  return problems.length === 0 ? { filter: filter as SavedFilterJson } : { problem: problems.join(" ") };
};
