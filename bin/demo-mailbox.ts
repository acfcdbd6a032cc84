import type { FastifyInstance } from "fastify";
import type { Message, SendMessage } from "../subgraphs/profile/index.js";

/** Messages that are kept; older ones go. */
const KEPT = 100;

/** The demo's own way to deliver messages: whoever reaches the port can read them, newest first. */
export interface DemoMailbox {
  readonly send: SendMessage;
  /** Mounts `GET /demo/mailbox`; `?to=` for one recipient. */
  mount(app: FastifyInstance): void;
}

const shown = ({ channel, to, subject, text }: Message): string =>
  [
    `${channel === "EMAIL" ? "E-mail" : "Text message"} to ${to}`,
    ...(channel === "EMAIL" ? [subject] : []),
    text,
  ].join("\n");

export const createDemoMailbox = (): DemoMailbox => {
  const messages: Message[] = [];
  return {
    async send(message) {
      if (messages.some(({ id }) => id === message.id)) return;
      messages.unshift(message);
      messages.length = Math.min(messages.length, KEPT);
    },
    mount(app) {
      app.get<{ Querystring: { to?: unknown } }>("/demo/mailbox", (request, reply) => {
        const { to } = request.query;
        const wanted = messages.filter((message) => to === undefined || message.to === to);
        const text = wanted.length === 0 ? "No messages yet." : wanted.map(shown).join("\n\n");
        return reply.type("text/plain; charset=utf-8").header("cache-control", "no-store").send(`${text}\n`);
      });
    },
  };
};
