export { mountStream } from "./routes.js";
export { createStreams, type StreamLimits } from "./streams.js";
