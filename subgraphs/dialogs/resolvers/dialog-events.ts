import { Arg, Resolver, Root, Subscription } from "type-graphql";
import { UuidScalar } from "../../../schema/scalars.js";
import { dialogsError } from "../errors.js";
import type { StreamContext } from "../stream/stream-context.js";
import { DialogEventPayload } from "../types/dialog-event.js";

@Resolver()
export class DialogEventsResolver {
  @Subscription(() => DialogEventPayload, {
    description:
      "What happens to a dialog while one looks at it. Ask at `POST /graphql/stream` (server-sent events), with the " +
      "dialog's own `dialogToken` as bearer; it ends when the token expires.",
    subscribe: ({ args, context }) => (context as StreamContext).dialogEvents(String(args["dialogId"])),
  })
  dialogEvents(
    @Arg("dialogId", () => UuidScalar, { description: "The dialog's id: the one that the token is of." })
    dialogId: string,
    @Root() event: DialogEventPayload | undefined,
  ): DialogEventPayload {
    if (event !== undefined) return event;
    throw dialogsError(
      "SUBSCRIPTION_ELSEWHERE",
      `Ask for the events of dialog ${dialogId} at POST /graphql/stream, with its dialog token.`,
    );
  }
}
