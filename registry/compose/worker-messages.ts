import type { ComposedSupergraph, CompositionRemark, SubgraphSdl } from "./compose.js";

/** Asks the composing thread. It has one question at a time. */
export interface ComposeQuestion {
  readonly subgraphs: readonly SubgraphSdl[];
}

/** What the composing thread says. */
export type ComposeMessage =
  | { readonly kind: "composed"; readonly supergraph: ComposedSupergraph }
  | { readonly kind: "problems"; readonly problems: readonly CompositionRemark[] }
  | { readonly kind: "failed"; readonly message: string };
