import { join } from "node:path";
import { SECOND_MILLIS, systemClock } from "../lib/clock.js";
import { dialogTokenKeys } from "../subgraphs/dialogs/index.js";
import {
  createDirectoryFileStore,
  createHttpPaymentProvider,
  createS3FileStore,
  type FormsConfig,
  type PaymentProvider,
} from "../subgraphs/forms/index.js";
import { DEMO_PAYMENTS_PATH } from "./demo-payments.js";
import type { Keys } from "./keys.js";
import { createGraphPort, type SendQuestion } from "./room/graph-port.js";
import type { Settings } from "./settings.js";

/** What the forms room is given besides what all rooms share. */
export type FormsOptions = Pick<
  FormsConfig,
  "linkKey" | "signingSeed" | "files" | "spoolDirectory" | "payments" | "graph" | "dialogTokenKeys"
>;

const PAYMENT_TIMEOUT_MILLIS = 10 * SECOND_MILLIS;

/** Whoever takes the money: the provider that the settings name, the demo's own, or nobody. */
const paymentsOf = (
  { paymentProvider, demo }: Pick<Settings, "paymentProvider" | "demo">,
  { demoPaymentSecret }: Pick<Keys, "demoPaymentSecret">,
  publicUrl: () => string,
): PaymentProvider | null => {
  const timeoutMillis = PAYMENT_TIMEOUT_MILLIS;
  if (paymentProvider !== null) {
    const { url, secret } = paymentProvider;
    return createHttpPaymentProvider({ url: () => url, secret, timeoutMillis }, systemClock);
  }
  const url = () => `${publicUrl()}${DEMO_PAYMENTS_PATH}`;
  return demo
    ? createHttpPaymentProvider({ url, secret: demoPaymentSecret, timeoutMillis }, systemClock)
    : null;
};

/**
 * The forms' keys, where attachments are kept (in the data directory, or in an S3-compatible store), and who is paid.
 * @param publicUrl where this installation is reached; asked at each use
 * @param send asks a gateway of this installation
 */
export const formsOptionsOf = (
  settings: Pick<Settings, "dataDirectory" | "files" | "paymentProvider" | "demo">,
  keys: Pick<Keys, "linkKey" | "signingSeed" | "demoPaymentSecret" | "roomsKey" | "dialogTokenSeeds">,
  publicUrl: () => string,
  send: SendQuestion,
): FormsOptions => ({
  graph: createGraphPort({ key: keys.roomsKey, clock: systemClock, send }),
  dialogTokenKeys: new Map(
    dialogTokenKeys(keys.dialogTokenSeeds).map(({ kid, publicKey }) => [kid, publicKey]),
  ),
  linkKey: keys.linkKey,
  signingSeed: keys.signingSeed,
  files:
    settings.files === null
      ? createDirectoryFileStore(join(settings.dataDirectory, "files"))
      : createS3FileStore(settings.files),
  spoolDirectory: join(settings.dataDirectory, "incoming"),
  payments: paymentsOf(settings, keys, publicUrl),
});
