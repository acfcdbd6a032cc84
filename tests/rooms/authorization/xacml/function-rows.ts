import { describe, expect, it } from "vitest";
import { apply, decide, request, value as v, when } from "./write.js";

/** An expression, and whether it is true, false, or cannot be evaluated. */
export type Row = readonly [name: string, expression: string, expected: true | false | "error"];

export const s = (text: string) => v("string", text);
export const i = (number: number | string) => v("integer", String(number));
export const d = (number: number | string) => v("double", String(number));
export const b = (truth: boolean) => v("boolean", String(truth));
export const uri = (text: string) => v("anyURI", text);
export const bag = (type: string, ...texts: readonly string[]) =>
  apply(
    `${/Duration$/.test(type) ? "3.0" : /^(ip|dns)/.test(type) ? "2.0" : "1.0"}/${type}-bag`,
    ...texts.map((t) => v(type, t)),
  );
export const eq = (type: string, ...args: readonly string[]) =>
  apply(`${/Duration$/.test(type) ? "3.0" : "1.0"}/${type}-equal`, ...args);
/** Something that fails when it is evaluated. */
export const FAILS = apply("1.0/boolean-one-and-only", bag("boolean"));

export const answer = (expression: string): Row[2] => {
  const decision = decide(when(expression), request({}));
  if (decision === "Indeterminate") return "error";
  return decision === "Permit";
};

export const suite = (title: string, rows: readonly Row[]) =>
  describe(title, () => {
    it.each(rows)("%s", (_, expression, expected) => expect(answer(expression)).toBe(expected));
  });
