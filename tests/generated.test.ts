import { expect, it } from "vitest";
import { staleFiles } from "../bin/generate.js";

it("has every generated file as the sources give it (else: npm run generate)", () => {
  expect(staleFiles()).toEqual([]);
});
