import { CursorError } from "../../lib/cursor.js";
import type { Scope } from "../../schema/scope.js";
import type { ServiceUrn } from "../../schema/urns.js";
import { catalogueError } from "./errors.js";

export const MAX_PAGE_SIZE = 200;

/** @throws DomainError `PAGE_SIZE_OUT_OF_RANGE` */
export const checkPageSize = (first: number): number => {
  if (first >= 1 && first <= MAX_PAGE_SIZE) return first;
  throw catalogueError(
    "PAGE_SIZE_OUT_OF_RANGE",
    `Ask for first from 1 to ${MAX_PAGE_SIZE}; it was ${first}.`,
  );
};

/** The services that a scope gives access to, each once, ascending. */
export const servicesOf = (scope: Scope): ServiceUrn[] =>
  [
    ...new Set([
      ...scope.groups.flatMap((group) => group.services.map(({ service }) => service)),
      ...scope.instances.map(({ service }) => service),
    ]),
  ].sort();

/** Says a refused cursor in the room's own words. */
export const readCursor = (decode: () => (string | number | null)[]): string => {
  try {
    return String(decode()[0]);
  } catch (error) {
    if (error instanceof CursorError) throw catalogueError("CURSOR_INVALID", error.message);
    throw error;
  }
};
