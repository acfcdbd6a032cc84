import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  valueFromASTUntyped,
} from "graphql";
import { joinGraphNames, stringArgument } from "../planning/field-set.js";

/** A root field of a subgraph's queries that carries a directive which the supergraph keeps (`@composeDirective`). */
export interface MarkedRootField {
  readonly subgraph: string;
  readonly field: string;
  /** The directive's arguments, defaults among them. */
  readonly directive: Readonly<Record<string, unknown>>;
  /** Names of the field's arguments. */
  readonly arguments: readonly string[];
}

/** The marks of one supergraph, whatever they mean. */
export interface MarkedFields {
  /** @param directive without `@` */
  of(directive: string): readonly MarkedRootField[];
  /** Whether a root field may be asked for: it is marked, or a mark in its subgraph names it. */
  mayAsk(subgraph: string, field: string): boolean;
}

const APOLLO = "https://specs.apollo.dev/";

/** What a list of imports calls each thing here. */
const importedNames = (imports: ConstValueNode | undefined): string[] =>
  imports?.kind !== Kind.LIST
    ? []
    : imports.values.map((value) => {
        const told: unknown = valueFromASTUntyped(value);
        const { name, as = name } =
          typeof told === "string" ? { name: told } : (told as { name?: string; as?: string });
        return String(as);
      });

/** Directives that are nobody's but the subgraphs' own. */
const composedDirectives = (supergraph: DocumentNode): ReadonlySet<string> => {
  const links = supergraph.definitions.flatMap((node) =>
    node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION
      ? (node.directives ?? [])
      : [],
  );
  const names = links
    .filter(
      (link) => link.name.value === "link" && !(stringArgument(link, "url") ?? APOLLO).startsWith(APOLLO),
    )
    .flatMap((link) => importedNames(link.arguments?.find(({ name }) => name.value === "import")?.value));
  return new Set(names.filter((name) => name.startsWith("@")).map((name) => name.slice(1)));
};

type Values = Readonly<Record<string, unknown>>;

const valuesOf = (
  given: readonly {
    readonly name: { readonly value: string };
    readonly value?: ConstValueNode | undefined;
  }[],
) =>
  Object.fromEntries(
    given.flatMap(({ name, value }) =>
      value === undefined ? [] : [[name.value, valueFromASTUntyped(value)] as const],
    ),
  );

/** What the arguments of each directive are where they are not given. */
const defaultsIn = (supergraph: DocumentNode): ReadonlyMap<string, Values> =>
  new Map(
    supergraph.definitions.flatMap((node) => {
      if (node.kind !== Kind.DIRECTIVE_DEFINITION) return [];
      const args = (node.arguments ?? []).map(({ name, defaultValue: value }) => ({ name, value }));
      return [[node.name.value, valuesOf(args)] as const];
    }),
  );

const rootOf = (supergraph: DocumentNode, name: string): ObjectTypeDefinitionNode | undefined =>
  supergraph.definitions.find(
    (node): node is ObjectTypeDefinitionNode =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === name,
  );

const graphsIn = (directives: readonly ConstDirectiveNode[] | undefined, name: string): string[] =>
  (directives ?? [])
    .filter((directive) => directive.name.value === name)
    .flatMap((directive) => stringArgument(directive, "graph") ?? []);

/** The subgraphs that answer a root field: those that it names, or all that have the root. */
const subgraphsOf = (
  root: ObjectTypeDefinitionNode,
  field: FieldDefinitionNode,
  names: ReadonlyMap<string, string>,
): string[] => {
  const own = graphsIn(field.directives, "join__field");
  const graphs = own.length > 0 ? own : graphsIn(root.directives, "join__type");
  return graphs.map((graph) => names.get(graph) ?? graph);
};

const placeOf = (subgraph: string, field: string): string => `${subgraph} ${field}`;

/** Reads the marks of a supergraph. @throws GraphQLError where it is not GraphQL */
export const readMarkedFields = (supergraphSdl: string): MarkedFields => {
  const supergraph = parse(supergraphSdl, { noLocation: true });
  const composed = composedDirectives(supergraph);
  const defaults = defaultsIn(supergraph);
  const names = joinGraphNames(supergraph);
  const marked = new Map<string, MarkedRootField[]>();
  const askable = new Set<string>();
  const query = rootOf(supergraph, "Query");
  for (const field of query?.fields ?? []) {
    for (const mark of (field.directives ?? []).filter(({ name }) => composed.has(name.value))) {
      const directive = { ...defaults.get(mark.name.value), ...valuesOf(mark.arguments ?? []) };
      for (const subgraph of query === undefined ? [] : subgraphsOf(query, field, names)) {
        const one: MarkedRootField = {
          subgraph,
          field: field.name.value,
          directive,
          arguments: (field.arguments ?? []).map(({ name }) => name.value),
        };
        marked.set(mark.name.value, [...(marked.get(mark.name.value) ?? []), one]);
        const told = Object.values(directive).filter((value): value is string => typeof value === "string");
        for (const name of [one.field, ...told]) askable.add(placeOf(subgraph, name));
      }
    }
  }
  return {
    of: (directive) => marked.get(directive) ?? [],
    mayAsk: (subgraph, field) => askable.has(placeOf(subgraph, field)),
  };
};
