import { HISTORY_ARGUMENTS } from "../../../../schema/history-source/contract.js";
import { HISTORY_SOURCE_DIRECTIVE } from "../../../../schema/history-source/source.js";
import type { MarkedField, SubgraphsPort } from "../../../../schema/subgraphs-port.js";
import { SubgraphSilent } from "../../../../schema/subgraphs-port.js";

/** What an agency was asked to do. */
export interface AskedAct {
  readonly item: string;
  readonly party: string;
  readonly action: string;
  readonly text: string | null;
  readonly idempotencyKey: string;
}

/** An agency with items that something can be done with, in memory. */
export interface ActingAgency {
  readonly subgraphs: SubgraphsPort;
  /** What it has done, in order: a key once, however often it is sent. */
  readonly done: AskedAct[];
  /** Calls that came, by the token's viewer. */
  readonly calls: string[];
  /** `ANSWERS`; `AWAY`: nobody is there; `LOSES`: it does what it is asked, and the answer is lost. */
  mood: "ANSWERS" | "AWAY" | "LOSES";
  /** What it refuses, by action. */
  readonly refuses: Map<string, { readonly code: string; readonly message: object }>;
  isMarked: boolean;
}

const marked: MarkedField = {
  subgraph: "fiks",
  field: "fiksHistory",
  directive: { id: "fiks-svarut", nb: "SvarUt", nn: null, en: null, action: "fiksAct" },
  arguments: Object.keys(HISTORY_ARGUMENTS),
};

const silent: MarkedField = {
  ...marked,
  subgraph: "stum",
  field: "stumHistory",
  directive: { id: "stum", nb: "Stum" },
};

/** `fiks-svarut` can be asked to do something; `stum` can't. */
export const openActingAgency = (): ActingAgency => {
  const agency: ActingAgency = {
    done: [],
    calls: [],
    mood: "ANSWERS",
    refuses: new Map(),
    isMarked: true,
    subgraphs: {
      async marked(directive) {
        return directive === HISTORY_SOURCE_DIRECTIVE && agency.isMarked ? [marked, silent] : [];
      },
      async ask({ token }, { query, variables }) {
        agency.calls.push(token);
        if (agency.mood === "AWAY") throw new SubgraphSilent("UNREACHABLE", "Nobody is there.");
        if (!query.startsWith("mutation")) throw new Error(`Not to be asked: ${query}`);
        const asked = variables as unknown as AskedAct;
        const refusal = agency.refuses.get(asked.action);
        if (refusal !== undefined)
          return { data: { answer: { outcome: "REFUSED", ...refusal } }, errors: [] };
        const isKnown = agency.done.some(({ idempotencyKey }) => idempotencyKey === asked.idempotencyKey);
        if (!isKnown) agency.done.push(asked);
        if (agency.mood === "LOSES") throw new SubgraphSilent("TIMEOUT", "It took too long.");
        return { data: { answer: { outcome: "DONE", code: null, message: null } }, errors: [] };
      },
    },
  };
  return agency;
};
