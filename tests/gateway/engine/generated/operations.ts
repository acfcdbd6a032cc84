import {
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  parse,
  validate,
} from "graphql";
import { type Random, randomFromSeed } from "../../../../lib/random.js";

/** An operation and variables to run it with. */
export interface GeneratedOperation {
  readonly query: string;
  readonly variables: readonly Readonly<Record<string, unknown>>[];
}

const MAX_DEPTH = 4;

/** Aliases that mean trouble to a careless gateway: names of keys, of other fields, of what objects inherit. */
const aliasesFor = (type: GraphQLCompositeType): string[] => [
  "id",
  "code",
  "alias",
  "constructor",
  "__proto__",
  "_entities",
  ...("getFields" in type ? Object.keys(type.getFields()) : []),
];

const writer = (random: Random, schema: GraphQLSchema) => {
  const fragments = new Map<string, string>();
  let made = 0;

  const directive = (): string => {
    if (!random.chance(0.12)) return "";
    const condition = random.pick(["$yes", "$no", "$unsaid", "true", "false"]);
    return ` @${random.pick(["skip", "include"])}(if: ${condition})`;
  };

  const field = (type: GraphQLObjectType | GraphQLCompositeType, depth: number): string => {
    if (random.chance(0.12)) return random.chance(0.3) ? "kind: __typename" : "__typename";
    if (!("getFields" in type)) return "__typename";
    const fields = Object.values(type.getFields());
    const chosen = random.pick(fields);
    const base = getNamedType(chosen.type);
    if (isCompositeType(base) && depth >= MAX_DEPTH) return "__typename";
    const alias = random.chance(0.2) ? `${random.pick(aliasesFor(type))}: ` : "";
    const given =
      chosen.args.length > 0 && random.chance(0.7) ? `(n: ${random.pick(["1", "2", "$n", "null"])})` : "";
    return `${alias}${chosen.name}${given}${directive()}${isCompositeType(base) ? selection(base, depth + 1) : ""}`;
  };

  const conditionFor = (type: GraphQLCompositeType): GraphQLCompositeType => {
    if (isAbstractType(type)) return random.pick([...schema.getPossibleTypes(type), type]);
    return random.chance(0.5) && isObjectType(type) ? (random.pick(type.getInterfaces()) ?? type) : type;
  };

  const fragment = (type: GraphQLCompositeType, depth: number): string => {
    const hasInterface = isObjectType(type) && type.getInterfaces().length > 0;
    const condition = isAbstractType(type) || hasInterface ? conditionFor(type) : type;
    if (random.chance(0.6)) return `... on ${condition.name}${directive()}${selection(condition, depth)}`;
    const known = [...fragments.keys()].filter((name) => name.endsWith(`On${condition.name}`));
    if (known.length > 0 && random.chance(0.5)) return `...${random.pick(known)}${directive()}`;
    const name = `F${++made}On${condition.name}`;
    const body = selection(condition, Math.max(depth, MAX_DEPTH - 1));
    fragments.set(name, `fragment ${name} on ${condition.name}${body}`);
    return `...${name}${directive()}`;
  };

  const selection = (type: GraphQLCompositeType, depth: number): string => {
    const parts = Array.from({ length: random.int(1, 4) }, () =>
      random.chance(isInterfaceType(type) || isAbstractType(type) ? 0.6 : 0.15) && depth < MAX_DEPTH
        ? fragment(type, depth + 1)
        : field(type, depth),
    );
    return ` { ${parts.join(" ")} }`;
  };
  return { selection, fragments };
};

const VARIABLES = ["$yes: Boolean!", "$no: Boolean!", "$unsaid: Boolean = true", "$n: Int"];

const usedVariables = (text: string): string =>
  VARIABLES.filter((variable) => text.includes(`$${/\w+/.exec(variable)?.[0] ?? ""}`)).join(", ");

/** Makes a valid operation on a schema, by a seed; tries until one is. */
export const makeOperation = (schema: GraphQLSchema, seed: number): GeneratedOperation => {
  const random = randomFromSeed(seed);
  const root = schema.getQueryType();
  if (!root) throw new Error("The schema has no queries.");
  for (;;) {
    const { selection, fragments } = writer(random, schema);
    const body = selection(root, 0);
    const text = [body, ...fragments.values()].join("\n");
    const declared = usedVariables(text);
    const query = `query${declared === "" ? "" : ` (${declared})`}${text}`;
    if (validate(schema, parse(query)).length > 0) continue;
    const base = { yes: true, no: false };
    return { query, variables: [base, { ...base, unsaid: false, n: 2 }, { yes: false, no: true, n: null }] };
  }
};
