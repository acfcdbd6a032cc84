import {
  type ASTNode,
  type DocumentNode,
  executeSync,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  visit,
} from "graphql";
import type { IntrospectionField } from "../shape/shape.js";
import type { RawVariables } from "./variables.js";

/** Answers the introspection fields of one operation. */
export type Introspect = (field: IntrospectionField, variables: RawVariables) => unknown;

const usesVariables = (nodes: readonly ASTNode[]): boolean => {
  let isUsed = false;
  for (const node of nodes) {
    visit(node, {
      Variable() {
        isUsed = true;
      },
    });
  }
  return isUsed;
};

/** graphql-js answers, by the API schema: once for an operation, or once a request where variables have a say. */
export const readIntrospection = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Introspect => {
  const fragments = document.definitions.filter(
    (node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION,
  );
  const answers = new WeakMap<IntrospectionField, unknown>();

  const answer = (field: IntrospectionField, variableValues: RawVariables): unknown => {
    // Whether the field is included was decided when its nodes were collected.
    const selections: FieldNode[] = field.nodes.map((node) => ({ ...node, directives: [] }));
    const asked: DocumentNode = {
      kind: Kind.DOCUMENT,
      definitions: [
        { ...operation, directives: [], selectionSet: { kind: Kind.SELECTION_SET, selections } },
        ...fragments,
      ],
    };
    const { data, errors } = executeSync({ schema, document: asked, rootValue: {}, variableValues });
    if (data === undefined || data === null || errors !== undefined) {
      throw new Error("The schema could not be introspected.", { cause: errors?.[0] });
    }
    return data[field.responseName];
  };

  return (field, variables) => {
    const known = answers.get(field);
    if (known !== undefined) return known;
    const found = answer(field, variables);
    if (!usesVariables([...field.nodes, ...fragments])) answers.set(field, found);
    return found;
  };
};
