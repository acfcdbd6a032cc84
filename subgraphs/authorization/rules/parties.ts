import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import type { Position } from "../../../schema/paging.js";
import { partiesOf, type Scope } from "../../../schema/scope.js";
import { ORGANIZATION_PREFIX, PARTY_UUID_PREFIX, type PartyUrn } from "../../../schema/urns.js";
import { authorizationError } from "../errors.js";
import type { Connections } from "./connections.js";

export const MAX_PAGE_SIZE = 1_000;
export const MAX_WORKSPACE_PARTIES = 1_000;

/** The name that a browser may see a party by: never a person's number or e-mail address. */
export const publicUrn = ({ id, type, urn }: Pick<PartyRow, "id" | "type" | "urn">): PartyUrn =>
  type === "ORGANIZATION" ? urn : PARTY_UUID_PREFIX + id;

/** Nine digits; `null` for those who are no organisation. */
export const organizationNumberIn = (urn: PartyUrn | null): string | null =>
  urn?.startsWith(ORGANIZATION_PREFIX) ? urn.slice(ORGANIZATION_PREFIX.length) : null;

/**
 * The ids of parties that a viewer names.
 * @returns `null` for everyone, where none are named
 * @throws DomainError `PARTY_NOT_AUTHORISED` naming the first that they may not act for, by its place in the list
 */
export const partyIdsOf = (urns: readonly PartyUrn[] | null, scope: Scope): string[] | null => {
  if (urns === null) return null;
  if (urns.length === 0 || urns.length > MAX_WORKSPACE_PARTIES) {
    throw authorizationError(
      "PARTY_LIST_OUT_OF_RANGE",
      `Name from 1 to ${MAX_WORKSPACE_PARTIES} parties, or leave parties out to act for all; it was ${urns.length}.`,
    );
  }
  const parties = [...partiesOf(scope).values()];
  const idByUrn = new Map(
    parties.flatMap(({ id, urn }): [string, string][] => [
      [urn, id],
      [PARTY_UUID_PREFIX + id, id],
    ]),
  );
  return urns.map((urn, position) => {
    const id = idByUrn.get(urn);
    if (id !== undefined) return id;
    throw authorizationError(
      "PARTY_NOT_AUTHORISED",
      `You may not act for party number ${position + 1} of the list; leave it out, or choose from your own parties.`,
    );
  });
};

/** Where a party stands in the list: the viewer first, then by name, then by id. */
export type PartyPosition = readonly [isOther: number, name: string, id: string];

const collator = new Intl.Collator("nb", { numeric: true });

const comparePositions = (a: PartyPosition, b: PartyPosition): number =>
  a[0] - b[0] || collator.compare(a[1], b[1]) || (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0);

export const positionOf = (
  { id, name }: Pick<PartyRow, "id" | "name">,
  viewerId: string | null,
): PartyPosition => [id === viewerId ? 0 : 1, name, id];

/** The order of lists of parties: the viewer first, then by name. */
export const compareParties = (
  a: Pick<PartyRow, "id" | "name">,
  b: Pick<PartyRow, "id" | "name">,
  viewerId: string | null,
): number => comparePositions(positionOf(a, viewerId), positionOf(b, viewerId));

/** All words somewhere in the name, or the beginning of the organisation number; never a person's number. */
const searchMatcher = (search: string): ((party: PartyRow) => boolean) => {
  const words = search.toLocaleLowerCase("nb").split(/\s+/).filter(Boolean);
  const digits = search.replaceAll(/\s/g, "");
  return ({ name, urn }) => {
    const lower = name.toLocaleLowerCase("nb");
    const number = organizationNumberIn(urn);
    return (
      words.every((word) => lower.includes(word)) ||
      (/^\d+$/.test(digits) && number?.startsWith(digits) === true)
    );
  };
};

/**
 * The parties of a workspace, in order.
 * @param scope the part of the viewer's that the workspace acts for
 */
export const listParties = (connections: Connections, scope: Scope, search: string | null): PartyRow[] => {
  const viewerId = connections.viewer?.id ?? null;
  const matches = search === null ? () => true : searchMatcher(search);
  return [...partiesOf(scope).keys()]
    .flatMap((id) => connections.parties.get(id) ?? [])
    .filter(matches)
    .sort((a, b) => compareParties(a, b, viewerId));
};

/** The list from after a position. @param position as `positionOf` gave it, `null` for the beginning */
export const startingAfter = (
  parties: readonly PartyRow[],
  after: Position | null,
  viewerId: string | null,
): PartyRow[] => {
  if (after === null) return [...parties];
  const [isOther, name, id] = after;
  const position: PartyPosition = [Number(isOther), String(name), String(id)];
  const start = parties.findIndex((party) => comparePositions(positionOf(party, viewerId), position) > 0);
  return start === -1 ? [] : parties.slice(start);
};
