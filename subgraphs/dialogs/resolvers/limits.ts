import { Query, Resolver } from "type-graphql";
import { SEARCH_LIMITS } from "../rules/limits.js";
import { Limits } from "../types/limits.js";

@Resolver()
export class LimitsResolver {
  @Query(() => Limits, { description: "How much may be asked for at once." })
  limits(): Limits {
    return SEARCH_LIMITS;
  }
}
