import type { Clock } from "../../../lib/clock.js";
import type { SubgraphQuestion, SubgraphReply } from "../../subgraphs-port.js";
import { ORGANIZATION_PREFIX, organizationNumberOf } from "../../urns.js";
import { readHistoryAnswer } from "../answer.js";
import { MAX_FIRST } from "../contract.js";
import type { AnswerProblem } from "../problem.js";
import { ANSWER_NAME, historyQuestion } from "../question.js";
import type { LiveItem, LivePage, LiveQuestion, LiveSource } from "../source.js";

/** As whom a candidate is asked. */
export type ProbeCaller =
  /** A test party, signed in as itself. */
  | { readonly kind: "PARTY"; readonly party: string }
  /** Somebody who is real to the signature, and may act for nobody but themselves. */
  | { readonly kind: "STRANGER" }
  /** Without a call token. */
  | { readonly kind: "UNSIGNED" }
  /** With a call token that another key has signed. */
  | { readonly kind: "FORGED" };

/** A running candidate, wherever it is. */
export interface Candidate {
  /** @throws Error which says why there was no answer at all */
  ask(question: SubgraphQuestion, as: ProbeCaller): Promise<SubgraphReply>;
}

export interface ProbeOptions {
  readonly source: LiveSource;
  readonly candidate: Candidate;
  /** Test parties, as URNs. What is about items is proven by those that have some. */
  readonly parties: readonly string[];
  readonly clock: Clock;
  /** Milliseconds from anywhere, to take the time by. */
  now(): number;
}

/** Organisations of the test numbers' range that nobody has registered. @param count at most 500 */
export const unknownParties = (count: number): readonly string[] =>
  Array.from({ length: 2 * count }, (_, index) => organizationNumberOf(`${31_999_000 + index}`))
    .filter((number) => number !== null)
    .slice(0, count)
    .map((number) => `${ORGANIZATION_PREFIX}${number}`);

/** Why something could not be proven; no fault of the candidate's. */
export class NotProven extends Error {}

/** Something that is not as it must be. */
export class Broken extends Error {}

/** A page as it was judged, and as it came. */
export interface Probed {
  readonly page: LivePage;
  /** The items as they came, read or not. */
  readonly told: readonly Readonly<Record<string, unknown>>[];
  readonly millis: number;
}

const NOTHING: LiveQuestion = {
  parties: [],
  first: 50,
  after: null,
  updatedAfter: null,
  updatedBefore: null,
  identifiers: null,
  search: null,
};

const inWords = (problems: readonly AnswerProblem[]): string =>
  problems
    .slice(0, 3)
    .map(({ code, at, message }) => `${code} at ${at}: ${message}`)
    .join(" ");

/** Asks one candidate, and remembers what all requirements look at. */
export class Probe {
  readonly options: ProbeOptions;
  #whole: Promise<Probed & { readonly party: string }> | null = null;

  constructor(options: ProbeOptions) {
    this.options = options;
  }

  get source(): LiveSource {
    return this.options.source;
  }

  ask(question: SubgraphQuestion, as: ProbeCaller): Promise<SubgraphReply> {
    return this.options.candidate.ask(question, as);
  }

  /** Asks for the history, whatever is answered. */
  reply(question: Partial<LiveQuestion>, as: ProbeCaller): Promise<SubgraphReply> {
    return this.ask(historyQuestion(this.source, { ...NOTHING, ...question }), as);
  }

  /** A page that must be faultless. @throws Broken where it is not */
  async page(asked: Partial<LiveQuestion>, as: ProbeCaller): Promise<Probed> {
    const question = { ...NOTHING, ...asked };
    const beganAt = this.options.now();
    const reply = await this.reply(question, as);
    const millis = this.options.now() - beganAt;
    const { page, problems } = readHistoryAnswer(question, reply);
    if (page === null || problems.length > 0) throw new Broken(inWords(problems));
    const told = reply.data?.[ANSWER_NAME] as { readonly items: Probed["told"] } | undefined;
    return { page, told: told?.items ?? [], millis };
  }

  /** The same of a party as itself. */
  pageOf(party: string, question: Partial<LiveQuestion>): Promise<Probed> {
    return this.page({ ...question, parties: [party] }, { kind: "PARTY", party });
  }

  /** The newest items of the first test party that has any. @throws Broken, or NotProven where none has */
  readable(): Promise<Probed & { readonly party: string }> {
    this.#whole ??= this.#findWhole();
    return this.#whole;
  }

  /** The same, for requirements that build on it: where it can't be read, that is told once. @throws NotProven */
  async whole(): Promise<Probed & { readonly party: string }> {
    return this.readable().catch((error: unknown) => {
      throw error instanceof Broken ? new NotProven("Its pages can't be read.") : error;
    });
  }

  async #findWhole(): Promise<Probed & { readonly party: string }> {
    for (const party of this.options.parties) {
      const probed = await this.pageOf(party, { first: MAX_FIRST });
      if (probed.page.items.length > 0) return { ...probed, party };
    }
    throw new NotProven("No test party has items here: name one that has some.");
  }
}

export const idsOf = (items: readonly Pick<LiveItem, "id">[]): string => items.map(({ id }) => id).join(" ");

/** @throws Broken where the items are others */
export const expectItems = (found: readonly LiveItem[], wanted: readonly LiveItem[], what: string): void => {
  if (idsOf(found) === idsOf(wanted)) return;
  const at = wanted.findIndex(({ id }, index) => found[index]?.id !== id);
  const place = at < 0 ? wanted.length : at;
  throw new Broken(
    `${what}: ${found.length} item(s) came, and ${wanted.length} should have; they differ from place ${place + 1} on.`,
  );
};
