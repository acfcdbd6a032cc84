export type { TokenSubject } from "./claims.js";
export { createDialogTokens, type DialogTokens, type OpenedToken } from "./dialog-tokens.js";
export { type DialogTokenSeeds, dialogTokenKeys } from "./keys.js";
export { issuerOf, mountTokenKeys } from "./routes.js";
