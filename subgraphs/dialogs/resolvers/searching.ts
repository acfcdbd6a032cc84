import type { DialogsContext } from "../context.js";
import type { Selection } from "../store/selection.js";

/** A selection, whose search also finds services and owners by their names. */
export interface NamedSelection<Asked extends Selection> {
  readonly selection: Asked;
  /** False where the catalogue could not be asked what some services are called. */
  readonly areNamesSearched: boolean;
}

/** Gives a search the names of what its scope has. */
export const withNames = async <Asked extends Selection>(
  selection: Asked,
  { serviceNames, call }: DialogsContext,
): Promise<NamedSelection<Asked>> => {
  if (selection.search === null) return { selection, areNamesSearched: true };
  const { names, areComplete } = await serviceNames.ofScope(call, selection.scope);
  return {
    selection: { ...selection, search: { ...selection.search, names } },
    areNamesSearched: areComplete,
  };
};

/** How long a page may be looked for before it says how far it came: asked between steps. */
export const timeFor = ({ clock, searchBudgetMillis }: DialogsContext): (() => boolean) => {
  const until = clock() + searchBudgetMillis;
  return () => clock() < until;
};
