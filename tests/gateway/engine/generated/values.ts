import type { TypeUse, World, WorldEntity, WorldField } from "./world.js";

/** A thing of a world: an entity by its number, a value by where it came from, or the root. */
export interface Thing {
  readonly type: string;
  readonly key: string;
}

/** What goes wrong with one field of one thing, whoever asks for it. */
export type Fault = "error" | "null" | "missing" | "wrong";

/** What a world holds, and what is wrong with it. */
export interface WorldContent {
  readonly world: World;
  /** Another number, other content. */
  readonly seed: number;
  /** How many of a hundred fields have a fault. */
  readonly faults: number;
}

export const ROOT: Thing = { type: "Query", key: "" };
const ENTITIES_PER_TYPE = 5;

/** A number from a text, spread evenly: FNV-1a with a last stir. */
export const hash = (text: string): number => {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  }
  state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
  return (state ^ (state >>> 13)) >>> 0;
};

/** The field of a type. Key fields are none. */
export const fieldOf = ({ world }: WorldContent, type: string, name: string): WorldField | undefined => {
  if (type === "Query") return world.roots.find((field) => field.name === name);
  const owner = [...world.entities, ...world.values].find((candidate) => candidate.name === type);
  return owner?.fields.find((field) => field.name === name);
};

const coordinate = (
  { seed }: WorldContent,
  { type, key }: Thing,
  field: WorldField,
  argument: number,
): string => `${seed}/${type}/${key}/${field.name}/${field.hasArgument ? argument : ""}`;

const isRequired = ({ world }: WorldContent, type: string, name: string): boolean =>
  world.entities.some(
    (entity) =>
      entity.name === type &&
      entity.fields.some(({ requires }) => requires?.fields.some(({ field }) => field === name)),
  );

/** What is wrong with a field; `null`: nothing. */
export const faultOf = (
  content: WorldContent,
  thing: Thing,
  field: WorldField,
  argument: number,
): Fault | null => {
  const number = hash(`fault ${coordinate(content, thing, field, argument)}`);
  if (number % 100 >= content.faults) return null;
  const fault = (["error", "null", "missing", "wrong"] as const)[(number >>> 8) % 4] ?? null;
  const fitsAnything = field.type.name === "Json" && field.type.lists === 0;
  // What a field requires is passed on as it is; where it is missing, the entity is not asked about at all, which
  // takes fields along that do not need it.
  const passedOn = isRequired(content, thing.type, field.name);
  if (fault === "wrong" && (fitsAnything || passedOn)) return "error";
  return fault === "missing" && passedOn ? "null" : fault;
};

/** The entities that an abstract type may be, in a subgraph. */
const membersOf = ({ entities }: World, subgraph: string): WorldEntity[] =>
  entities.filter(({ keys }) => keys[subgraph] !== undefined);

const leaf = (name: string, number: number): unknown => {
  switch (name) {
    case "Int":
      return (number % 2001) - 1000;
    case "Float":
      return number / 7;
    case "Boolean":
      return number % 2 === 0;
    case "Color":
      return ["RED", "GREEN", "BLUE"][number % 3];
    case "Json":
      return number % 3 === 0
        ? { constructor: [number % 9], deep: { a: null } }
        : number % 2 === 0
          ? [1, "a"]
          : "json";
    case "ID":
      return `id${number % 50}`;
    default:
      return number % 7 === 0
        ? ""
        : number % 5 === 0
          ? `"quoted"\n\u2028 ${number % 90}`
          : `text ${number % 90}`;
  }
};

/** One value of a type, without its lists. */
const single = (content: WorldContent, field: WorldField, place: string): unknown => {
  const { world } = content;
  const { name } = field.type;
  const number = hash(place);
  if (world.values.some((value) => value.name === name)) return { type: name, key: place } satisfies Thing;
  const [owner = ""] = field.owners;
  const members = name === "Node" || name === "Thing" ? membersOf(world, owner) : [];
  const type = members[number % Math.max(members.length, 1)]?.name ?? name;
  if (world.entities.some((entity) => entity.name === type)) {
    return { type, key: String((number >>> 4) % ENTITIES_PER_TYPE) } satisfies Thing;
  }
  return leaf(name, number);
};

const listed = (content: WorldContent, field: WorldField, depth: number, place: string): unknown => {
  const { lists, required }: TypeUse = field.type;
  if (!required[depth] && hash(`null ${place}`) % 6 === 0) return null;
  if (depth === lists) return single(content, field, place);
  return Array.from({ length: hash(`length ${place}`) % 4 }, (_, index) =>
    listed(content, field, depth + 1, `${place}[${index}]`),
  );
};

/**
 * The value of a field without a fault: leaves as they are, things as Thing.
 * @param needed values of the fields that it requires; a value that is null makes it null
 */
export const valueIn = (
  content: WorldContent,
  thing: Thing,
  field: WorldField,
  argument: number,
  needed: readonly unknown[],
): unknown => {
  if (needed.some((value) => value === null || value === undefined)) return null;
  return listed(content, field, 0, coordinate(content, thing, field, argument) + JSON.stringify(needed));
};

/** What a fault makes of a value that should have been there. */
export const wrongValue = ({ lists }: TypeUse): unknown => (lists > 0 ? { not: "a list" } : ["not", "this"]);

/** What identifies an entity, by field. */
export const keyFields = ({ type, key }: Thing): Readonly<Record<string, unknown>> => ({
  id: `${type}:${key}`,
  code: `c${key}`,
  ref: { no: Number(key) },
});

/** The entity that a representation is of. */
export const entityOf = (representation: Readonly<Record<string, unknown>>): Thing | null => {
  const { __typename: type, id, code, ref } = representation;
  const text =
    typeof id === "string"
      ? id.split(":")[1]
      : typeof code === "string"
        ? code.slice(1)
        : (ref as { no?: number } | undefined)?.no;
  return typeof type === "string" && text !== undefined ? { type, key: String(text) } : null;
};
