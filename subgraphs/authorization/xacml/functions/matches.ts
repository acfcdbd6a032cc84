import { PatternError } from "../../../../lib/character-class.js";
import { compilePattern, type Pattern } from "../../../../lib/linear-pattern.js";
import type { TypeName } from "../values/data-types.js";
import type { Rfc822Name } from "../values/network-name.js";
import { define, processingError, type Runtime, type Scope, V1, V2, type XacmlFunction } from "./function.js";

const MAX_KEPT = 500;
const kept = new Map<string, Pattern>();

/** What compiling a pattern counts as, for each character. */
const STEPS = 50;

/** Patterns are compiled once; only so many are kept. */
const patternOf = (text: string, spend: (steps: number) => void): Pattern => {
  const known = kept.get(text);
  if (known !== undefined) return known;
  spend(STEPS * text.length);
  const pattern = compilePattern(text);
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(text, pattern);
  return pattern;
};

const isMatch = (pattern: string, value: Runtime, scope: Scope): boolean => {
  try {
    const spend = (steps: number) => scope.spend(steps);
    return patternOf(pattern, spend)(String(value), spend);
  } catch (error) {
    if (error instanceof PatternError)
      throw processingError(`A regular expression is malformed: ${error.message}.`);
    throw error;
  }
};

/** A literal pattern is looked at when the policy is loaded. */
const problemWithPattern = ([pattern]: readonly (Runtime | null)[]): string | null => {
  if (typeof pattern !== "string") return null;
  try {
    compilePattern(pattern);
    return null;
  } catch (error) {
    if (error instanceof PatternError)
      return `the regular expression "${pattern}" is malformed: ${error.message}`;
    throw error;
  }
};

const regexpMatch = (id: string, name: TypeName): XacmlFunction =>
  define(id, ["string", name], "boolean", isMatch, problemWithPattern);

/** A whole address, a domain, or the end of a domain after a dot (core §A.3.14). */
const rfc822NameMatch = (wanted: string, name: Rfc822Name): boolean => {
  const parts = wanted.split("@");
  const [local = "", domain = ""] = parts;
  if (parts.length > 2 || (parts.length === 2 && (local === "" || domain === ""))) {
    throw processingError("rfc822Name-match was given neither an address nor a domain.");
  }
  if (parts.length === 2) return local === name.local && name.hasDomain(domain);
  if (local.startsWith(".")) return name.domain.toLowerCase().endsWith(local.toLowerCase());
  return name.hasDomain(local);
};

/** Core §A.3.13 and §A.3.14. */
export const matchFunctions: readonly XacmlFunction[] = [
  regexpMatch(`${V1}string-regexp-match`, "string"),
  // XACML 1.0 had the words the other way round.
  regexpMatch(`${V1}regexp-string-match`, "string"),
  regexpMatch(`${V2}anyURI-regexp-match`, "anyURI"),
  regexpMatch(`${V2}ipAddress-regexp-match`, "ipAddress"),
  regexpMatch(`${V2}dnsName-regexp-match`, "dnsName"),
  regexpMatch(`${V2}rfc822Name-regexp-match`, "rfc822Name"),
  regexpMatch(`${V2}x500Name-regexp-match`, "x500Name"),
  define(`${V1}x500Name-match`, ["x500Name", "x500Name"], "boolean", (end, name) => end.isEndOf(name)),
  define(`${V1}rfc822Name-match`, ["string", "rfc822Name"], "boolean", rfc822NameMatch),
];
