import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
} from "graphql";
import type { SubgraphSource } from "../../../datasource/subgraph-source.js";
import type { PlanPicture } from "../../../observability/plan-picture.js";
import { planOperation } from "../../../planning/planned-operation.js";
import type { Planner } from "../../../planning/planner.js";
import type { TypeSystem } from "../entities/subtypes.js";
import { compilePlan } from "../plan/compile-plan.js";
import type { CompiledStep } from "../plan/compiled-plan.js";
import { pictureOf } from "../plan/picture.js";
import { checkRootFields } from "./check-root-fields.js";
import { type Introspect, readIntrospection } from "./introspection.js";
import { readShapes, type Shapes } from "./shapes.js";
import { type OperationVariables, readVariables } from "./variables.js";

/** An operation, ready to be run many times. */
export interface PreparedOperation {
  readonly plan: CompiledStep | null;
  /** The plan as it is shown. */
  readonly picture: PlanPicture | null;
  readonly variables: OperationVariables;
  readonly shapes: Shapes;
  readonly introspect: Introspect;
  /** See PlannedOperation. */
  clientNameOf(source: string): string;
}

/** What operations are prepared with. */
export interface PreparationContext {
  readonly schema: GraphQLSchema;
  readonly planner: Planner;
  readonly reservedNames: ReadonlySet<string>;
  readonly types: TypeSystem;
  sourceOf(subgraph: string): SubgraphSource;
}

/** The operation of a document that is meant; validation and Apollo Server saw to it that there is one. */
export const operationIn = (document: DocumentNode, name: string | null): OperationDefinitionNode => {
  const operation = getOperationAST(document, name);
  if (!operation) throw new Error("The document has no such operation.");
  return operation;
};

/** Plans and compiles an operation. @throws PlanningError, GatewayError */
export const prepareOperation = async (
  { schema, planner, reservedNames, types, sourceOf }: PreparationContext,
  document: DocumentNode,
  operationName: string | null,
): Promise<PreparedOperation> => {
  const operation = operationIn(document, operationName);
  const planned = planOperation(document, operation, reservedNames);
  const { step } = await planner.plan(planned.text);
  const variables = readVariables(schema, document, operation);
  const shapes = readShapes(schema, document, operation, planned, variables.conditions);
  checkRootFields({ schema, document, operation, planned, step });
  const { clientVariableOf, clientNameOf } = planned;
  return {
    plan: step && compilePlan(step, { types, sourceOf, clientVariableOf }),
    picture: pictureOf(step),
    variables,
    shapes,
    introspect: readIntrospection(schema, document, operation),
    clientNameOf,
  };
};
