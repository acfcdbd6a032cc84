export type { FormDefinitionRow, FormInstanceRow } from "../../drizzle/forms/tables.js";
export type { FormsConfig } from "./config.js";
export { formsErrors } from "./errors.js";
export { type FormsSeed, seedForms } from "./seed.js";
export { FormsStore } from "./store.js";
export { buildFormsSubgraph, openFormsRoom } from "./subgraph.js";
