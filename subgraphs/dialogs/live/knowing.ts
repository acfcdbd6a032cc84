import { type Clock, MINUTE_MILLIS } from "../../../lib/clock.js";
import type { Call } from "../../../schema/call.js";
import { readLiveSources } from "../../../schema/history-source/directive.js";
import type { Presence } from "../../../schema/history-source/presence.js";
import { presenceQuestion } from "../../../schema/history-source/question.js";
import { readPresenceAnswer } from "../../../schema/history-source/small-answers.js";
import { HISTORY_SOURCE_DIRECTIVE, type LiveSource } from "../../../schema/history-source/source.js";
import type { MarkedField, SubgraphsPort } from "../../../schema/subgraphs-port.js";

/** Who asks a source whom it knows. */
export type PresenceCall = Pick<Call, "token" | "language">;

/** Beyond so long a source that does not say whom it knows is not asked again, nor waited for. */
const PRESENCE_PAUSE_MILLIS = MINUTE_MILLIS;
/** An answer is asked for anew when so much of its time is over. */
const RENEWED_AFTER = 0.5;

interface Known {
  readonly presence: Presence | null;
  /** When it was asked for last. */
  readonly askedAt: number;
  /** When it was had; what is older than it is good for is not used. */
  readonly hadAt: number;
}

/** Parties that a source may have something of. */
export interface KnownParties {
  readonly parties: readonly string[];
  /** When the source said so; `null`: it did not. */
  readonly asOf: number | null;
}

/** Which live sources there are, and whom each may have something of. */
export class SourceDirectory {
  readonly #port: SubgraphsPort;
  readonly #clock: Clock;
  readonly #known = new Map<string, Known>();
  readonly #renewing = new Map<string, Promise<void>>();
  readonly #read = new WeakMap<readonly MarkedField[], readonly LiveSource[]>();

  constructor(port: SubgraphsPort, clock: Clock) {
    this.#port = port;
    this.#clock = clock;
  }

  /** The live sources of the supergraph that is served now, by id. */
  async sources(): Promise<readonly LiveSource[]> {
    const marked = await this.#port.marked(HISTORY_SOURCE_DIRECTIVE);
    const sources = this.#read.get(marked) ?? readLiveSources(marked).sources;
    this.#read.set(marked, sources);
    return sources;
  }

  /**
   * Those of some parties that a source may have something of: all of them, where it does not say. Never waits: what a
   * source says is asked for in the background, and is there for whoever comes next.
   */
  partiesOf(source: LiveSource, parties: readonly string[], call: () => PresenceCall): KnownParties {
    if (source.presenceField === null) return { parties, asOf: null };
    const known = this.#known.get(source.id);
    const presence = known?.presence ?? null;
    const age = this.#clock() - (known?.hadAt ?? 0);
    const isGood = presence !== null && age < presence.validForMillis;
    const isFresh = isGood && age < presence.validForMillis * RENEWED_AFTER;
    const hasRested = known === undefined || this.#clock() - known.askedAt >= PRESENCE_PAUSE_MILLIS;
    if (!isFresh && hasRested) this.#renewOnce(source, call());
    if (!isGood) return { parties, asOf: null };
    return { parties: parties.filter((party) => presence.mayKnow(party)), asOf: presence.asOf };
  }

  /**
   * Waits until a source has said whom it knows, or it is clear that it does not: where there are more parties than it
   * may be asked about at once.
   * @param until the moment up to which it is waited for
   */
  async learn(source: LiveSource, call: PresenceCall, until: number): Promise<void> {
    this.partiesOf(source, [], () => call);
    const known = this.#known.get(source.id);
    const isGood = known?.presence && this.#clock() - known.hadAt < known.presence.validForMillis;
    const renewing = this.#renewing.get(source.id);
    if (isGood || renewing === undefined) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, Math.max(0, until - this.#clock()));
    });
    await Promise.race([renewing, late]).finally(() => clearTimeout(timer));
  }

  #renewOnce(source: LiveSource, call: PresenceCall): void {
    if (this.#renewing.has(source.id)) return;
    const renewing = this.#renew(source, call).finally(() => this.#renewing.delete(source.id));
    this.#renewing.set(source.id, renewing);
  }

  async #renew(source: LiveSource, call: PresenceCall): Promise<void> {
    const question = presenceQuestion(source);
    if (question === null) return;
    const askedAt = this.#clock();
    const before = this.#known.get(source.id);
    this.#known.set(source.id, { presence: before?.presence ?? null, hadAt: before?.hadAt ?? 0, askedAt });
    const end = new AbortController();
    const timer = setTimeout(() => end.abort(), PRESENCE_PAUSE_MILLIS);
    timer.unref();
    try {
      const answer = readPresenceAnswer(await this.#port.ask(call, question, end.signal));
      if (!("presence" in answer)) return;
      this.#known.set(source.id, { presence: answer.presence, hadAt: this.#clock(), askedAt });
    } catch {
      // Without it the source is asked about everybody, which costs time and loses nothing.
    } finally {
      clearTimeout(timer);
    }
  }
}
