import "reflect-metadata"; // before any class with decorators is evaluated: import this module first
import { buildSubgraphSchema } from "@apollo/subgraph";
import type { GraphQLResolverMap } from "@apollo/subgraph/dist/schema-helper/index.js";
import { printSchemaWithDirectives } from "@graphql-tools/utils";
import { type GraphQLScalarType, type GraphQLSchema, parse } from "graphql";
import { buildSchemaSync, createResolversMap, type NonEmptyArray, type PubSub } from "type-graphql";

const FEDERATION_LINK = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9"
  import: ["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible", "@tag"]
)`;

// biome-ignore lint/complexity/noBannedTypes: type-graphql's own name for a class
type Class = Function;

/** Finds an entity by its key. `null` for unknown and hidden alike. */
export type ResolveReference<Context> = (
  reference: Readonly<Record<string, unknown>>,
  context: Context,
) => unknown;

export interface FederatedSchemaOptions<Context> {
  /** type-graphql resolver classes; their methods must be static-free and need no state. */
  readonly resolvers: NonEmptyArray<Class>;
  /** Object types that no resolver returns: entities that are found by reference only. */
  readonly orphanedTypes?: readonly Class[];
  /** How each entity that this subgraph resolves is found. */
  readonly references: Readonly<Record<string, ResolveReference<Context>>>;
  readonly scalars?: readonly GraphQLScalarType[];
}

/** The SDL of a type-graphql schema, with its federation directives, without its schema block or an empty Query. */
const printSubgraph = (schema: GraphQLSchema): string => {
  const printed = printSchemaWithDirectives(schema)
    .replace(/^schema\s*(@[^{]*)?\{[^}]*\}\s*/m, "")
    .replace(/^type Query\s*$/m, "");
  return `${FEDERATION_LINK}\n\n${printed.trim()}\n`;
};

/** type-graphql asks for one as soon as there is a subscription. Ours bring their own streams, and never use it. */
const noPubSub: PubSub = {
  publish() {
    throw new Error("A subscription here has its own stream; there is nothing to publish to.");
  },
  subscribe() {
    throw new Error("A subscription here has its own stream: give it `subscribe`, not `topics`.");
  },
};

/** Builds a Federation 2 subgraph from type-graphql classes. */
export const buildFederatedSchema = <Context>(
  options: FederatedSchemaOptions<Context>,
): { schema: GraphQLSchema; sdl: string } => {
  const built = buildSchemaSync({
    resolvers: options.resolvers,
    orphanedTypes: [...(options.orphanedTypes ?? [])],
    validate: false,
    pubSub: noPubSub,
    skipCheck: true, // a subgraph needs no Query of its own; buildSubgraphSchema checks the rest
  });
  const sdl = printSubgraph(built);
  const resolvers = createResolversMap(built) as Record<string, Record<string, unknown>>;
  for (const [type, resolveReference] of Object.entries(options.references)) {
    resolvers[type] = {
      ...resolvers[type],
      __resolveReference: (reference: Record<string, unknown>, context: Context) =>
        resolveReference(reference, context),
    };
  }
  return {
    schema: buildSubgraphSchema({
      typeDefs: parse(sdl),
      resolvers: resolvers as GraphQLResolverMap<unknown>,
    }),
    sdl,
  };
};
