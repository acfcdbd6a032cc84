import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Clock } from "../../../lib/clock.js";
import type { Call } from "../../../schema/call.js";
import { readHistoryAnswer, type SourceAnswer } from "../../../schema/history-source/answer.js";
import { historyQuestion } from "../../../schema/history-source/question.js";
import type { LiveQuestion, LiveSource } from "../../../schema/history-source/source.js";
import type { SubgraphsPort } from "../../../schema/subgraphs-port.js";
import type { AskedPage } from "./asked-page.js";
import type { LiveCopies } from "./copies.js";
import { failureOf, SourceFailure } from "./failing.js";
import { Gate } from "./gate.js";
import type { LiveSettings } from "./settings.js";

/** Late answers that wait for whoever asks again. */
const MAX_KEPT = 200;

/** A question on its way. */
interface Flight {
  readonly answer: Promise<AskedPage>;
  /** How many wait for it still. */
  waiting: number;
}

/** Told of what was wrong with a source's answer, for its log. */
export type NoteProblems = (source: string, problems: SourceAnswer["problems"]) => void;

/** The same question of the same viewer is the same flight. */
const keyOf = (viewer: Call["viewer"], source: LiveSource, question: LiveQuestion): string =>
  createHash("sha256")
    .update(JSON.stringify([viewer, source.id, source.subgraph, source.field, question]))
    .digest("base64url");

const lateAnswer = (): SourceFailure => new SourceFailure("LATE", "There was no answer in time.");

/** Rejects at a moment at the latest; what was waited for goes on. */
const within = async <T>(promise: Promise<T>, millis: number): Promise<T> => {
  if (millis <= 0) {
    promise.catch(() => undefined);
    throw lateAnswer();
  }
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(lateAnswer()), millis);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

/**
 * Puts questions to live sources, for all requests of a process: one of a kind at a time, so many to a source at once,
 * and never longer than whoever asks can wait. An answer that nobody could wait for is kept a while for the same viewer.
 */
export class LiveAsker {
  readonly #port: SubgraphsPort;
  readonly #clock: Clock;
  readonly #settings: LiveSettings;
  readonly #noteProblems: NoteProblems;
  readonly #flights = new Map<string, Flight>();
  readonly #kept = new LRUCache<string, { readonly asked: AskedPage; readonly until: number }>({
    max: MAX_KEPT,
  });
  readonly #gates = new Map<string, Gate>();
  readonly #copies: LiveCopies | null;

  constructor(
    port: SubgraphsPort,
    clock: Clock,
    settings: LiveSettings,
    noteProblems: NoteProblems,
    copies: LiveCopies | null,
  ) {
    this.#copies = copies;
    this.#port = port;
    this.#clock = clock;
    this.#settings = settings;
    this.#noteProblems = noteProblems;
  }

  /**
   * A source's answer, or the last good one where it can't be had and the source allows that.
   * @param until the moment up to which the answer is waited for
   * @throws SourceFailure
   */
  async ask(call: Call, source: LiveSource, question: LiveQuestion, until: number): Promise<AskedPage> {
    try {
      return await this.#askNow(call, source, question, until);
    } catch (failure) {
      const copy = (await this.#copies?.find(call.viewer, source, question)) ?? null;
      if (copy === null) throw failure;
      return copy;
    }
  }

  async #askNow(call: Call, source: LiveSource, question: LiveQuestion, until: number): Promise<AskedPage> {
    const key = keyOf(call.viewer, source, question);
    const kept = this.#kept.get(key);
    if (kept !== undefined && kept.until > this.#clock()) return kept.asked;
    const flight = this.#flights.get(key) ?? this.#takeOff(key, call, source, question);
    flight.waiting += 1;
    try {
      return await within(flight.answer, until - this.#clock());
    } finally {
      flight.waiting -= 1;
    }
  }

  #takeOff(key: string, call: Call, source: LiveSource, question: LiveQuestion): Flight {
    const gate = this.#gates.get(source.id) ?? new Gate(this.#settings.maxConcurrent);
    this.#gates.set(source.id, gate);
    const answer = gate.pass(
      () => this.#fly(call, source, question),
      // Nobody waits any more: it is not asked at all.
      () => (flight.waiting > 0 ? null : lateAnswer()),
    );
    const flight: Flight = { answer, waiting: 0 };
    this.#flights.set(key, flight);
    answer
      .then((asked) => {
        if (flight.waiting > 0) return;
        this.#kept.set(key, { asked, until: this.#clock() + this.#settings.keptMillis });
      })
      .catch(() => undefined)
      .finally(() => this.#flights.delete(key));
    return flight;
  }

  /** Nobody's own patience ends it, as others may wait for it as well. */
  async #fly(call: Call, source: LiveSource, question: LiveQuestion): Promise<AskedPage> {
    const end = new AbortController();
    const asking = this.#port.ask(call, historyQuestion(source, question), end.signal);
    try {
      const reply = await within(asking, this.#settings.lateMillis);
      const { page, problems } = readHistoryAnswer(question, reply);
      if (problems.length > 0) this.#noteProblems(source.id, problems);
      if (page !== null) {
        const isCut = problems.some(({ effect }) => effect === "LEFT_OUT");
        this.#copies?.note(call.viewer, source, question, { page, isCut });
        return { page, isCut, isCopy: false };
      }
      const isFailed = problems.some(({ code }) => code === "ANSWER_MISSING");
      const said = problems.map(({ code }) => code).join(", ");
      throw new SourceFailure(isFailed ? "FAILED" : "UNUSABLE", `The answer can't be used: ${said}.`);
    } catch (thrown) {
      throw failureOf(thrown);
    } finally {
      end.abort();
    }
  }
}
