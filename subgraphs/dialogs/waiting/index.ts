export { openWaiting, type RoomWaiting } from "./open-waiting.js";
export { createWaitingWork, LEASE_MILLIS, type WaitingWorkParts } from "./work.js";
