import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  getLocation,
  Kind,
  type Location,
  type NameNode,
  parse,
  Source,
} from "graphql";
import type { Finding } from "../../drizzle/registry/values.js";
import { finding } from "./finding.js";

/** A subgraph as far as names go. */
export interface NamedSubgraph {
  readonly name: string;
  readonly sdl: string;
}

/** `national-tax` → `NationalTax`: what the names of its types begin with. */
export const typePrefixOf = (subgraph: string): string =>
  subgraph
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

/** `national-tax` → `nationalTax`: its field on what is shared. */
export const fieldNameOf = (subgraph: string): string => {
  const prefix = typePrefixOf(subgraph);
  return prefix.charAt(0).toLowerCase() + prefix.slice(1);
};

type TypeNode = DefinitionNode & {
  readonly name: NameNode;
  readonly fields?: readonly FieldDefinitionNode[];
  readonly directives?: readonly ConstDirectiveNode[];
};

const TYPE_KINDS: ReadonlySet<string> = new Set([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.OBJECT_TYPE_EXTENSION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_EXTENSION,
  Kind.UNION_TYPE_DEFINITION,
  Kind.UNION_TYPE_EXTENSION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.ENUM_TYPE_EXTENSION,
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
  Kind.INPUT_OBJECT_TYPE_EXTENSION,
  Kind.SCALAR_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_EXTENSION,
]);
export const ROOTS: ReadonlySet<string> = new Set(["Query", "Mutation", "Subscription"]);
/** What hides, takes over or changes something that others give. */
const TAKING_DIRECTIVES: ReadonlySet<string> = new Set([
  "override",
  "inaccessible",
  "interfaceObject",
  "tag",
  "authenticated",
  "requiresScopes",
  "policy",
]);

const typesIn = ({ name, sdl }: NamedSubgraph): TypeNode[] =>
  parse(new Source(sdl, name)).definitions.filter((one): one is TypeNode => TYPE_KINDS.has(one.kind));

/** Federation's own names for the things of its specification. */
const isOfSpecification = (name: string): boolean => name.includes("__") || name.startsWith("_");

/** A node that may have directives. */
type Directed = Pick<TypeNode, "directives">;

/** The keys of an entity, each with no more spaces than it needs. */
const keysOf = (type: Directed): string[] =>
  (type.directives ?? []).flatMap((directive) => {
    const fields = directive.arguments?.find(({ name }) => name.value === "fields")?.value;
    if (directive.name.value !== "key" || fields?.kind !== Kind.STRING) return [];
    return [
      fields.value
        .replace(/[\s,]+/g, " ")
        .replace(/ ?([{}]) ?/g, "$1")
        .trim(),
    ];
  });

/** Top-level names of `id party { id }`. */
export const keyFieldsOf = (type: Directed): ReadonlySet<string> =>
  new Set(
    keysOf(type).flatMap((key) =>
      key
        .replace(/\{[^}]*\}/g, " ")
        .trim()
        .split(/ +/),
    ),
  );

const hasDirective = (field: FieldDefinitionNode, name: string): boolean =>
  (field.directives ?? []).some((directive) => directive.name.value === name);

/** What others have: their types, and those that are entities or plain scalars, which may be named. */
interface Others {
  readonly types: ReadonlyMap<string, string>;
  readonly scalars: ReadonlySet<string>;
  readonly objects: ReadonlySet<string>;
  /** By type: its keys, as {@link keysOf} has them. */
  readonly keys: ReadonlyMap<string, ReadonlySet<string>>;
}

const readOthers = (others: readonly NamedSubgraph[]): Others => {
  const types = new Map<string, string>();
  const scalars = new Set<string>();
  const objects = new Set<string>();
  const keys = new Map<string, Set<string>>();
  for (const other of others) {
    for (const type of typesIn(other)) {
      const name = type.name.value;
      if (!types.has(name)) types.set(name, other.name);
      if (type.kind.startsWith("Scalar")) scalars.add(name);
      if (type.kind.startsWith("ObjectType")) objects.add(name);
      keys.set(name, new Set([...(keys.get(name) ?? []), ...keysOf(type)]));
    }
  }
  return { types, scalars, objects, keys };
};

