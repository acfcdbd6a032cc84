import { parentPort } from "node:worker_threads";
import { messageOf } from "../../lib/errors.js";
import { type SchemaMessage, type SchemaReply, schemaJobs } from "./jobs.js";

// The thread that works on schemas: see schema-thread.ts, which starts it.
const port = parentPort;
if (port === null) throw new Error("This module is a thread's: start it as a worker.");

const answer = async ({ job, question }: SchemaMessage): Promise<SchemaReply> => {
  try {
    const work = schemaJobs[job] as (question: unknown) => Promise<unknown>;
    return { kind: "answer", answer: await work(question) };
  } catch (error) {
    return { kind: "failed", message: messageOf(error) };
  }
};

port.on("message", async (message: SchemaMessage) => port.postMessage(await answer(message)));
