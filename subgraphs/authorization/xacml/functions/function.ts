import { STATUS, type StatusCode } from "../model/names.js";
import type { TypeName, Value, ValueOf } from "../values/data-types.js";
import type { XmlDocument } from "../xml/node.js";

/** The static type of an expression: one value, or a bag of any number of them. */
export interface Type {
  readonly name: TypeName;
  readonly isBag: boolean;
}

/** A type as function tables write it: `string`, or `string*` for a bag. */
export type TypeText = TypeName | `${TypeName}*`;

export type RuntimeOf<Text extends TypeText> = Text extends `${infer Name extends TypeName}*`
  ? readonly ValueOf[Name][]
  : Text extends TypeName
    ? ValueOf[Text]
    : never;

/** What an expression evaluates to; its type is known from the policy. */
export type Runtime = Value | readonly Value[];

/** An attribute that was asked for and is not there (core §5.58). */
export interface MissingAttribute {
  readonly category: string;
  readonly attributeId: string;
  readonly dataType: string;
  readonly issuer: string | null;
}

/** "Indeterminate" while an expression is evaluated. */
export class EvaluationFailure extends Error {
  constructor(
    readonly status: StatusCode,
    message: string,
    readonly missing: readonly MissingAttribute[] = [],
  ) {
    super(message);
    this.name = "EvaluationFailure";
  }
}

export const processingError = (message: string): EvaluationFailure =>
  new EvaluationFailure(STATUS.processingError, message);

export const syntaxError = (message: string): EvaluationFailure =>
  new EvaluationFailure(STATUS.syntaxError, message);

/** What is known while one request is decided. Slots are numbered when a policy is compiled. */
export interface Scope {
  /** The values of the attribute in this slot. @throws EvaluationFailure where one is not of its data type */
  bag(slot: number): readonly Value[];
  /** The value of the variable in this slot, found once. @throws EvaluationFailure */
  variable(slot: number): Runtime;
  /** Counts steps of work, each about one value looked at. @throws EvaluationFailure where there were too many */
  spend(steps: number): void;
  /** The `<Content>` of a category as a document of its own, or `null`. */
  content(category: string): XmlDocument | null;
}

/** Evaluates an argument, when it is needed. */
export type Thunk = (scope: Scope) => Runtime;

export interface XacmlFunction {
  readonly id: string;
  readonly parameters: readonly Type[];
  /** The type of any further arguments; `null` where there may be none. */
  readonly rest: Type | null;
  readonly result: Type;
  /** @throws EvaluationFailure */
  readonly call: (args: readonly Runtime[], scope: Scope) => Runtime;
  /** For functions that need not evaluate all their arguments. */
  readonly lazy: ((args: readonly Thunk[]) => Thunk) | null;
  /** What is wrong with arguments that are literals, so that it is said when the policy is loaded; or `null`. */
  readonly problemWith: ((literals: readonly (Runtime | null)[]) => string | null) | null;
}

/** The type of an argument, or `null` where there may be none. */
export const parameterAt = ({ parameters, rest }: XacmlFunction, index: number): Type | null =>
  parameters[index] ?? rest;

export const typeOf = (text: TypeText): Type =>
  text.endsWith("*")
    ? { name: text.slice(0, -1) as TypeName, isBag: true }
    : { name: text as TypeName, isBag: false };

export const printType = ({ name, isBag }: Type): string => (isBag ? `bag of ${name}` : name);

/** Prefixes of the standard's function identifiers, by the version that brought them. */
export const V1 = "urn:oasis:names:tc:xacml:1.0:function:";
export const V2 = "urn:oasis:names:tc:xacml:2.0:function:";
export const V3 = "urn:oasis:names:tc:xacml:3.0:function:";

type Runtimes<Texts extends readonly TypeText[]> = { [Key in keyof Texts]: RuntimeOf<Texts[Key]> };

/** A function of a fixed number of arguments. */
export const define = <const Parameters extends readonly TypeText[], Result extends TypeText>(
  id: string,
  parameters: Parameters,
  result: Result,
  call: (...args: [...Runtimes<Parameters>, scope: Scope]) => RuntimeOf<Result>,
  problemWith: XacmlFunction["problemWith"] = null,
): XacmlFunction => ({
  id,
  parameters: parameters.map(typeOf),
  rest: null,
  result: typeOf(result),
  // The loader has checked the types of all arguments.
  call: (args, scope) => call(...(args as [...Runtimes<Parameters>]), scope) as Runtime,
  lazy: null,
  problemWith,
});

/** A function of any number of arguments of one type, from a least number on. */
export const defineMany = <Parameter extends TypeText, Result extends TypeText>(
  id: string,
  { of, atLeast }: { readonly of: Parameter; readonly atLeast: number },
  result: Result,
  call: (args: readonly RuntimeOf<Parameter>[]) => RuntimeOf<Result>,
): XacmlFunction => ({
  id,
  parameters: Array.from({ length: atLeast }, () => typeOf(of)),
  rest: typeOf(of),
  result: typeOf(result),
  call: (args) => call(args as readonly RuntimeOf<Parameter>[]) as Runtime,
  lazy: null,
  problemWith: null,
});
