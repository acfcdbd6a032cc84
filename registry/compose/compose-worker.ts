import { parentPort } from "node:worker_threads";
import { messageOf } from "../../lib/errors.js";
import { CompositionError, composeSupergraph } from "./compose.js";
import type { ComposeMessage, ComposeQuestion } from "./worker-messages.js";

// The thread that composes: see composer.ts, which starts it.
const port = parentPort;
if (port === null) throw new Error("This module is a thread's: start it as a worker.");

const answer = ({ subgraphs }: ComposeQuestion): ComposeMessage => {
  try {
    return { kind: "composed", supergraph: composeSupergraph(subgraphs) };
  } catch (error) {
    return error instanceof CompositionError
      ? { kind: "problems", problems: error.problems }
      : { kind: "failed", message: messageOf(error) };
  }
};

port.on("message", (question: ComposeQuestion) => port.postMessage(answer(question)));
