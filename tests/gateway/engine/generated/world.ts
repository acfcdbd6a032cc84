import { type Random, randomFromSeed } from "../../../../lib/random.js";

/** A type as a field has it. */
export interface TypeUse {
  readonly name: string;
  /** How many lists there are around it. */
  readonly lists: number;
  /** From the outside in: whether each list, and at last the value itself, is never null. */
  readonly required: readonly boolean[];
}

export interface WorldField {
  readonly name: string;
  readonly type: TypeUse;
  /** Subgraphs that have it. Several share it. */
  readonly owners: readonly string[];
  /** Whether it has the argument `n: Int = 1`. */
  readonly hasArgument: boolean;
  /** A field set of the same type, from other subgraphs, with the fields that are in it. */
  readonly requires: { readonly fieldSet: string; readonly fields: readonly RequiredValue[] } | null;
}

export interface RequiredValue {
  readonly field: string;
  readonly argument: number | null;
}

export interface WorldEntity {
  readonly kind: "entity";
  readonly name: string;
  /** Keys by subgraph; the entity is in these subgraphs. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  readonly fields: readonly WorldField[];
}

export interface WorldValue {
  readonly kind: "value";
  readonly name: string;
  readonly fields: readonly WorldField[];
}

/** A supergraph's types, and which subgraph has what. */
export interface World {
  readonly seed: number;
  readonly subgraphs: readonly string[];
  readonly entities: readonly WorldEntity[];
  readonly values: readonly WorldValue[];
  readonly roots: readonly WorldField[];
}

const SCALARS = ["String", "Int", "Float", "Boolean", "ID", "Color", "Json"];

/** Ways to have keys: by one field, by two, by a field of an object, or by different ones in different subgraphs. */
type KeyStyle = "id" | "pair" | "nested" | "mixed";

const keysOf = (style: KeyStyle, position: number): string[] => {
  switch (style) {
    case "id":
      return ["id"];
    case "pair":
      return ["id code"];
    case "nested":
      return ["ref { no }"];
    case "mixed":
      return position === 0 ? ["id", "code"] : [position % 2 === 0 ? "code" : "id"];
  }
};

const typeUse = (random: Random, name: string): TypeUse => {
  const lists = random.chance(0.3) ? (random.chance(0.15) ? 2 : 1) : 0;
  return { name, lists, required: Array.from({ length: lists + 1 }, () => random.chance(0.3)) };
};

const sample = <T>(random: Random, items: readonly T[], count: number): T[] => {
  const left = [...items];
  const taken: T[] = [];
  while (taken.length < count && left.length > 0) {
    taken.push(...left.splice(random.int(0, left.length - 1), 1));
  }
  return taken;
};

/** Makes a world that composes, by a seed. */
export const makeWorld = (seed: number): World => {
  const random = randomFromSeed(seed);
  const subgraphs = ["a", "b", "c", "d"].slice(0, random.int(2, 4));
  const entityNames = ["Alpha", "Beta", "Gamma"].slice(0, random.int(2, 3));
  const homes = new Map(entityNames.map((name) => [name, sample(random, subgraphs, random.int(2, 4))]));

  // Each field of a value type is unknown to one subgraph at most: two together know them all.
  const values = ["Point", "Label"].map((name): WorldValue => {
    const fields = ["x", "y", "z"].map((field): WorldField => {
      const without = random.chance(0.8) ? random.pick(subgraphs) : null;
      return {
        name: field,
        type: typeUse(random, random.pick(SCALARS)),
        owners: subgraphs.filter((subgraph) => subgraph !== without),
        hasArgument: random.chance(0.2),
        requires: null,
      };
    });
    return { kind: "value", name, fields: [{ ...anchor, owners: subgraphs }, ...fields] };
  });

  const field = (name: string, home: readonly string[]): WorldField => {
    const owner = random.pick(home);
    const here = entityNames.filter((entity) => homes.get(entity)?.includes(owner));
    const choice = random.next();
    if (choice < 0.15) {
      // A value type in all homes: its parts come from several subgraphs and are merged.
      const type = typeUse(random, random.pick(values).name);
      return { name, type, owners: home, hasArgument: false, requires: null };
    }
    const target =
      choice < 0.45 && here.length > 0
        ? random.pick(here)
        : choice < 0.55
          ? "Node"
          : choice < 0.62
            ? "Thing"
            : null;
    const isAbstract = target === "Node" || target === "Thing";
    const base = target === null || (isAbstract && here.length === 0) ? random.pick(SCALARS) : target;
    const owners = target === null && random.chance(0.2) ? home : [owner];
    return { name, type: typeUse(random, base), owners, hasArgument: random.chance(0.25), requires: null };
  };

  const entities = entityNames.map((name): WorldEntity => {
    const home = homes.get(name) ?? [];
    const style = random.pick<KeyStyle>(["id", "id", "pair", "nested", "mixed"]);
    const plain = Array.from({ length: random.int(4, 7) }, (_, index) =>
      field(`${name.toLowerCase()}${index}`, home),
    );
    return {
      kind: "entity",
      name,
      keys: Object.fromEntries(home.map((subgraph, index) => [subgraph, keysOf(style, index)])),
      fields: [...plain, ...requiring(random, name, home, plain)],
    };
  });

  const roots = subgraphs.flatMap((subgraph) =>
    ["one", "two"].map((number): WorldField => {
      const here = entityNames.filter((entity) => homes.get(entity)?.includes(subgraph));
      const base =
        here.length === 0
          ? "String"
          : random.chance(0.15)
            ? random.pick(["Node", "Thing"])
            : random.pick(here);
      return {
        name: `${subgraph}_${number}`,
        type: typeUse(random, base),
        owners: [subgraph],
        hasArgument: random.chance(0.3),
        requires: null,
      };
    }),
  );
  const shared: WorldField = {
    name: "shared",
    type: typeUse(random, "Point"),
    owners: subgraphs,
    hasArgument: false,
    requires: null,
  };
  return { seed, subgraphs, entities, values, roots: [...roots, shared] };
};

/** A field that all subgraphs have, so that none has an empty value type. */
const anchor = {
  name: "anchor",
  type: { name: "String", lists: 0, required: [false] },
  hasArgument: false,
  requires: null,
};

/** Fields that need others of the same entity, from other subgraphs, some with an argument. */
const requiring = (
  random: Random,
  entity: string,
  home: readonly string[],
  fields: readonly WorldField[],
): WorldField[] => {
  const made: WorldField[] = [];
  for (const owner of home) {
    const able = fields.filter(
      ({ owners, type }) => !owners.includes(owner) && SCALARS.includes(type.name) && type.lists === 0,
    );
    if (able.length === 0 || random.chance(0.4)) continue;
    const needed = sample(random, able, random.int(1, 2)).map(
      ({ name, hasArgument }): RequiredValue => ({
        field: name,
        argument: hasArgument && random.chance(0.7) ? random.int(1, 3) : null,
      }),
    );
    made.push({
      name: `${entity.toLowerCase()}Of${owner.toUpperCase()}`,
      type: typeUse(random, "String"),
      owners: [owner],
      hasArgument: random.chance(0.2),
      requires: {
        fieldSet: needed
          .map(({ field, argument }) => (argument === null ? field : `${field}(n: ${argument})`))
          .join(" "),
        fields: needed,
      },
    });
  }
  return made;
};
