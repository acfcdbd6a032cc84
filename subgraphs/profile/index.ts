export type { ProfileConfig } from "./config.js";
export { profileErrors } from "./errors.js";
export { importOrganizationAddresses, readOrganizationAddresses } from "./import.js";
export { createHttpSender } from "./messages/http-sender.js";
export type { Message, SendMessage } from "./messages/message.js";
export { createMessageWork } from "./messages/work.js";
export { type ProfileSeed, seedProfiles } from "./seed.js";
export { ProfileStore } from "./store.js";
export { buildProfileSubgraph, openProfileRoom } from "./subgraph.js";
