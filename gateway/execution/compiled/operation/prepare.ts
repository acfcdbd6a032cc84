import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from "graphql";
import type { SubgraphSource } from "../../../datasource/subgraph-source.js";
import type { PlanPicture } from "../../../observability/plan-picture.js";
import { type KnownConditions, planOperation } from "../../../planning/planned-operation.js";
import type { Planner } from "../../../planning/planner.js";
import type { TypeSystem } from "../entities/subtypes.js";
import { compilePlan } from "../plan/compile-plan.js";
import type { CompiledStep } from "../plan/compiled-plan.js";
import { pictureOf } from "../plan/picture.js";
import { type AnswerShape, answerShape, patientShape } from "../shape/answer-shape.js";
import type { Conditions } from "../shape/collect-fields.js";
import { compileObject } from "../shape/compile-shape.js";
import type { ObjectShape } from "../shape/shape.js";
import { checkRootFields } from "./check-root-fields.js";

/** What operations are prepared with. */
export interface PreparationContext {
  readonly schema: GraphQLSchema;
  readonly planner: Planner;
  readonly reservedNames: ReadonlySet<string>;
  readonly types: TypeSystem;
  sourceOf(subgraph: string): SubgraphSource;
}

/** An operation that is to be prepared. */
export interface OperationNodes {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** An operation, ready to be run many times. */
export interface PreparedOperation {
  readonly plan: CompiledStep | null;
  /** The plan as it is shown. */
  readonly picture: PlanPicture | null;
  /** The answer's shape, for what the variables let through. */
  shapeFor(conditions: Conditions): AnswerShape;
  /** The client's name for a response name of the plan. */
  clientNameOf(source: string): string;
}

const fragmentsIn = (document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  return fragments;
};

const planAndShape = async (
  { schema, planner, reservedNames, types, sourceOf }: PreparationContext,
  { document, operation }: OperationNodes,
  known: KnownConditions,
) => {
  const planned = planOperation(document, operation, reservedNames, known);
  const { step } = await planner.plan(planned.text);
  const { clientVariableOf } = planned;
  const { standIns } = planner.facts;
  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error(`The schema has no type for a ${operation.operation}.`);
  const fragments = fragmentsIn(document);
  const { start, isSharable } = compilePlan(step, { types, sourceOf, clientVariableOf });
  const shaped = (conditions: Conditions): ObjectShape =>
    compileObject(
      {
        schema,
        fragments,
        conditions,
        sourceNameOf: planned.sourceNameOf,
        isSharable,
      },
      root,
      [operation.selectionSet],
    );
  return {
    step,
    shaped,
    prepared: {
      plan: start,
      picture: pictureOf(step),
      clientNameOf: (source: string) =>
        (Object.hasOwn(standIns, source) ? standIns[source] : undefined) ?? planned.clientNameOf(source),
    },
  };
};

/**
 * Prepares an operation for requests whose variables skip and include the same.
 * @throws PlanningError, GatewayError
 */
export const prepareFor = async (
  context: PreparationContext,
  nodes: OperationNodes,
  conditions: Conditions,
): Promise<PreparedOperation> => {
  const { step, shaped, prepared } = await planAndShape(context, nodes, conditions);
  const object = shaped(conditions);
  checkRootFields(object, step);
  const shape = answerShape(object);
  return { ...prepared, shapeFor: () => shape };
};

/** Prepares an operation for all its requests: slower to run, as much is decided anew each time. */
export const prepareForAll = async (
  context: PreparationContext,
  nodes: OperationNodes,
): Promise<PreparedOperation> => {
  const { shaped, prepared } = await planAndShape(context, nodes, null);
  return { ...prepared, shapeFor: (conditions) => patientShape(shaped(conditions)) };
};
