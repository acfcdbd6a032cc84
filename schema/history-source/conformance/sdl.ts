import { type ASTNode, type ConstDirectiveNode, GraphQLError, Kind, parse, print } from "graphql";
import {
  ACTED,
  ACTION_ARGUMENTS,
  type Arguments,
  HISTORY_ARGUMENTS,
  PAGE,
  PRESENCE,
  SEARCH_ARGUMENT,
  type Shape,
} from "../contract.js";
import { HISTORY_SOURCE_SDL, HISTORY_SOURCE_SPEC, readLiveSources } from "../directive.js";
import { HISTORY_SOURCE_DIRECTIVE } from "../source.js";
import {
  asMarkedField,
  readSourceDocument,
  type SourceDocument,
  speaksOfSources,
  valuesOf,
} from "./document.js";
import { checkAnswer, checkArguments, checkHidden } from "./sdl-fields.js";
import type { Note, SdlProblem } from "./sdl-problem.js";

/** A subgraph's SDL. */
export interface NamedSdl {
  readonly name: string;
  readonly sdl: string;
}

const MARK = `@${HISTORY_SOURCE_DIRECTIVE}`;

/** Arguments of a definition, in one order and one spelling. */
const argumentsIn = (args: readonly ASTNode[] | undefined): string =>
  (args ?? [])
    .map((argument) => print({ ...argument, description: undefined } as ASTNode))
    .sort()
    .join(" ");

const contractArguments = (): string => {
  const [node] = parse(HISTORY_SOURCE_SDL).definitions;
  return node?.kind === Kind.DIRECTIVE_DEFINITION ? argumentsIn(node.arguments) : "";
};

const isLinked = (link: ConstDirectiveNode): boolean => {
  const { url, import: imported } = valuesOf(link);
  return (
    link.name.value === "link" &&
    url === HISTORY_SOURCE_SPEC &&
    Array.isArray(imported) &&
    imported.some((one) => one === MARK)
  );
};

/** What makes composition keep the mark, as every gateway reads it. */
const checkLinks = (document: SourceDocument, mark: ASTNode, note: Note): void => {
  const { links, definition } = document;
  const composed = links.find(
    (link) => link.name.value === "composeDirective" && valuesOf(link)["name"] === MARK,
  );
  if (composed === undefined) {
    note(
      "SOURCE_LINK",
      "compose",
      mark,
      `The supergraph would not keep ${MARK}. Add @composeDirective(name: "${MARK}") to the schema.`,
    );
  }
  if (!links.some(isLinked)) {
    const link = `@link(url: "${HISTORY_SOURCE_SPEC}", import: ["${MARK}"])`;
    note("SOURCE_LINK", "link", mark, `${MARK} is not linked by its own name. Add ${link} to the schema.`);
  }
  if (definition === null) {
    note("SOURCE_DIRECTIVE", "definition", mark, `${MARK} is not defined. Add: ${HISTORY_SOURCE_SDL}`);
  } else if (argumentsIn(definition.arguments) !== contractArguments()) {
    note(
      "SOURCE_DIRECTIVE",
      "definition",
      definition,
      `${MARK} is not defined as the contract has it: ${HISTORY_SOURCE_SDL}`,
    );
  }
};

interface NamedField {
  readonly argument: "presence" | "action";
  readonly root: "Query" | "Mutation";
  readonly args: Arguments;
  readonly answer: Shape;
}

const NAMED_FIELDS: readonly NamedField[] = [
  { argument: "presence", root: "Query", args: {}, answer: PRESENCE },
  { argument: "action", root: "Mutation", args: ACTION_ARGUMENTS, answer: ACTED },
];

