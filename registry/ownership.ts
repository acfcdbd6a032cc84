import type { DomainError } from "../lib/errors.js";
import type { KnownSubgraph } from "./check/schema-check.js";
import type { SubgraphSdl } from "./compose/compose.js";
import { registryError } from "./errors.js";
import type { Publisher } from "./publisher.js";

const MAX_SDL_LETTERS = 1_000_000;
const NAME = /^[a-z](?:-?[a-z0-9]){1,39}$/;

/** Whether a subgraph may be called so. */
export const isSubgraphName = (name: string): boolean => NAME.test(name);

/** @throws DomainError where a subgraph can't be taken, whoever sends it */
export const checkForm = (subgraphs: readonly SubgraphSdl[]): void => {
  for (const { name, sdl } of subgraphs) {
    if (!isSubgraphName(name)) {
      const how = "Use 2 to 40 small letters, digits and single hyphens, a letter first.";
      throw registryError(
        "SUBGRAPH_NAME_INVALID",
        `"${name.slice(0, 60)}" can't be a subgraph's name. ${how}`,
      );
    }
    if (sdl.length > MAX_SDL_LETTERS) {
      throw registryError("SDL_TOO_LARGE", `The SDL of ${name} has more than ${MAX_SDL_LETTERS} letters.`);
    }
  }
};

/** Somebody else's subgraph. */
export const notYours = (name: string): DomainError =>
  registryError("SUBGRAPH_NOT_YOURS", `The subgraph ${name} belongs to somebody else.`);

/**
 * Subgraphs with their owner: whoever took the name first, else the publisher.
 * @returns the name of the first that the publisher may not change, in place of all
 */
export const ownedBy = (
  { id, isOperator }: Publisher,
  subgraphs: readonly SubgraphSdl[],
  owners: ReadonlyMap<string, string>,
): KnownSubgraph[] | { readonly notYours: string } => {
  const owned: KnownSubgraph[] = [];
  for (const { name, sdl, url } of subgraphs) {
    const owner = owners.get(name) ?? id;
    if (owner !== id && !isOperator) return { notYours: name };
    owned.push({ name, sdl, url, owner });
  }
  return owned;
};
