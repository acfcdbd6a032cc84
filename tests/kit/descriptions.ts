import { type DocumentNode, Kind, parse, type StringValueNode, visit } from "graphql";

/** One thing of a schema that a person in the sandbox reads about. */
export interface Described {
  /** `Type`, `Type.field`, `Type.field(argument:)`, `Enum.VALUE`. */
  readonly coordinate: string;
  readonly name: string;
  readonly description: string | null;
  /** An entity, its key or an external field: the room that owns it describes it. */
  readonly isStub: boolean;
}

interface Named {
  readonly name: { readonly value: string };
  readonly description?: StringValueNode | undefined;
}

interface Directed {
  readonly directives?: readonly {
    readonly name: { readonly value: string };
    readonly arguments?: readonly { readonly name: { value: string }; readonly value: object }[];
  }[];
}

/** The fields of every `@key` of a type; `[]` for what is no entity. */
const keysOf = (node: Directed): string[] =>
  (node.directives ?? [])
    .filter(({ name }) => name.value === "key")
    .flatMap((key) => key.arguments ?? [])
    .filter(({ name }) => name.value === "fields")
    .flatMap(({ value }) => ("value" in value ? String(value.value).split(/[\s{}]+/) : []))
    .filter((field) => field !== "");

/** Keys of the entities that a subgraph itself resolves, by type. */
export const resolvedKeysOf = (sdl: string): ReadonlyMap<string, readonly string[]> => {
  const keys = new Map<string, readonly string[]>();
  visit(parse(sdl), {
    ObjectTypeDefinition(node) {
      const isResolved = !JSON.stringify(node.directives).includes('"resolvable"');
      if (isResolved && keysOf(node).length > 0) keys.set(node.name.value, keysOf(node));
    },
  });
  return keys;
};

/** Everything in a subgraph's SDL that wants a description. */
export const describedOf = (sdl: string): Described[] => {
  const all: Described[] = [];
  const add = (node: Named, path: readonly string[], isStub = false): void => {
    const coordinate = path.join(".");
    all.push({ coordinate, name: node.name.value, description: node.description?.value ?? null, isStub });
  };
  const document: DocumentNode = parse(sdl);
  for (const node of document.definitions) {
    if (!("name" in node) || node.name === undefined || node.kind === Kind.DIRECTIVE_DEFINITION) continue;
    const type = node.name.value;
    const isRoot = ["Query", "Mutation", "Subscription"].includes(type);
    const keys = keysOf(node as Directed);
    if (!isRoot) add(node as Named, [type], keys.length > 0);
    if ("values" in node) for (const value of node.values ?? []) add(value, [type, value.name.value]);
    if (!("fields" in node)) continue;
    for (const field of node.fields ?? []) {
      const isExternal = field.directives?.some(({ name }) => name.value === "external") ?? false;
      add(field, [type, field.name.value], isExternal || keys.includes(field.name.value));
      if (!("arguments" in field)) continue;
      for (const argument of field.arguments ?? []) {
        add(argument, [type, `${field.name.value}(${argument.name.value}:)`]);
      }
    }
  }
  return all;
};

const SAYS_NOTHING = new Set(["the", "a", "an", "of", "this", "its", "is", "for", "to", "and"]);

const wordsOf = (text: string): string[] =>
  text
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== "" && !SAYS_NOTHING.has(word));

/** Whether a description says nothing that the name does not. */
export const isEcho = (name: string, description: string): boolean => {
  const known = new Set(wordsOf(name));
  return wordsOf(description).every((word) => known.has(word));
};

/**
 * What is not described, or only echoed.
 * @param sdls by room; a stub needs no description where another room gives one
 * @returns one line per problem
 */
export const descriptionProblems = (sdls: Readonly<Record<string, string>>): string[] => {
  const rooms = Object.entries(sdls).map(([room, sdl]) => ({ room, described: describedOf(sdl) }));
  const known = new Set(
    rooms.flatMap(({ described }) =>
      described.filter((d) => d.description !== null).map((d) => d.coordinate),
    ),
  );
  return rooms.flatMap(({ room, described }) =>
    described.flatMap(({ coordinate, name, description, isStub }) => {
      if (description === null) {
        return isStub && known.has(coordinate) ? [] : [`${room}: ${coordinate} has no description`];
      }
      return isEcho(name, description) ? [`${room}: ${coordinate} only repeats its name`] : [];
    }),
  );
};
