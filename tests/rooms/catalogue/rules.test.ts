import { expect, it } from "vitest";
import { servicesOf } from "../../../subgraphs/catalogue/rules/usable.js";
import { partyOf } from "../../kit/ask-room.js";
import { scopeOf, urnOf } from "./catalogue.js";

it("names each service of a scope once, ascending, whoever it is for and however it was given", () => {
  const scope = {
    ...scopeOf({ 0: ["tax", "vat"], 1: ["building", "tax"] }),
    instances: [
      {
        party: partyOf(2),
        service: urnOf("permit"),
        instanceRef: "urn:altinn:dialog-id:1",
        requiredLevel: 4,
      },
      { party: partyOf(2), service: urnOf("tax"), instanceRef: "urn:altinn:dialog-id:2", requiredLevel: 3 },
    ],
  };
  expect(servicesOf(scope)).toEqual(["building", "permit", "tax", "vat"].map(urnOf));
  expect(servicesOf({ level: 4, groups: [], instances: [] })).toEqual([]);
});
