import type { Answers, Kind, Order, Reply } from "./messages.js";

type Handlers = { [K in Kind]?: (order: Order) => Answers[K] | Promise<Answers[K]> };

const handlers: Handlers = {};
/** Orders that came before the program that answers them was loaded. */
const early: Order[] = [];

const answer = async (order: Order): Promise<void> => {
  const handle = handlers[order.kind];
  if (handle === undefined) {
    early.push(order);
    return;
  }
  let reply: Reply;
  try {
    reply = { id: order.id, answer: await handle(order) };
  } catch (error) {
    reply = { id: order.id, failure: error instanceof Error ? error.message : String(error) };
  }
  process.send?.(reply);
};

process.on("message", answer);
process.channel?.unref(); // a program that has nothing left to do ends, ordered about or not

/** Answers the benchmark's orders of these kinds, those included that came already. */
export const onOrder = (more: Handlers): void => {
  Object.assign(handlers, more);
  for (const order of early.splice(0)) void answer(order);
};