/**
 * What a subgraph takes that is not its own. It may have types that begin with its name, one field of its name on what
 * is shared, and root fields that begin with it. It may name others' entities by their keys. It may not shadow, hide,
 * override or change what others give.
 * @param others all subgraphs of other owners
 * @param siblings the other subgraphs of the same owner: what they have is its own
 * @throws GraphQLError where an SDL is not GraphQL
 */
export const checkNamespace = (
  subgraph: NamedSubgraph,
  others: readonly NamedSubgraph[],
  siblings: readonly NamedSubgraph[] = [],
): Finding[] => {
  const prefix = typePrefixOf(subgraph.name);
  const ownField = fieldNameOf(subgraph.name);
  const { types, scalars, objects, keys: keysOfOthers } = readOthers(others);
  const ofSiblings = readOthers(siblings).types;
  const findings: Finding[] = [];

  const refuse = (loc: Location | undefined, key: string, message: string): void => {
    const place = loc === undefined ? { line: null, column: null } : getLocation(loc.source, loc.start);
    findings.push(
      finding({ rule: "NAMESPACE", severity: "ERROR", message, key, subgraph: subgraph.name, ...place }),
    );
  };

  const checkRoot = (type: TypeNode): void => {
    const own = new RegExp(`^${ownField}([A-Z_]|$)`);
    for (const field of type.fields ?? []) {
      const name = field.name.value;
      if (own.test(name) || isOfSpecification(name)) continue;
      refuse(
        field.loc,
        `root ${type.name.value}.${name}`,
        `${type.name.value}.${name} is not a name of ${subgraph.name}'s. Call it ${ownField}, or let its name begin so.`,
      );
    }
  };

  const checkTaking = (
    where: string,
    loc: Location | undefined,
    directives: readonly ConstDirectiveNode[],
  ) => {
    for (const { name } of directives) {
      if (!TAKING_DIRECTIVES.has(name.value)) continue;
      refuse(
        loc,
        `directive ${where} @${name.value}`,
        `${where} belongs to others: @${name.value} would change what they give. Take it away.`,
      );
    }
  };

  const checkShared = (type: TypeNode, owner: string): void => {
    const name = type.name.value;
    if (scalars.has(name)) return;
    if (!objects.has(name) || !type.kind.startsWith("ObjectType")) {
      refuse(
        type.loc,
        `type ${name}`,
        `${name} is a type of ${owner}'s, and can't be defined a second time. Name a type of your own ${prefix}….`,
      );
      return;
    }
    for (const key of keysOf(type).filter((one) => keysOfOthers.get(name)?.has(one) !== true)) {
      refuse(
        type.loc,
        `key ${name} ${key}`,
        `"${key}" is no key that ${owner} gives ${name}. Use one of: ${[...(keysOfOthers.get(name) ?? [])].join(", ")}.`,
      );
    }
    checkTaking(name, type.loc, type.directives ?? []);
    const keys = keyFieldsOf(type);
    for (const field of type.fields ?? []) {
      const fieldName = field.name.value;
      checkTaking(`${name}.${fieldName}`, field.loc, field.directives ?? []);
      if (fieldName === ownField || keys.has(fieldName) || hasDirective(field, "external")) continue;
      refuse(
        field.loc,
        `field ${name}.${fieldName}`,
        `${name} is shared: ${subgraph.name} may give it one field, ${ownField}, and put ${fieldName} below that.`,
      );
    }
  };

  for (const type of typesIn(subgraph)) {
    const name = type.name.value;
    const owner = types.get(name);
    if (ROOTS.has(name)) checkRoot(type);
    else if (owner !== undefined) checkShared(type, owner);
    else if (!name.startsWith(prefix) && !ofSiblings.has(name) && !isOfSpecification(name)) {
      refuse(
        type.loc,
        `type ${name}`,
        `The name ${name} does not say whose it is. Let the names of ${subgraph.name}'s types begin with ${prefix}.`,
      );
    }
  }
  return findings;
};
