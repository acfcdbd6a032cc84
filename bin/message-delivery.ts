import { createHttpSender, type SendMessage } from "../subgraphs/profile/index.js";
import type { Settings } from "./settings.js";

/** Who delivers messages to people: the service that the settings name; nobody where they name none. */
export const messageDelivery = ({
  messagesUrl: url,
  messagesToken: token,
}: Pick<Settings, "messagesUrl" | "messagesToken">): { readonly sendMessage?: SendMessage } =>
  url === null ? {} : { sendMessage: createHttpSender({ url, token }) };
