import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from "graphql";
import type { PlannedOperation } from "../../../planning/planned-operation.js";
import { type AnswerShape, answerShape } from "../shape/answer-shape.js";
import type { Conditions } from "../shape/collect-fields.js";
import { compileObject } from "../shape/compile-shape.js";

/** Of one operation; each has its own code. An operation whose variables make more is shaped anew each time. */
const MAX_SHAPES = 32;

/** The shape of an operation's answer, as the variables that skip and include have it. */
export type Shapes = (conditions: Conditions) => AnswerShape;

export const readShapes = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  planned: PlannedOperation,
  conditionNames: readonly string[],
): Shapes => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error(`The schema has no type for a ${operation.operation}.`);
  const known = new Map<string, AnswerShape>();

  return (conditions) => {
    const key = conditionNames.map((name) => (conditions(name) ? "1" : "0")).join("");
    let shape = known.get(key);
    if (shape === undefined) {
      // Kept apart from this request's variables: abstract types are compiled when they are first met, in any request.
      const values = new Map(conditionNames.map((name) => [name, conditions(name)]));
      const context = {
        schema,
        fragments,
        sourceNameOf: planned.sourceNameOf,
        conditions: (name: string) => values.get(name) ?? false,
      };
      shape = answerShape(compileObject(context, root, [operation.selectionSet]), known.size < MAX_SHAPES);
      if (known.size < MAX_SHAPES) known.set(key, shape);
    }
    return shape;
  };
};
