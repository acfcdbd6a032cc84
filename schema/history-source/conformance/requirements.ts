import { NotProven, type Probe } from "./probe.js";
import { ACCESS } from "./proving/access.js";
import { FILTERS } from "./proving/filters.js";
import { ITEMS } from "./proving/items.js";
import { PAGING } from "./proving/paging.js";
import { PRESENCE_PROOFS } from "./proving/presence.js";
import type { Requirement } from "./requirement.js";

/** What became of proving one. */
export interface Proof extends Pick<Requirement, "id" | "level" | "sentence"> {
  readonly outcome: "PASSED" | "FAILED" | "NOT_PROVEN";
  /** What is wrong, or why it is not proven; `null` where it is kept. */
  readonly detail: string | null;
}

const REACHABLE: Requirement = {
  id: "reachable",
  level: "MUST",
  sentence: "A source MUST answer where it says that it is.",
  async prove(probe) {
    await probe.ask(
      { subgraph: probe.source.subgraph, query: "{ __typename }", variables: {} },
      { kind: "STRANGER" },
    );
  },
};

/** All requirements, in the order in which they are proven. */
export const REQUIREMENTS: readonly Requirement[] = [
  REACHABLE,
  ...ACCESS,
  ...ITEMS,
  ...PAGING,
  ...FILTERS,
  ...PRESENCE_PROOFS,
];

const proofOf = async ({ id, level, sentence, prove }: Requirement, probe: Probe): Promise<Proof> => {
  try {
    await prove(probe);
    return { id, level, sentence, outcome: "PASSED", detail: null };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const outcome = error instanceof NotProven ? "NOT_PROVEN" : "FAILED";
    return { id, level, sentence, outcome, detail: error.message };
  }
};

const unproven = ({ id, level, sentence }: Requirement): Proof => ({
  id,
  level,
  sentence,
  outcome: "NOT_PROVEN",
  detail: "It does not answer.",
});

/** Proves every requirement, one after the other. Where nobody answers, the others are not tried. */
export const prove = async (probe: Probe): Promise<readonly Proof[]> => {
  const first = await proofOf(REACHABLE, probe);
  const rest = REQUIREMENTS.filter((requirement) => requirement !== REACHABLE);
  if (first.outcome === "FAILED") return [first, ...rest.map(unproven)];
  const proofs = [first];
  for (const requirement of rest) proofs.push(await proofOf(requirement, probe));
  return proofs;
};
