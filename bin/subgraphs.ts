import { authorizationErrors, buildAuthorizationSubgraph } from "../subgraphs/authorization/index.js";
import { buildCatalogueSubgraph, catalogueErrors } from "../subgraphs/catalogue/index.js";
import { buildDialogsSubgraph, dialogsErrors } from "../subgraphs/dialogs/index.js";
import { buildFormsSubgraph, formsErrors } from "../subgraphs/forms/index.js";
import { buildProfileSubgraph, profileErrors } from "../subgraphs/profile/index.js";

/** The rooms by name, as far as they can be known without opening anything. */
export const roomDefinitions = [
  { name: "authorization", build: buildAuthorizationSubgraph, errors: authorizationErrors },
  { name: "catalogue", build: buildCatalogueSubgraph, errors: catalogueErrors },
  { name: "dialogs", build: buildDialogsSubgraph, errors: dialogsErrors },
  { name: "forms", build: buildFormsSubgraph, errors: formsErrors },
  { name: "profile", build: buildProfileSubgraph, errors: profileErrors },
] as const;

/**
 * The routing URL of a room in the supergraph. In this process it is not used; a room that runs elsewhere is found by
 * `tunet gateway --subgraph NAME=URL`.
 */
export const roomUrl = (name: string): string => `http://${name}.room.invalid/graphql`;
