import { DomainError, type ErrorCatalogue } from "../lib/errors.js";

/** Every code that the registry gives. */
export type RegistryErrorCode =
  | "CHECK_FAILED"
  | "SUBGRAPH_NAME_INVALID"
  | "SUBGRAPH_NOT_FOUND"
  | "SUBGRAPH_NOT_YOURS"
  | "SUPERGRAPH_NOT_FOUND"
  | "SUPERGRAPH_MOVED"
  | "OPERATOR_ONLY"
  | "MACHINE_TOKEN_NEEDED"
  | "PROBE_PARTIES_INVALID"
  | "SDL_TOO_LARGE"
  | "SCHEMA_TOO_COSTLY"
  | "REGISTRY_BUSY";

/** What can go wrong at the registry; part of docs/errors.md. */
export const registryErrors: ErrorCatalogue<RegistryErrorCode> = {
  CHECK_FAILED: {
    status: 422,
    meaning: "The subgraph was checked, and something was found that keeps it from being published.",
    remedy: "Mend what the findings name, or have a breaking change approved, and publish again.",
  },
  SUBGRAPH_NAME_INVALID: {
    status: 400,
    meaning: "The name of the subgraph is none that a subgraph may have.",
    remedy: "Use 2 to 40 small letters, digits and single hyphens, a letter first.",
  },
  SUBGRAPH_NOT_FOUND: {
    status: 404,
    meaning: "There is no subgraph of this name, or no such version of it.",
    remedy: "Check the name: `npx tunet subgraph list` shows them all.",
  },
  SUBGRAPH_NOT_YOURS: {
    status: 403,
    meaning: "The subgraph belongs to somebody else; who tried is in the audit log.",
    remedy: "Publish under a name of your own, or with the machine token of its owner.",
  },
  SUPERGRAPH_NOT_FOUND: {
    status: 404,
    meaning: "There is no supergraph of this number, or none at all yet.",
    remedy: "Check the number: `npx tunet supergraph show` tells the newest.",
  },
  SUPERGRAPH_MOVED: {
    status: 409,
    meaning:
      "Others published again and again while this was checked, so it was never checked against the newest.",
    remedy: "Publish it again.",
  },
  OPERATOR_ONLY: {
    status: 403,
    meaning: "Only the operator of this installation may do this.",
    remedy: "Ask whoever runs it, or use a token with the operator's scope.",
  },
  MACHINE_TOKEN_NEEDED: {
    status: 403,
    meaning: "Subgraphs belong to organisations, and the token is not one of an organisation's machine.",
    remedy: "Use a machine token (Maskinporten) of the organisation, or the operator's token.",
  },
  PROBE_PARTIES_INVALID: {
    status: 400,
    meaning:
      "The test parties that a running subgraph is to be asked as are too many, or none that may be used.",
    remedy: "Name at most 20, each by the URN of a synthetic person or organisation.",
  },
  SDL_TOO_LARGE: {
    status: 413,
    meaning: "The SDL has more letters than the registry takes.",
    remedy: "Split the subgraph.",
  },
  SCHEMA_TOO_COSTLY: {
    status: 422,
    meaning: "Checking or comparing the schemas takes more time or memory than it may.",
    remedy: "Make the schema smaller, or nest it less.",
  },
  REGISTRY_BUSY: {
    status: 503,
    meaning: "More checks wait for their turn than may, or the registry is closing.",
    remedy: "Try again shortly.",
  },
};

/** An error of the registry's, to be shown as it is. */
export const registryError = (
  code: RegistryErrorCode,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): DomainError<RegistryErrorCode> => new DomainError(code, message, details);
