import type { SubgraphSource } from "../../../datasource/subgraph-source.js";
import type { FetchStep } from "../../../planning/plan.js";
import type { AnswerFields } from "../entities/assign.js";
import type { FindEntities } from "../entities/positions.js";
import type { RepresentationOf } from "../entities/representations.js";
import type { ApplyRewrites } from "../entities/rewrites.js";
import type { Unify } from "../entities/unify.js";
import type { Entity } from "../records.js";
import type { CompiledWave } from "./compile-wave.js";

/** A plan, ready to be run many times. */
export interface CompiledPlan {
  /** `null` where no subgraph has to be asked. */
  readonly start: CompiledStep | null;
  /** Whether the value at a place comes with an entity, see sharable-places.ts. */
  isSharable(place: string): boolean;
}

export type CompiledStep =
  | { readonly kind: "series"; readonly steps: readonly CompiledStep[] }
  | { readonly kind: "parallel"; readonly steps: readonly CompiledStep[] }
  | {
      readonly kind: "condition";
      /** The client's variable. */
      readonly variable: string;
      readonly whenTrue: CompiledStep | null;
      readonly whenFalse: CompiledStep | null;
    }
  | CompiledFetch;

/** @returns the different objects that a fetch asks about, and whether any was the same */
export type UnifyEntities = (root: Entity, isShared: boolean) => ReturnType<Unify>;

/** One question to one subgraph, with all that is the same for every request. */
export interface CompiledFetch {
  readonly kind: "fetch";
  readonly source: SubgraphSource;
  readonly step: FetchStep;
  /** Body of the request as JSON, up to the first variable. */
  readonly bodyStart: string;
  /** Variables that it sends on: what the document calls them, and what the client does. */
  readonly variables: readonly { readonly planned: string; readonly client: string }[];
  /** Names from the root to the objects that its answer is about, with dots. */
  readonly place: string;
  /** The objects that its answer is about; `null`: the root alone. */
  readonly findEntities: FindEntities | null;
  /** Where those have nothing but what is sent of them: makes one of those that are the same. `null` elsewhere. */
  readonly unify: UnifyEntities | null;
  /** `null` where it does not ask for entities. */
  readonly representationOf: RepresentationOf | null;
  readonly rewriteAnswer: ApplyRewrites | null;
  readonly answer: AnswerFields;
  /** The fetches that it may go with; `null`: it goes alone. */
  readonly wave: CompiledWave | null;
}
