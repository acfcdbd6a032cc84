import type { FormInstanceRow } from "../../../drizzle/forms/tables.js";
import { isJsonObject } from "../../../lib/json.js";
import { PERSON_PREFIX } from "../../../schema/urns.js";
import { removeAttachment } from "../attachments/attach.js";
import type { FormsContext } from "../context.js";
import { isRow, type Outcome as Mutated } from "../filling/acting.js";
import { deleteInstance, undeleteInstance } from "../filling/lifecycle.js";
import { goBack, goOn, submit } from "../filling/move.js";
import { prefillAgain } from "../filling/prefill.js";
import { saveAnswers } from "../filling/save.js";
import { copyInstance } from "../filling/start.js";
import { startPayment } from "../payment/start.js";
import type { AnswerChange } from "../rules/merge.js";
import { partsOf, valueAt } from "../rules/pointers.js";
import { nameSignees } from "../signing/name-signees.js";
import { declineSigning, signInstance, withdrawSignature } from "../signing/sign.js";
import {
  FormActionForbidden,
  FormAnswersInvalid,
  type FormError,
  FormInputInvalid,
  FormInstanceNotFound,
  FormStateConflict,
} from "../types/form-error.js";
import { idOf } from "./question-markup.js";
import { changesIn, leavesOf, questionsOf, shownName } from "./questions.js";
import { signeeKey } from "./sign-page.js";
import { type InstanceView, NOTHING_TO_SAY, type Outcome } from "./view.js";
import { isWord, type Say } from "./words.js";

/** What came of a button: where the browser goes, or what the page says now. */
export type Acted = { readonly goTo: string; readonly made?: FormInstanceRow } | { readonly say: Outcome };

export const badNews = (text: string): Outcome => ({ ...NOTHING_TO_SAY, notice: { isBad: true, text } });

/** Why nothing was done, in the page's words. */
export const refusalOutcome = (error: FormError, say: Say): Outcome => {
  if (error instanceof FormAnswersInvalid) return { ...NOTHING_TO_SAY, problems: error.problems };
  const text =
    error instanceof FormActionForbidden
      ? error.requiredLevel === null
        ? say("forbidden")
        : say("tooWeak", { level: error.requiredLevel })
      : error instanceof FormStateConflict && isWord(error.reason)
        ? say(error.reason)
        : say(error instanceof FormInstanceNotFound ? "notThere" : "failed");
  return badNews(text);
};

const listAt = ({ answers }: InstanceView, path: string): readonly unknown[] => {
  const found = valueAt(answers, partsOf(path) ?? []);
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
};

/** A button within a step that changes a list, and where the page opens then; `null`: another button. */
const listButton = (view: InstanceView, wanted: string): { change: AnswerChange; goTo: string } | null => {
  const [, verb, path = ""] = /^(add|remove):(\/.*)$/.exec(wanted) ?? [];
  if (verb === undefined) return null;
  const { length } = listAt(view, path);
  if (verb === "add") {
    const change = length === 0 ? { path, value: [{}] } : { path: `${path}/${length}`, value: {} };
    return { change, goTo: `#${idOf(`${path}/${length}`)}` };
  }
  const at = path.lastIndexOf("/");
  const list = path.slice(0, at);
  const left = listAt(view, list).filter((_, index) => index !== Number(path.slice(at + 1)));
  return { change: { path: list, value: left as never }, goTo: `#${idOf(list)}` };
};

/** Saves what was changed on the page; `null` where nothing was. */
const saveTyped = async (view: InstanceView, sent: URLSearchParams, more: readonly AnswerChange[]) => {
  const { definition, context, row, answers } = view;
  const step = view.steps.find(({ id }) => id === sent.get("step"));
  const { content } = definition;
  if (content === null || step === undefined) return null;
  // What the page showed: conditions are those of the answers as they are, so what is not asked is not taken.
  const typed = changesIn(questionsOf(content, step, answers), sent);
  const ofLists = new Set(more.map(({ path }) => path));
  const within = typed.filter(({ path }) => ![...ofLists].some((list) => path.startsWith(`${list}/`)));
  const changes = [...within, ...more];
  const revision = Number(sent.get("revision"));
  if (changes.length === 0 || !Number.isInteger(revision)) return null;
  return saveAnswers(context, { id: row.id, revision, answers: {}, changes });
};

/** Whether a step asks something by now that was not on the page. */
const hasUnseen = async (
  { definition, context, row, steps }: InstanceView,
  sent: URLSearchParams,
): Promise<boolean> => {
  const step = steps.find(({ id }) => id === sent.get("step"));
  const answers = (await context.loaders.answersById.load(row.id))?.answers;
  if (definition.content === null || step === undefined || answers === undefined) return false;
  return leavesOf(questionsOf(definition.content, step, answers)).some(
    ({ path }) => !sent.has(shownName(path)),
  );
};

