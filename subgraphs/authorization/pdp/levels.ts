import type { Mentions, Notice } from "../xacml/index.js";
import { policyError } from "../xacml/index.js";
import { LEVEL } from "./attribute-names.js";

/** The authentication levels that a permission asks for; `null` where it asks for none. */
export interface Levels {
  readonly minimum: number | null;
  /** Enough for a service owner's own machines. */
  readonly minimumForOrg: number | null;
}

export const NO_LEVELS: Levels = { minimum: null, minimumForOrg: null };

const MAX_LEVEL = 4;

const levelIn = (text: string): number | null => {
  const level = Number(text.trim());
  return /^\d+$/.test(text.trim()) && level <= MAX_LEVEL ? level : null;
};

const highest = (levels: readonly number[]): number | null =>
  levels.length === 0 ? null : Math.max(...levels);

/**
 * The highest levels that any permission of a policy asks for.
 * @throws DomainError `POLICY_UNSUPPORTED` where it asks for anything but a level: nobody here could see to it
 */
export const levelsOf = (service: string, { permitObligations }: Mentions): Levels => {
  const found: Record<keyof Levels, number[]> = { minimum: [], minimumForOrg: [] };
  for (const { id, assignments } of permitObligations) {
    const refuse = (problem: string) =>
      policyError("POLICY_UNSUPPORTED", `The policy of ${service}: the obligation "${id}" ${problem}.`);
    if (assignments.length === 0) throw refuse("asks for nothing that is known here");
    for (const { category, expression } of assignments) {
      const kind = category === LEVEL.minimum ? "minimum" : "minimumForOrg";
      if (category !== LEVEL.minimum && category !== LEVEL.minimumForOrg) {
        throw refuse(`asks for something else than an authentication level ("${category ?? "no category"}")`);
      }
      const level = expression.kind === "literal" ? levelIn(expression.text) : null;
      if (level === null) throw refuse(`must name an authentication level from 0 to ${MAX_LEVEL}`);
      found[kind].push(level);
    }
  }
  return { minimum: highest(found.minimum), minimumForOrg: highest(found.minimumForOrg) };
};

/** The levels that one permission came with. */
export const levelsIn = (obligations: readonly Notice[]): Levels => {
  const of = (wanted: string) =>
    highest(
      obligations.flatMap(({ assignments }) =>
        assignments.flatMap(({ category, text }) =>
          category === wanted ? [levelIn(text) ?? MAX_LEVEL] : [],
        ),
      ),
    );
  return { minimum: of(LEVEL.minimum), minimumForOrg: of(LEVEL.minimumForOrg) };
};

/**
 * The level that a caller needs: a service owner's machine may do with the lower of the two.
 * @param own of the service itself, where its policy asks for none
 */
export const requiredLevel = (levels: Levels, own: number, isServiceOwner: boolean): number => {
  const minimum = levels.minimum ?? own;
  return isServiceOwner && levels.minimumForOrg !== null ? Math.min(minimum, levels.minimumForOrg) : minimum;
};
