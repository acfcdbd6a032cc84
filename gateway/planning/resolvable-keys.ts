import { type ConstDirectiveNode, type DocumentNode, Kind } from "graphql";

const isUnresolvableKey = ({ name, arguments: given = [] }: ConstDirectiveNode): boolean =>
  name.value === "join__type" &&
  given.some(
    (argument) =>
      argument.name.value === "resolvable" && argument.value.kind === Kind.BOOLEAN && !argument.value.value,
  );

/**
 * To come back to an entity in a subgraph, Apollo's planner takes the first key that the subgraph has all fields of,
 * also where the subgraph declares that it finds nothing by that key. With resolvable keys first, it takes one that
 * works.
 */
export const withResolvableKeysFirst = (supergraph: DocumentNode): DocumentNode => ({
  ...supergraph,
  definitions: supergraph.definitions.map((node) => {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION)
      return node;
    const { directives = [] } = node;
    return {
      ...node,
      directives: [
        ...directives.filter((directive) => !isUnresolvableKey(directive)),
        ...directives.filter(isUnresolvableKey),
      ],
    };
  }),
});
