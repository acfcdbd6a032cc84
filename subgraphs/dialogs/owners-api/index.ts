export { mountOwnersApi, ownersOperations } from "./mount.js";
export { API_PATH } from "./operations.js";