const moved = (outcome: Mutated, view: InstanceView, goTo = view.base): Acted =>
  isRow(outcome) ? { goTo } : { say: refusalOutcome(outcome, view.say) };

const fillIn = async (view: InstanceView, wanted: string, sent: URLSearchParams): Promise<Acted> => {
  const { context, row, base, say } = view;
  // What else was typed is saved at the same time.
  const ofList = listButton(view, wanted);
  const saved = await saveTyped(view, sent, ofList === null ? [] : [ofList.change]);
  const [error] = saved?.errors ?? [];
  if (error !== undefined) return { say: refusalOutcome(error, say) };
  if (saved !== null && saved.conflicts.length > 0)
    return { say: { ...NOTHING_TO_SAY, conflicts: saved.conflicts } };
  const step = sent.get("step") ?? "";
  const here = step === view.steps[view.at]?.id ? base : `${base}?step=${encodeURIComponent(step)}`;
  switch (wanted) {
    case "next":
      // What was just answered may bring up a question on this very step.
      if (saved !== null && (await hasUnseen(view, sent))) return { goTo: here };
      return moved(await goOn(context, row.id, null), view);
    case "back":
      return moved(await goBack(context, row.id, { revision: null, discardSignatures: false }), view);
    case "fetch":
      return moved(await prefillAgain(context, row.id), view);
    case "files":
      return { goTo: `${base}/files` };
    case "save":
      return step === view.steps[view.at]?.id
        ? { say: { ...NOTHING_TO_SAY, notice: { isBad: false, text: say("saved") } } }
        : { goTo: base };
    default:
      return { goTo: here + (ofList?.goTo ?? "") };
  }
};

const reasonIn = (sent: URLSearchParams): string | null => {
  const reason = (sent.get("reason") ?? "").trim();
  return reason === "" ? null : reason;
};

/** Changes the list of those who sign: somebody more, by number and last name, or somebody less. */
const nameSomebody = async (view: InstanceView, wanted: string, sent: URLSearchParams): Promise<Acted> => {
  const { context, row, task, say } = view;
  const taskId = task?.elementId ?? null;
  const now = (await context.loaders.signeesById.load(row.id)).filter((one) => one.taskId === taskId);
  const left = now.filter(({ party }) => wanted !== `unname:${signeeKey(context, party)}`);
  const names = left.map(({ party }) => ({ party, lastName: null }));
  const number = (sent.get("number") ?? "").replace(/\s/g, "");
  const lastName = sent.get("lastName") ?? "";
  const added = wanted === "name" ? [{ party: PERSON_PREFIX + number, lastName }] : [];
  const named = await nameSignees(context, row.id, { taskId, signees: [...names, ...added] });
  return named instanceof FormInputInvalid ? { say: badNews(say("noSuchPerson")) } : moved(named, view);
};

const doTask = async (view: InstanceView, wanted: string, sent: URLSearchParams): Promise<Acted> => {
  const { context, row } = view;
  const revision = Number(sent.get("revision"));
  switch (wanted) {
    case "next":
      return moved(await goOn(context, row.id, revision), view);
    case "send":
      return moved(await submit(context, row.id, revision), view);
    case "back":
    case "reopen":
      return moved(
        await goBack(context, row.id, { revision: null, discardSignatures: wanted === "reopen" }),
        view,
      );
    case "sign":
      return moved(await signInstance(context, row.id, sent.get("hash") ?? ""), view);
    case "withdraw":
      return moved(await withdrawSignature(context, row.id), view);
    case "decline":
      return moved(await declineSigning(context, row.id, reasonIn(sent)), view);
    case "pay":
      return moved((await startPayment(context, row.id)).outcome, view);
    default:
      return wanted === "name" || wanted.startsWith("unname:")
        ? nameSomebody(view, wanted, sent)
        : { goTo: view.base };
  }
};

const anywhere = async (context: FormsContext, view: InstanceView, wanted: string): Promise<Acted | null> => {
  const { row, base } = view;
  if (wanted === "delete") return moved(await deleteInstance(context, row.id), view);
  if (wanted === "undelete") return moved(await undeleteInstance(context, row.id), view);
  if (wanted === "copy") {
    const copied = await copyInstance(context, row.id, null);
    return isRow(copied) ? { goTo: base, made: copied } : { say: refusalOutcome(copied, view.say) };
  }
  if (!wanted.startsWith("detach:")) return null;
  return moved(
    await removeAttachment(context, row.id, wanted.slice("detach:".length)),
    view,
    `${base}/files`,
  );
};

/** Does what a button says. What was typed is saved first, and is there whatever comes of the rest. */
export const act = async (view: InstanceView, sent: URLSearchParams): Promise<Acted> => {
  const wanted = sent.get("do") ?? "save";
  const done = await anywhere(view.context, view, wanted);
  if (done !== null) return done;
  return view.task?.type === "DATA" && isJsonObject(view.answers)
    ? fillIn(view, wanted, sent)
    : doTask(view, wanted, sent);
};
