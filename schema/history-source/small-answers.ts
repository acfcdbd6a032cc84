import { messageOf } from "../../lib/errors.js";
import type { LocalizedText } from "../localization.js";
import type { SubgraphReply } from "../subgraphs-port.js";
import { wordOf } from "../wire-readers.js";
import { toldAt } from "./item.js";
import { openPresence, type Presence } from "./presence.js";
import { ANSWER_NAME } from "./question.js";
import { intWithin, moment, shortText, texts } from "./readers.js";

/** What can be told of an answer that can't be used. */
export interface Unusable {
  readonly problem: string;
}

const answered = <T extends object>(reply: SubgraphReply, read: (told: unknown) => T): T | Unusable => {
  const answer = reply.data?.[ANSWER_NAME] ?? null;
  if (answer === null) {
    const codes = [...new Set(reply.errors.map(({ code }) => code ?? "no code"))].slice(0, 5);
    return { problem: codes.length === 0 ? "There is no answer." : `Errors: ${codes.join(", ")}.` };
  }
  try {
    return read(answer);
  } catch (error) {
    return { problem: `${messageOf(error)}.` };
  }
};

/** Whom a source may know, as it tells. A source whose filter can't be used may know everybody. */
export const readPresenceAnswer = (reply: SubgraphReply): { readonly presence: Presence } | Unusable =>
  answered(reply, (answer) => {
    const told = toldAt(answer, "presence");
    const bits = {
      salt: shortText(200)(told["salt"], "salt"),
      hashCount: intWithin(1, 8)(told["hashCount"], "hashCount"),
      bits: shortText(6_000_000)(told["bits"], "bits"),
    };
    const validForSeconds = intWithin(1)(told["validForSeconds"], "validForSeconds");
    return { presence: openPresence(bits, moment(told["asOf"], "asOf"), validForSeconds) };
  });

/** What became of something that was done to an item. */
export interface LiveActed {
  readonly outcome: "DONE" | "REFUSED";
  readonly code: string | null;
  readonly message: LocalizedText | null;
}

/** What a source says of what it was asked to do. Where it can't be read it may have been done: ask the same again. */
export const readActionAnswer = (reply: SubgraphReply): LiveActed | Unusable =>
  answered(reply, (answer) => {
    const { outcome, code = null, message = null } = toldAt(answer, "action");
    return {
      outcome: wordOf(["DONE", "REFUSED"] as const)(outcome, "outcome"),
      code: code === null ? null : shortText(100)(code, "code"),
      message: message === null ? null : texts(message, "message"),
    };
  });
