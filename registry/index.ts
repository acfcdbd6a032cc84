export {
  type ComposedSupergraph,
  CompositionError,
  type CompositionPlace,
  type CompositionRemark,
  composeSupergraph,
  type SubgraphSdl,
} from "./compose/compose.js";
