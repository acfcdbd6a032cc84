import type { Expression, Variable } from "../model/policy.js";
import type { XmlElement } from "../xml/node.js";
import { readOnlyExpression, type Variables } from "./expressions.js";
import { ElementReader, type Source } from "./place.js";

export const NO_VARIABLES: Variables = {
  find: (id, from) => {
    throw from.invalid(`there is no variable "${id}" here.`);
  },
};

/** How many calls may lie in each other when variables are followed. One document alone cannot nest so deep. */
const MAX_DEPTH = 200;

const depthOf = (expression: Expression): number => {
  if (expression.kind === "variable") return expression.depth;
  const args = expression.kind === "apply" || expression.kind === "apply-higher-order" ? expression.args : [];
  return 1 + args.reduce((deepest, arg) => Math.max(deepest, depthOf(arg)), 0);
};

/** How many calls an element of an expression stands in. */
const callsAround = (element: XmlElement): number => {
  let calls = 0;
  for (let at = element.parentNode; "localName" in at && at.localName === "Apply"; at = at.parentNode)
    calls += 1;
  return calls;
};

/** A policy's variables (core §5.23), each read when it is first referred to, so that their order does not matter. */
export class PolicyVariables implements Variables {
  readonly #source: Source;
  readonly #definitions = new Map<string, ElementReader>();
  readonly #read = new Map<string, Variable>();
  readonly #beingRead = new Set<string>();
  /** How many calls are being read around the reference that is followed. */
  #depth = 0;

  constructor(source: Source, definitions: readonly XmlElement[]) {
    this.#source = source;
    for (const element of definitions) {
      const reader = new ElementReader(this.#source, element);
      const id = reader.required("VariableId");
      if (this.#definitions.has(id)) throw reader.invalid(`the variable "${id}" is defined twice.`);
      this.#definitions.set(id, reader);
    }
  }

  find(id: string, from: ElementReader): Variable {
    const variable = this.#read.get(id) ?? this.#follow(id, from);
    if (this.#depth + variable.depth > MAX_DEPTH) throw tooDeep(from);
    return variable;
  }

  /** Reads also those that nothing refers to: they too must be right. */
  readAll(): void {
    for (const [id, reader] of this.#definitions) this.find(id, reader);
  }

  #follow(id: string, from: ElementReader): Variable {
    const reader = this.#definitions.get(id);
    if (reader === undefined) throw from.invalid(`there is no variable "${id}" in this policy.`);
    if (this.#beingRead.has(id)) throw from.invalid(`the variable "${id}" refers to itself.`);
    const calls = 1 + callsAround(from.element);
    this.#beingRead.add(id);
    this.#depth += calls;
    if (this.#depth > MAX_DEPTH) throw tooDeep(from);
    const expression = readOnlyExpression(reader, this);
    this.#depth -= calls;
    const variable: Variable = {
      kind: "variable",
      type: expression.type,
      id,
      expression,
      depth: 1 + depthOf(expression),
    };
    this.#read.set(id, variable);
    return variable;
  }
}

const tooDeep = (from: ElementReader): Error =>
  from.invalid(`calls lie in each other more than ${MAX_DEPTH} deep when variables are followed.`);
