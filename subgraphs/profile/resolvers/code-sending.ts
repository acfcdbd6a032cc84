import { SECOND_MILLIS } from "../../../lib/clock.js";
import type { ProfileContext } from "../context.js";
import { type ReadAddress, readAddress } from "../rules/addresses.js";
import { CODE_LIFETIME_MILLIS } from "../rules/verification.js";
import { type AddressName, MAX_ADDRESSES, type SendOutcome, type VerifyOutcome } from "../store/addresses.js";
import { type ProfileError, ProfileLimitReached, ProfileTooSoon } from "../types/profile-error.js";
import { idNow, invalid } from "./answers.js";

const NO_DELIVERY =
  "No messages are sent from here, so no address can be verified. Whoever operates this installation can set it up.";

/** Reads an address and does something with it; or says what is wrong with it. */
export const withAddress = async <T>(
  channel: "EMAIL" | "SMS",
  typed: string,
  work: (name: AddressName) => Promise<T>,
): Promise<T | ProfileError> => {
  const read: ReadAddress = readAddress(channel, typed);
  return "problem" in read ? invalid(read.problem) : work(read);
};

/** Sends a code to an address of the viewer's, which is kept where it is not there yet. */
export const sendCode = async (
  context: ProfileContext,
  name: AddressName,
): Promise<Extract<SendOutcome, { address: unknown }> | ProfileError> => {
  const { call, clock, codes, hasDelivery, store } = context;
  if (!hasDelivery) return invalid(NO_DELIVERY);
  const messageId = idNow(context);
  const sent = await store.addresses.sendCode(context.own(), idNow(context), name, {
    messageId,
    codeHash: (addressId) => codes.hashOf(addressId, codes.codeOf(messageId)),
    expiresAt: clock() + CODE_LIFETIME_MILLIS,
    language: call.language,
    ownerKey: codes.keyOf("owner", call.viewer.party),
    recipientKey: codes.keyOf("recipient", name.value.toLowerCase()),
  });
  switch (sent.outcome) {
    case "LIMIT_REACHED":
      return new ProfileLimitReached(`You have ${MAX_ADDRESSES} addresses already. Remove one first.`);
    case "TOO_SOON": {
      const seconds = Math.ceil(sent.retryAfterMillis / SECOND_MILLIS);
      return new ProfileTooSoon(
        `A code was sent a short while ago. Try again in ${seconds} seconds.`,
        seconds,
      );
    }
    default:
      return sent;
  }
};

const WHY: Readonly<Record<"NOT_FOUND" | "EXPIRED" | "NO_ATTEMPTS_LEFT", string>> = {
  NOT_FOUND: "You have no such address. Have a code sent to it first.",
  EXPIRED: "The address waits for no code by now. Have a new one sent.",
  NO_ATTEMPTS_LEFT: "Too many wrong codes were tried. Have a new one sent.",
};

/** Tries a code for an address of the viewer's. */
export const tryCode = async (
  { codes, own, store }: ProfileContext,
  name: AddressName,
  code: string,
): Promise<Extract<VerifyOutcome, { outcome: "VERIFIED" }> | ProfileError> => {
  const tried = await store.addresses.verify(own(), name, (addressId, hash) =>
    codes.matches(addressId, code.replace(/\s/g, ""), hash),
  );
  switch (tried.outcome) {
    case "VERIFIED":
      return tried;
    case "WRONG":
      return invalid(`That is not the code. It can be tried ${tried.attemptsLeft} more times.`);
    default:
      return invalid(WHY[tried.outcome]);
  }
};
