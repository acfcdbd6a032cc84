import { type DocumentNode, Kind, parse, type SelectionSetNode } from "graphql";
import type { SubgraphSource } from "../../../datasource/subgraph-source.js";
import type { FetchStep, PlanStep } from "../../../planning/plan.js";
import { type AnswerFields, compileAnswerFields } from "../entities/assign.js";
import { compileFindEntities, compileFindHolders } from "../entities/positions.js";
import { compileRepresentations, type RepresentationOf } from "../entities/representations.js";
import { compileRewrites } from "../entities/rewrites.js";
import type { TypeSystem } from "../entities/subtypes.js";
import { compileUnify } from "../entities/unify.js";
import { bodyStart, type CompiledWave, compileWave } from "./compile-wave.js";
import type { CompiledFetch, CompiledPlan, CompiledStep, UnifyEntities } from "./compiled-plan.js";
import { areKeysOnly } from "./key-places.js";
import { fetchesOf, sharablePlaces } from "./sharable-places.js";
import { type Wave, wavesOf } from "./waves.js";

/** What plans are compiled with. */
export interface PlanContext {
  readonly types: TypeSystem;
  /** @throws Error where the supergraph has no such subgraph */
  sourceOf(subgraph: string): SubgraphSource;
  /** See PlannedOperation. */
  clientVariableOf(planned: string): string;
}

interface FetchContext extends PlanContext {
  representationOf(step: FetchStep): RepresentationOf | null;
  answerOf(step: FetchStep): AnswerFields;
  hasKeysOnly(step: FetchStep): boolean;
  waveOf(step: FetchStep): CompiledWave | null;
  isSharable(place: string): boolean;
}

/** What a fetch selects: on entities where it asks for those, at the root otherwise. */
const selectionsOf = (document: DocumentNode, { requires }: FetchStep): readonly SelectionSetNode[] => {
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error("A fetch of the plan has no operation.");
  if (requires === null) return [operation.selectionSet];
  return operation.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD && selection.selectionSet !== undefined ? [selection.selectionSet] : [],
  );
};

const compileAnswer = (step: FetchStep, types: TypeSystem): AnswerFields => {
  const document = parse(step.query, { noLocation: true });
  const renamed = new Map<string, string>();
  for (const rewrite of step.outputRewrites) {
    const from = rewrite.path.at(-1);
    if (rewrite.kind === "rename" && from !== undefined) renamed.set(from, rewrite.to);
  }
  return compileAnswerFields({ document, types, renamed }, selectionsOf(document, step));
};

const compileUnifyEntities = (step: FetchStep, context: FetchContext): UnifyEntities | null => {
  const representationOf = context.representationOf(step);
  const name = step.path.at(-1);
  if (representationOf === null || name === undefined || !context.hasKeysOnly(step)) return null;
  const findHolders = compileFindHolders(step.path, context.isSharable);
  const unify = compileUnify(name, representationOf);
  return (root, isShared) => unify(findHolders(root, isShared));
};

const compileFetch = (step: FetchStep, context: FetchContext): CompiledFetch => ({
  kind: "fetch",
  source: context.sourceOf(step.subgraph),
  step,
  bodyStart: bodyStart(step),
  variables: step.variables.map((planned) => ({ planned, client: context.clientVariableOf(planned) })),
  place: step.path.join("."),
  findEntities: step.path.length === 0 ? null : compileFindEntities(step.path, context.isSharable),
  unify: compileUnifyEntities(step, context),
  representationOf: context.representationOf(step),
  rewriteAnswer: compileRewrites(step.outputRewrites, context.types),
  answer: context.answerOf(step),
  wave: context.waveOf(step),
});

/** Only what goes over HTTP gains by going together: in this process each fetch is a call. */
const createWaves = (step: PlanStep | null, { sourceOf }: PlanContext): FetchContext["waveOf"] => {
  const waves = wavesOf(step, (subgraph) => sourceOf(subgraph).transport === "http");
  const compiled = new Map<Wave, CompiledWave>();
  return (fetch) => {
    const wave = waves.get(fetch);
    if (wave === undefined) return null;
    const known = compiled.get(wave) ?? compileWave(wave);
    compiled.set(wave, known);
    return known;
  };
};

/** Fetches that require the same share how that is read, so that an entity that several ask about is asked for once. */
const createRepresentations = (types: TypeSystem): FetchContext["representationOf"] => {
  const known = new Map<string, RepresentationOf>();
  return ({ requires, inputRewrites }) => {
    if (requires === null) return null;
    const key = JSON.stringify([requires, inputRewrites]);
    const representationOf = known.get(key) ?? compileRepresentations(requires, inputRewrites, types);
    known.set(key, representationOf);
    return representationOf;
  };
};

/** Compiles a plan; `null` where no subgraph has to be asked. */
export const compilePlan = (step: PlanStep | null, context: PlanContext): CompiledPlan => {
  const { types } = context;
  const fetches = fetchesOf(step);
  const keysOnly = new Set(fetches.filter((fetch) => areKeysOnly(fetch, fetches)));
  const hasKeysOnly = (fetch: FetchStep): boolean => keysOnly.has(fetch);
  const answers = new Map(fetches.map((fetch) => [fetch, compileAnswer(fetch, types)]));
  const answerOf = (fetch: FetchStep): AnswerFields => answers.get(fetch) ?? compileAnswer(fetch, types);
  const sharable = sharablePlaces(fetches, (fetch) => answerOf(fetch).names, hasKeysOnly);
  const isSharable = (place: string): boolean => sharable.has(place);
  const representationOf = createRepresentations(types);
  const waveOf = createWaves(step, context);
  return {
    start:
      step && compileStep(step, { ...context, representationOf, answerOf, hasKeysOnly, waveOf, isSharable }),
    isSharable,
  };
};

const compileStep = (step: PlanStep, context: FetchContext): CompiledStep => {
  const compileAll = (steps: readonly PlanStep[]) => steps.map((inner) => compileStep(inner, context));
  switch (step.kind) {
    case "series":
      return { kind: "series", steps: compileAll(step.steps) };
    case "parallel":
      return { kind: "parallel", steps: compileAll(step.steps) };
    case "condition":
      return {
        kind: "condition",
        variable: context.clientVariableOf(step.variable),
        whenTrue: step.whenTrue && compileStep(step.whenTrue, context),
        whenFalse: step.whenFalse && compileStep(step.whenFalse, context),
      };
    case "fetch":
      return compileFetch(step, context);
  }
};
