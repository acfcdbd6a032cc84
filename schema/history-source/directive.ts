import { SECOND_MILLIS } from "../../lib/clock.js";
import type { LocalizedText } from "../localization.js";
import type { MarkedField } from "../subgraphs-port.js";
import { HISTORY_ARGUMENTS, SEARCH_ARGUMENT } from "./contract.js";
import type { LiveSource } from "./source.js";

/** What an agency's SDL links to, so that composition keeps the mark. */
export const HISTORY_SOURCE_SPEC = "https://tunet.example/specs/history-source/v1.0";

/** The definition that an agency's SDL has. */
export const HISTORY_SOURCE_SDL = `directive @historySource(
  id: ID!
  nb: String!
  nn: String
  en: String
  lastGoodSeconds: Int! = 0
  presence: String
  action: String
) on FIELD_DEFINITION`;

/** The longest that a copy of a source's answers may be shown: a week. */
export const MAX_LAST_GOOD_SECONDS = 604_800;

const MAX_NAME_LETTERS = 100;
const SOURCE_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const FIELD_NAME = /^[_A-Za-z][_0-9A-Za-z]*$/;

/** Why a marked field is no live source. */
export type MarkProblemCode = "SOURCE_ID" | "SOURCE_ID_TAKEN" | "SOURCE_NAME" | "SOURCE_ARGUMENT";

export interface MarkProblem {
  readonly code: MarkProblemCode;
  readonly subgraph: string;
  readonly field: string;
  /** The directive's argument that is wrong. */
  readonly argument: string;
  readonly message: string;
}

/** Whether a subgraph may have a source of this id: its own name, or one that begins with it and a hyphen. */
export const mayBeSourceOf = (id: string, subgraph: string): boolean =>
  id.length <= MAX_NAME_LETTERS && SOURCE_ID.test(id) && (id === subgraph || id.startsWith(`${subgraph}-`));

type Wrong = Pick<MarkProblem, "code" | "argument" | "message">;

const LANGUAGES = ["nb", "nn", "en"] as const;

const nameIn = (directive: MarkedField["directive"], wrong: Wrong[]): LocalizedText => {
  const texts = LANGUAGES.flatMap((language) => {
    const text = directive[language] ?? null;
    if (text === null && language !== "nb") return [];
    if (typeof text === "string" && text.trim() !== "" && text.length <= MAX_NAME_LETTERS)
      return [[language, text] as const];
    const message = `${language} is what people call the platform: 1 to ${MAX_NAME_LETTERS} letters.`;
    wrong.push({ code: "SOURCE_NAME", argument: language, message });
    return [];
  });
  return Object.fromEntries(texts);
};

const lastGoodIn = ({ lastGoodSeconds = 0 }: MarkedField["directive"], wrong: Wrong[]): number => {
  const seconds = Number(lastGoodSeconds);
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_LAST_GOOD_SECONDS)
    return seconds * SECOND_MILLIS;
  const message = `lastGoodSeconds is a whole number from 0 to ${MAX_LAST_GOOD_SECONDS}.`;
  wrong.push({ code: "SOURCE_ARGUMENT", argument: "lastGoodSeconds", message });
  return 0;
};

const fieldIn = (
  directive: MarkedField["directive"],
  argument: "presence" | "action",
  wrong: Wrong[],
): string | null => {
  const name = directive[argument] ?? null;
  if (name === null || (typeof name === "string" && FIELD_NAME.test(name))) return name;
  const message = `${argument} is the name of a root field of the same subgraph.`;
  wrong.push({ code: "SOURCE_ARGUMENT", argument, message });
  return null;
};

/** One marked field; what is wrong with it is put to `wrong`. */
const readMarked = (
  { subgraph, field, directive, arguments: names }: MarkedField,
  wrong: Wrong[],
): LiveSource => {
  const id = String(directive["id"]);
  if (!mayBeSourceOf(id, subgraph)) {
    const message = `A source of ${subgraph} is called ${subgraph}, or its id begins with ${subgraph}- (lower-case letters, digits and hyphens).`;
    wrong.push({ code: "SOURCE_ID", argument: "id", message });
  }
  for (const argument of Object.keys(HISTORY_ARGUMENTS).filter((name) => !names.includes(name))) {
    const message = `The field has no argument ${argument}, which every source is asked with.`;
    wrong.push({ code: "SOURCE_ARGUMENT", argument, message });
  }
  return {
    id,
    subgraph,
    field,
    name: nameIn(directive, wrong),
    lastGoodMillis: lastGoodIn(directive, wrong),
    presenceField: fieldIn(directive, "presence", wrong),
    actionField: fieldIn(directive, "action", wrong),
    searches: Object.keys(SEARCH_ARGUMENT).every((name) => names.includes(name)),
  };
};

/** Whose name says most has an id that two lay claim to: `tax-old` of the subgraph `tax-old`, not of `tax`. */
const byClaim = (a: LiveSource, b: LiveSource): number =>
  b.subgraph.length - a.subgraph.length || (a.field < b.field ? -1 : 1);

/**
 * The live sources that a supergraph's marked fields declare, by id. A field that declares none that can be asked is a
 * problem, and not among them: the registry tells its agency before it is published.
 */
export const readLiveSources = (
  fields: readonly MarkedField[],
): { readonly sources: readonly LiveSource[]; readonly problems: readonly MarkProblem[] } => {
  const problems: MarkProblem[] = [];
  const claims = fields.flatMap((marked) => {
    const wrong: Wrong[] = [];
    const source = readMarked(marked, wrong);
    problems.push(...wrong.map((one) => ({ ...one, subgraph: marked.subgraph, field: marked.field })));
    return wrong.length === 0 ? [source] : [];
  });
  const byId = new Map<string, LiveSource>();
  for (const claim of claims.sort(byClaim)) {
    const { id, subgraph, field } = claim;
    const other = byId.get(id);
    if (other === undefined) byId.set(id, claim);
    else {
      const message = `${other.subgraph}.${other.field} is called ${id} already; no two sources have one id.`;
      problems.push({ code: "SOURCE_ID_TAKEN", subgraph, field, argument: "id", message });
    }
  }
  const sources = [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { sources, problems };
};