/** The root field that a mark names, if it names one. */
const checkNamed = (
  document: SourceDocument,
  mark: ConstDirectiveNode,
  named: NamedField,
  note: Note,
): void => {
  const { argument, root, args, answer } = named;
  const name = valuesOf(mark)[argument];
  if (typeof name !== "string") return;
  const field = document.types.get(root)?.find((one) => one.name.value === name);
  if (field === undefined) {
    note(
      "SOURCE_NAMED_FIELD",
      `${root}.${name}`,
      mark,
      `${argument} names ${root}.${name}, which is not there. Add it, or take ${argument} away.`,
    );
    return;
  }
  checkArguments(field, args, {}, note);
  checkAnswer(document, field, answer, note);
  checkHidden(field, root, note);
};

/** Other subgraphs' sources by id; an SDL that can't be read has none that serve. */
const idsOf = (others: readonly NamedSdl[]): ReadonlyMap<string, string> =>
  new Map(
    others
      .filter(({ sdl }) => speaksOfSources(sdl))
      .flatMap(({ name, sdl }) => {
        try {
          const document = readSourceDocument(name, sdl);
          return document.marks.map(({ mark }) => [String(valuesOf(mark)["id"]), name] as const);
        } catch (error) {
          if (error instanceof GraphQLError) return [];
          throw error;
        }
      }),
  );

const checkMarks = (document: SourceDocument, taken: ReadonlyMap<string, string>, note: Note): void => {
  const { subgraph, marks } = document;
  const roots = marks.filter(({ type }) => type === "Query");
  const { problems } = readLiveSources(roots.map(({ field, mark }) => asMarkedField(document, field, mark)));
  for (const { code, field, argument, message } of problems) {
    const node = roots.find((root) => root.field.name.value === field)?.mark;
    // Arguments of the field are looked at below, with their types.
    const isOfField = code === "SOURCE_ARGUMENT" && Object.hasOwn(HISTORY_ARGUMENTS, argument);
    if (node !== undefined && !isOfField) note(code, `${field} ${argument}`, node, message);
  }
  for (const { type, field, mark } of marks) {
    const id = String(valuesOf(mark)["id"]);
    const owner = taken.get(id);
    if (owner !== undefined) {
      note(
        "SOURCE_ID_TAKEN",
        id,
        mark,
        `The source ${id} is ${owner}'s. Call this one ${subgraph}, or let its id begin with ${subgraph}-.`,
      );
    }
    if (type !== "Query") {
      note(
        "SOURCE_PLACE",
        `${type}.${field.name.value}`,
        mark,
        `Only root fields of Query are sources; ${type}.${field.name.value} is none.`,
      );
      continue;
    }
    checkArguments(field, HISTORY_ARGUMENTS, SEARCH_ARGUMENT, note);
    checkAnswer(document, field, PAGE, note);
    checkHidden(field, "Query", note);
    for (const named of NAMED_FIELDS) checkNamed(document, mark, named, note);
  }
};

/**
 * Everything that an SDL breaks of the contract, each with its place and what to do. Nothing where it has no source.
 * @param others the other subgraphs of the supergraph: no two sources have one id
 */
export const checkSourceSdl = (
  subgraph: NamedSdl,
  others: readonly NamedSdl[] = [],
): readonly SdlProblem[] => {
  const { name, sdl } = subgraph;
  if (!speaksOfSources(sdl)) return [];
  let document: SourceDocument;
  try {
    document = readSourceDocument(name, sdl);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const { line = 1, column = 1 } = error.locations?.[0] ?? {};
    return [
      { code: "SOURCE_SDL", at: name, message: `The SDL can't be read: ${error.message}`, line, column },
    ];
  }
  const [first] = document.marks;
  if (first === undefined) return []; // it only defines the mark, or tells of it
  const found = new Map<string, SdlProblem>();
  const note: Note = (code, at, node, message) => {
    // Types are shared by several fields: what is wrong with one is told once.
    const key = `${code} ${at}`;
    if (!found.has(key)) found.set(key, { code, at, message, ...document.placeOf(node) });
  };
  checkLinks(document, first.mark, note);
  checkMarks(document, idsOf(others), note);
  return [...found.values()];
};
