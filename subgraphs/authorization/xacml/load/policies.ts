import { DomainError } from "../../../../lib/errors.js";
import { policyError } from "../errors.js";
import type { IllTypedPolicy, PolicyReference, PolicyTree } from "../model/policy.js";
import { readIdentity, readPolicyDocument } from "./policy.js";

/** One policy document, as it was given. */
export interface PolicyDocument {
  /** What messages call it, such as its file name. */
  readonly name: string;
  readonly content: Uint8Array | string;
}

/** Policies that were loaded together: every reference leads to one of them, and none in a circle. */
export interface Policies {
  /** Those that no other refers to, in any version. Where there are several, only one of them may apply to a request. */
  readonly initial: readonly PolicyTree[];
  readonly resolve: (reference: PolicyReference) => PolicyTree | IllTypedPolicy;
  /** Those that can only be referred to: where such a reference is evaluated, it is Indeterminate (core §7.15). */
  readonly illTyped: readonly IllTypedPolicy[];
}

type Loaded = PolicyTree | IllTypedPolicy;

/** How many policies there may be when every reference is followed, each time it stands. */
const MAX_FOLLOWED = 10_000;
/** How many of them may lie in each other. */
const MAX_DEPTH = 200;

const compareVersions = (a: string, b: string): number => {
  const [left, right] = [a.split("."), b.split(".")];
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = Number(left[i] ?? -1) - Number(right[i] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
};

/** Core §5.13: `*` stands for one number, `+` for any more. */
const matchesVersion = (pattern: string | null, version: string): boolean => {
  if (pattern === null) return true;
  const parts = version.split(".");
  const wanted = pattern.split(".");
  for (const [i, part] of wanted.entries()) {
    if (part === "+") return parts.length >= i;
    if (parts[i] === undefined || (part !== "*" && Number(part) !== Number(parts[i]))) return false;
  }
  return parts.length === wanted.length;
};

const bound = (pattern: string | null): string | null =>
  pattern === null
    ? null
    : pattern
        .split(".")
        .filter((part) => /^\d+$/.test(part))
        .join(".");

const fits = (reference: PolicyReference, { version }: Loaded): boolean => {
  const [earliest, latest] = [bound(reference.earliestVersion), bound(reference.latestVersion)];
  return (
    matchesVersion(reference.version, version) &&
    (earliest === null || compareVersions(version, earliest) >= 0) &&
    (latest === null ||
      compareVersions(version, latest) <= 0 ||
      matchesVersion(reference.latestVersion, version))
  );
};

const nameOf = (one: Loaded): string => `${one.kind === "ill-typed" ? one.of : one.kind} ${one.id}`;

const resolver = (all: readonly Loaded[]) => {
  const byId = new Map<string, Loaded[]>();
  for (const tree of all) {
    const key = nameOf(tree);
    const others = byId.get(key) ?? [];
    if (others.some(({ version }) => version === tree.version)) {
      throw policyError(
        "POLICY_INVALID",
        `The policy "${tree.id}", version ${tree.version}, was given twice.`,
      );
    }
    byId.set(key, [...others, tree]);
  }
  return (reference: PolicyReference): Loaded => {
    const found = (byId.get(`${reference.to} ${reference.id}`) ?? [])
      .filter((tree) => fits(reference, tree))
      .sort((a, b) => compareVersions(b.version, a.version))[0];
    if (found !== undefined) return found;
    const what = reference.to === "policy" ? "policy" : "policy set";
    throw policyError(
      "POLICY_INVALID",
      `${reference.place}: the ${what} "${reference.id}" was not given, or not in a version that fits.`,
    );
  };
};

/** How many policies a tree holds when its references are followed, and how deep they lie in each other. */
interface Extent {
  readonly size: number;
  readonly depth: number;
}

/** Follows every reference once, refusing circles and what grows too large. */
class ReferenceWalk {
  /** The names of all that were referred to. */
  readonly referred = new Set<string>();
  readonly #resolve: Policies["resolve"];
  readonly #extents = new Map<PolicyTree, Extent>();
  readonly #open = new Set<PolicyTree>();

  constructor(resolve: Policies["resolve"]) {
    this.#resolve = resolve;
  }

  extentOf(tree: Loaded): Extent {
    if (tree.kind === "ill-typed") return { size: 1, depth: 1 };
    const known = this.#extents.get(tree);
    if (known !== undefined) return known;
    this.#open.add(tree);
    if (this.#open.size > MAX_DEPTH) throw tooMuch(tree);
    let [size, depth] = [1, 1];
    for (const child of tree.kind === "policy-set" ? tree.children : []) {
      const extent = this.extentOf(child.kind === "policy-reference" ? this.#follow(child) : child);
      size += extent.size;
      depth = Math.max(depth, 1 + extent.depth);
      if (size > MAX_FOLLOWED || depth > MAX_DEPTH) throw tooMuch(tree);
    }
    this.#open.delete(tree);
    this.#extents.set(tree, { size, depth });
    return { size, depth };
  }

  #follow(reference: PolicyReference): Loaded {
    const target = this.#resolve(reference);
    if (target.kind !== "ill-typed" && this.#open.has(target)) {
      throw policyError(
        "POLICY_INVALID",
        `${reference.place}: the references to "${reference.id}" run in a circle.`,
      );
    }
    this.referred.add(nameOf(target));
    return target;
  }
}

const tooMuch = ({ id }: PolicyTree) =>
  policyError(
    "POLICY_INVALID",
    `The policy set "${id}" holds more than ${MAX_FOLLOWED} policies when its references are followed, or more than ` +
      `${MAX_DEPTH} in each other.`,
  );

/** Reads a document; one that is ill-typed may still be one that is never reached. */
const read = ({ content, name }: PolicyDocument): Loaded => {
  try {
    return readPolicyDocument(content, name);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "POLICY_ILL_TYPED") throw error;
    const { kind, id, version } = readIdentity(content, name);
    return { kind: "ill-typed", of: kind, id, version, problem: error.message };
  }
};

/**
 * Loads policies that belong together. An ill-typed one is let through only where another refers to it.
 * @throws DomainError `POLICY_INVALID`, `POLICY_ILL_TYPED`, `POLICY_UNSUPPORTED`
 */
export const loadPolicies = (documents: readonly PolicyDocument[]): Policies => {
  if (documents.length === 0) throw policyError("POLICY_INVALID", "No policy was given; give at least one.");
  const all = documents.map(read);
  const resolve = resolver(all);
  const walk = new ReferenceWalk(resolve);
  for (const one of all) walk.extentOf(one);
  const illTyped = all.filter((one) => one.kind === "ill-typed");
  const unreached = illTyped.find((one) => !walk.referred.has(nameOf(one)));
  if (unreached !== undefined) throw policyError("POLICY_ILL_TYPED", unreached.problem);
  const trees = all.filter((one) => one.kind !== "ill-typed");
  return { initial: trees.filter((tree) => !walk.referred.has(nameOf(tree))), resolve, illTyped };
};
