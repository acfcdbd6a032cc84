import { expect, it } from "vitest";
import { countUpTo } from "../../schema/types/count.js";

it.each([
  [0, { value: 0, precision: "EXACT" }],
  [100, { value: 100, precision: "EXACT" }],
  [101, { value: 100, precision: "AT_LEAST" }],
])("counts %i up to a limit of 100 as %o", (counted, count) => {
  expect(countUpTo(counted, 100)).toEqual(count);
});
