import { createHash } from "node:crypto";
import type { DemoWorld } from "./world.js";

/**
 * What of a world an installation was given before. A later version's world has rows that an earlier one's had not: those
 * are added. Rows that people have taken away since, e.g. access that they ended, do not come back.
 */

const NAME_LENGTH = 16;

/** A name that stands for the whole row: one that says something else is another. */
export const nameOfRow = (part: string, row: object): string =>
  createHash("sha256")
    .update(`${part} ${JSON.stringify(row)}`)
    .digest("base64url")
    .slice(0, NAME_LENGTH);

/** A story's dialog is the same whatever it says. */
const nameOfDialog = (id: string): string => nameOfRow("dialog", { id });

/** The names of all that a world has, without the dialogs of its bulk. */
export const namesOfRows = (world: DemoWorld): string[] => {
  const { authorization, catalogue, forms, profiles, sources } = world;
  const { at: _, favorites, ...ownThings } = profiles;
  const parts: Readonly<Record<string, readonly object[] | undefined>> = {
    ...authorization,
    ...catalogue,
    ...forms,
    ...ownThings,
    favorites: favorites.flatMap(({ owner, partyIds }) => partyIds.map((partyId) => ({ owner, partyId }))),
    sources,
  };
  const names = Object.entries(parts).flatMap(([part, rows = []]) => rows.map((row) => nameOfRow(part, row)));
  for (const { dialog } of world.stories) names.push(nameOfDialog(dialog.id));
  return names;
};

/** What is left of a world for an installation that was given something of it before. */
export type NewOfWorld = Pick<
  DemoWorld,
  "authorization" | "catalogue" | "forms" | "profiles" | "sources" | "stories"
>;

/** A world without what people may have taken away since they were given it. @param given names of rows */
export const withoutGiven = (world: DemoWorld, given: ReadonlySet<string>): NewOfWorld => {
  const newOf = <Row extends object>(part: string, rows: readonly Row[]): readonly Row[] =>
    rows.filter((row) => !given.has(nameOfRow(part, row)));
  const { authorization: a, profiles } = world;
  return {
    catalogue: world.catalogue,
    forms: world.forms,
    sources: world.sources,
    authorization: {
      ...a,
      assignments: newOf("assignments", a.assignments),
      assignmentPackages: newOf("assignmentPackages", a.assignmentPackages),
      assignmentResources: newOf("assignmentResources", a.assignmentResources),
      assignmentInstances: newOf("assignmentInstances", a.assignmentInstances),
      clientDelegations: newOf("clientDelegations", a.clientDelegations),
      clientDelegationPackages: newOf("clientDelegationPackages", a.clientDelegationPackages),
      clientDelegationResources: newOf("clientDelegationResources", a.clientDelegationResources),
    },
    profiles: {
      ...profiles,
      savedSearches: newOf("savedSearches", profiles.savedSearches),
      organizations: newOf("organizations", profiles.organizations),
      favorites: profiles.favorites.map(({ owner, partyIds, ...group }) => ({
        ...group,
        owner,
        partyIds: partyIds.filter((partyId) => !given.has(nameOfRow("favorites", { owner, partyId }))),
      })),
    },
    stories: world.stories.filter(({ dialog }) => !given.has(nameOfDialog(dialog.id))),
  };
};
