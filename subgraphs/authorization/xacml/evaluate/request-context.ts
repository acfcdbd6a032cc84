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
import { momentAt } from "../values/moment.js";
import { ValueError } from "../values/value-error.js";
import { XPathExpression } from "../values/xpath-expression.js";
import type { XmlDocument } from "../xml/node.js";

/** A value as it was sent, with its meaning. */
export interface ReadValue {
  readonly value: Value;
  readonly sent: RequestValue;
}

const ENVIRONMENT: Readonly<Record<string, "time" | "date" | "dateTime">> = {
  [ATTRIBUTE.currentTime]: "time",
  [ATTRIBUTE.currentDate]: "date",
  [ATTRIBUTE.currentDateTime]: "dateTime",
};

const readValue = (sent: RequestValue, type: DataType): ReadValue => {
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

/** One decision that is asked for: the attributes by category and id. Read once, for any number of policies. */
export class IndividualRequest {
  readonly categories: readonly RequestCategory[];
  readonly #nowMillis: number;
  readonly #byName = new Map<string, RequestAttribute[]>();

  /** @param nowMillis for the current date and time, where the request has none (core §7.3.5) */
  constructor(categories: readonly RequestCategory[], nowMillis: number) {
    this.categories = categories;
    this.#nowMillis = nowMillis;
    for (const { category, attributes } of categories) {
      for (const attribute of attributes) {
        const name = `${category}\n${attribute.attributeId}`;
        const others = this.#byName.get(name);
        if (others === undefined) this.#byName.set(name, [attribute]);
        else others.push(attribute);
      }
    }
  }

  /**
   * The values of an attribute that have exactly the data type, and the issuer where one is asked for (core §7.3.4).
   * @throws EvaluationFailure where a value is not of its data type
   */
  values(designator: Designator): readonly ReadValue[] {
    const type = DATA_TYPES[designator.type.name] as DataType;
    const attributes = this.#byName.get(`${designator.category}\n${designator.attributeId}`) ?? [];
    const found: ReadValue[] = [];
    let isSent = false;
    for (const { issuer, values } of attributes) {
      for (const sent of values) {
        if (sent.dataType !== designator.dataType && dataTypeById(sent.dataType) !== type) continue;
        isSent = true;
        if (designator.issuer !== null && designator.issuer !== issuer) continue;
        found.push(readValue(sent, type));
      }
    }
    return isSent ? found : this.#current(designator);
  }

  content(category: string): XmlDocument | null {
    return this.categories.find((one) => one.category === category)?.content ?? null;
  }

  #current({ category, attributeId, issuer, type, dataType }: Designator): readonly ReadValue[] {
    const kind = ENVIRONMENT[attributeId];
    if (category !== CATEGORY.environment || kind !== type.name || issuer !== null) return [];
    const value = momentAt(kind, this.#nowMillis);
    return [{ value, sent: { dataType, text: value.toString(), path: null } }];
  }
}

export const missingAttribute = (missing: MissingAttribute): EvaluationFailure =>
  new EvaluationFailure(
    STATUS.missingAttribute,
    `The attribute ${missing.attributeId} of ${missing.category} is missing.`,
    [missing],
  );

/** What a compiled policy asks for; the numbers are its slots. */
export interface Slots {
  readonly bags: readonly ((request: IndividualRequest) => readonly ReadValue[])[];
  readonly variables: readonly Thunk[];
}

/** One evaluation of one policy: every attribute and every variable is looked up once at most. */
export class EvaluationScope implements Scope {
  readonly request: IndividualRequest;
  /** Filled with the policies that apply, where the request asks for them. */
  readonly applicable: PolicyIdentifier[] | null;
  readonly #slots: Slots;
  readonly #read: (readonly ReadValue[] | undefined)[];
  readonly #bags: (readonly Value[] | undefined)[];
  readonly #variables: (Runtime | EvaluationFailure | undefined)[];

  constructor(request: IndividualRequest, slots: Slots, listsPolicies: boolean) {
    this.request = request;
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
