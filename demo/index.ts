export { agencyExamples } from "./agencies/examples.js";
export type { Example } from "./example.js";
export { sandboxExamples } from "./examples.js";
export { type NewOfWorld, namesOfRows, withoutGiven } from "./given.js";
export { type DemoIssuer, type DemoToken, generateIssuerKey, openDemoIssuer } from "./issuer.js";
export { type Persona, personas } from "./personas.js";
export { createDemoWorld, type DemoOptions, type DemoWorld } from "./world.js";
