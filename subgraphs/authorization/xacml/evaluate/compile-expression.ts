import type { Runtime, Scope, Thunk } from "../functions/function.js";
import type { Designator, Expression, Selector, Variable } from "../model/policy.js";
import {
  designatedValues,
  type IndividualRequest,
  missingAttribute,
  type ReadValue,
  type Slots,
} from "./request-context.js";
import { selectValues } from "./selectors.js";

/** Turns expressions into closures, and gives every attribute and variable its slot. */
export class ExpressionCompiler implements Slots {
  readonly bags: ((request: IndividualRequest) => readonly ReadValue[])[] = [];
  readonly variables: Thunk[] = [];
  readonly #slotByName = new Map<string, number>();
  readonly #slotByVariable = new Map<Variable, number>();

  /** The slot of an attribute; the same attribute has the same slot wherever it stands. */
  slotOf(source: Designator | Selector): number {
    const { mustBePresent: _, ...identity } = source;
    const name = JSON.stringify(identity);
    const known = this.#slotByName.get(name);
    if (known !== undefined) return known;
    const slot = this.bags.length;
    this.bags.push(source.kind === "designator" ? designatedValues(source) : selectValues(source));
    this.#slotByName.set(name, slot);
    return slot;
  }

  compile(expression: Expression): Thunk {
    switch (expression.kind) {
      case "literal": {
        const { value } = expression;
        return () => value;
      }
      case "designator":
      case "selector":
        return this.#bag(expression);
      case "variable":
        return this.#variable(expression);
      case "apply": {
        const args = expression.args.map((arg) => this.compile(arg));
        return expression.function.lazy?.(args) ?? strictly(expression.function.call, args);
      }
      case "apply-higher-order": {
        const { function: called, inner } = expression;
        return strictly(
          (values, scope) => called.call(inner, values, scope),
          expression.args.map((arg) => this.compile(arg)),
        );
      }
    }
  }

  #bag(source: Designator | Selector): Thunk {
    const slot = this.slotOf(source);
    if (!source.mustBePresent) return (scope) => scope.bag(slot);
    const failure = () => missingAttribute(missing(source));
    return (scope) => {
      const bag = scope.bag(slot);
      if (bag.length === 0) throw failure();
      return bag;
    };
  }

  #variable(variable: Variable): Thunk {
    let slot = this.#slotByVariable.get(variable);
    if (slot === undefined) {
      const thunk = this.compile(variable.expression);
      slot = this.variables.length;
      this.variables.push(thunk);
      this.#slotByVariable.set(variable, slot);
    }
    const at = slot;
    return (scope) => scope.variable(at);
  }
}

export const missing = (source: Designator | Selector) => ({
  category: source.category,
  attributeId: source.kind === "designator" ? source.attributeId : source.path,
  dataType: source.dataType,
  issuer: source.kind === "designator" ? source.issuer : null,
});

type Call = (args: readonly Runtime[], scope: Scope) => Runtime;

const strictly = (call: Call, args: readonly Thunk[]): Thunk => {
  const [first, second, ...more] = args;
  if (first !== undefined && second === undefined) return (scope) => call([first(scope)], scope);
  if (first !== undefined && second !== undefined && more.length === 0) {
    return (scope) => call([first(scope), second(scope)], scope);
  }
  return (scope) =>
    call(
      args.map((arg) => arg(scope)),
      scope,
    );
};
