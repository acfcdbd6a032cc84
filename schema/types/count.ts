import "reflect-metadata"; // before any class with decorators is evaluated
import { Directive, Field, Int, ObjectType, registerEnumType } from "type-graphql";

/** How a count is to be read. */
export enum CountPrecision {
  EXACT = "EXACT",
  AT_LEAST = "AT_LEAST",
}

registerEnumType(CountPrecision, {
  name: "CountPrecision",
  description: "How a count is to be read.",
  valuesConfig: {
    EXACT: { description: "That many, no more and no less." },
    AT_LEAST: { description: "That many or more: counting stopped at a limit, or a source is missing." },
  },
});

@ObjectType("Count", { description: "A number of things, and how sure it is.", simpleResolvers: true })
@Directive("@shareable")
export class Count {
  @Field(() => Int, { description: "How many." })
  value!: number;

  @Field(() => CountPrecision, { description: "Whether there may be more." })
  precision!: CountPrecision;
}

/** What was counted up to a limit: exact below it. */
export const countUpTo = (counted: number, limit: number): Count =>
  counted > limit
    ? { value: limit, precision: CountPrecision.AT_LEAST }
    : { value: counted, precision: CountPrecision.EXACT };

/** A number that was counted whole, or up to some bound. */
export const countOf = (value: number, isExact: boolean): Count => ({
  value,
  precision: isExact ? CountPrecision.EXACT : CountPrecision.AT_LEAST,
});
