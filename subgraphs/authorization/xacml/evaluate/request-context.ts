import { tableOf } from "../../../../lib/table-of.js";
import {
  EvaluationFailure,
  type MissingAttribute,
  type Runtime,
  type Scope,
  syntaxError,
  type Thunk,
} from "../functions/function.js";
import { ATTRIBUTE, CATEGORY, STATUS } from "../model/names.js";
import type { Designator } from "../model/policy.js";
import type { RequestAttribute, RequestCategory, RequestValue } from "../model/request.js";
import type { PolicyIdentifier } from "../model/response.js";
import { DATA_TYPES, type DataType, dataTypeById, type Value } from "../values/data-types.js";
import { type Moment, momentAt } from "../values/moment.js";
import { ValueError } from "../values/value-error.js";
import { XPathExpression } from "../values/xpath-expression.js";
import type { XmlDocument } from "../xml/node.js";
import type { Budget } from "./budget.js";

/** A value as it was sent, with its meaning. */
export interface ReadValue {
  readonly value: Value;
  readonly sent: RequestValue;
}

const ENVIRONMENT: Readonly<Record<string, "time" | "date" | "dateTime">> = tableOf({
  [ATTRIBUTE.currentTime]: "time",
  [ATTRIBUTE.currentDate]: "date",
  [ATTRIBUTE.currentDateTime]: "dateTime",
});

const readValue = (sent: RequestValue, type: DataType): ReadValue => {
  if (type.name === "string") return { sent, value: sent.text };
  if (type.name === "xpathExpression") {
    if (sent.path === null) throw syntaxError("An xpathExpression of the request has no XPathCategory.");
    const { category, namespaces } = sent.path;
    return { sent, value: new XPathExpression(sent.text, category, namespaces, true) };
  }
  try {
    return { sent, value: type.read(sent.text) };
  } catch (error) {
    if (error instanceof ValueError) throw syntaxError(`A value of the request is ${error.message}.`);
    throw error;
  }
};

const NONE: readonly RequestAttribute[] = [];
const NO_VALUES: readonly ReadValue[] = [];
const nameOf = (category: string, attributeId: string): string => `${category}\n${attributeId}`;

/** One decision that is asked for: the attributes by category and id. Read once, for any number of policies. */
export class IndividualRequest {
  readonly categories: readonly RequestCategory[];
  readonly #nowMillis: number;
  readonly #byName = new Map<string, RequestAttribute[]>();

  /** @param nowMillis for the current date and time, where the request has none (core §7.3.6) */
  constructor(categories: readonly RequestCategory[], nowMillis: number) {
    this.categories = categories;
    this.#nowMillis = nowMillis;
    for (const { category, attributes } of categories) {
      for (const attribute of attributes) {
        const name = nameOf(category, attribute.attributeId);
        const others = this.#byName.get(name);
        if (others === undefined) this.#byName.set(name, [attribute]);
        else others.push(attribute);
      }
    }
  }

  /** Every attribute with this name (see `nameOf`). */
  named(name: string): readonly RequestAttribute[] {
    return this.#byName.get(name) ?? NONE;
  }

  content(category: string): XmlDocument | null {
    return this.categories.find((one) => one.category === category)?.content ?? null;
  }

  /** The time of the decision. */
  now(kind: Moment["kind"]): Moment {
    return momentAt(kind, this.#nowMillis);
  }
}

type ReadValues = (request: IndividualRequest) => readonly ReadValue[];

/** The current date or time, where it is asked for and no request has said it (core §7.3.6). */
const currentValues = ({ category, attributeId, issuer, type, dataType }: Designator): ReadValues => {
  const kind = ENVIRONMENT[attributeId];
  if (category !== CATEGORY.environment || kind === undefined || kind !== type.name || issuer !== null) {
    return () => NO_VALUES;
  }
  return (request) => {
    const value = request.now(kind);
    return [{ value, sent: { dataType, text: value.toString(), path: null } }];
  };
};

/**
 * Finds the values of an attribute that have exactly its data type, and its issuer where one is asked for (core §7.3.4).
 * @throws EvaluationFailure, when called, where a value is not of its data type
 */
export const designatedValues = (designator: Designator): ReadValues => {
  const { dataType, issuer: wantedIssuer } = designator;
  const type = DATA_TYPES[designator.type.name] as DataType;
  const name = nameOf(designator.category, designator.attributeId);
  const current = currentValues(designator);
  return (request) => {
    const found: ReadValue[] = [];
    let isSent = false;
    for (const { issuer, values } of request.named(name)) {
      for (const sent of values) {
        if (sent.dataType !== dataType && dataTypeById(sent.dataType) !== type) continue;
        isSent = true;
        if (wantedIssuer !== null && wantedIssuer !== issuer) continue;
        found.push(readValue(sent, type));
      }
    }
    return isSent ? found : current(request);
  };
};

export const missingAttribute = (missing: MissingAttribute): EvaluationFailure =>
  new EvaluationFailure(
    STATUS.missingAttribute,
    `The attribute ${missing.attributeId} of ${missing.category} is missing.`,
    [missing],
  );

/** What a compiled policy asks for; the numbers are its slots. */
export interface Slots {
  readonly bags: readonly ReadValues[];
  readonly variables: readonly Thunk[];
}

/** One evaluation of one policy: every attribute and every variable is looked up once at most. */
export class EvaluationScope implements Scope {
  readonly request: IndividualRequest;
  /** Filled with the policies that apply, where the request asks for them. */
  readonly applicable: PolicyIdentifier[] | null;
  readonly #slots: Slots;
  readonly #budget: Budget;
  readonly #read: (readonly ReadValue[] | undefined)[];
  readonly #bags: (readonly Value[] | undefined)[];
  readonly #variables: (Runtime | EvaluationFailure | undefined)[];

  constructor(request: IndividualRequest, slots: Slots, budget: Budget, listsPolicies: boolean) {
    this.request = request;
    this.#budget = budget;
    this.applicable = listsPolicies ? [] : null;
    this.#slots = slots;
    this.#read = new Array(slots.bags.length);
    this.#bags = new Array(slots.bags.length);
    this.#variables = new Array(slots.variables.length);
  }

  /** As `bag`, with the text that was sent. */
  read(slot: number): readonly ReadValue[] {
    const known = this.#read[slot];
    if (known !== undefined) return known;
    const values = this.#slots.bags[slot]?.(this.request) ?? [];
    this.#read[slot] = values;
    return values;
  }

  bag(slot: number): readonly Value[] {
    const known = this.#bags[slot];
    if (known !== undefined) return known;
    const bag = this.read(slot).map(({ value }) => value);
    this.#bags[slot] = bag;
    return bag;
  }

  variable(slot: number): Runtime {
    let known = this.#variables[slot];
    if (known === undefined) {
      known = this.#find(slot);
      this.#variables[slot] = known;
    }
    if (known instanceof EvaluationFailure) throw known;
    return known;
  }

  spend(steps: number): void {
    this.#budget.spend(steps);
  }

  content(category: string): XmlDocument | null {
    return this.request.content(category);
  }

  #find(slot: number): Runtime | EvaluationFailure {
    try {
      return this.#slots.variables[slot]?.(this) ?? [];
    } catch (error) {
      if (error instanceof EvaluationFailure) return error;
      throw error;
    }
  }
}
