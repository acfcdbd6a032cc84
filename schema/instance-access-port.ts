import { DomainError } from "../lib/errors.js";
import type { Call } from "./call.js";
import { createPortClient, type HttpPortOptions } from "./port-client.js";
import type { PartyUrn, ServiceUrn } from "./urns.js";
import { listOf, objectOf, type Read, text } from "./wire-readers.js";

/** What somebody is to be able to do with one thing of a party, by itself and no more. */
export interface InstanceAccess {
  readonly service: ServiceUrn;
  /** `urn:altinn:instance-id:{partyId}/{uuid}` of the party's own. */
  readonly instanceRef: string;
  /** Whose thing it is. */
  readonly from: PartyUrn;
  /** Who is let in. */
  readonly to: PartyUrn;
  /** `read`, `sign` …: exactly these from now on; none takes away what was given so before. */
  readonly actions: readonly string[];
}

/**
 * How a form lets somebody in to one submission, e.g. a person who is named to sign it, whatever else they may see of
 * the party. In one process a call, otherwise HTTP. What people gave each other is never touched.
 */
export interface InstanceAccessPort {
  /**
   * Sets it; the same again changes nothing.
   * @param call of the organisation whose service it is
   * @throws DomainError `SERVICE_OWNER_REQUIRED` for any other; `INSTANCE_ACCESS_REFUSED` where the register lacks one of
   *   them, or the thing is not the party's; `AUTHORIZATION_UNAVAILABLE` where no answer can be had
   */
  setAccess(call: Call, access: InstanceAccess): Promise<void>;
}

/** Where the authorization room's process answers it, below its URL. */
export const INSTANCE_ACCESS_PATH = "/port/instance-access";

const REFUSALS = ["SERVICE_OWNER_REQUIRED", "INSTANCE_ACCESS_REFUSED", "CATALOGUE_UNAVAILABLE"];

const access: Read<InstanceAccess> = objectOf<InstanceAccess>({
  service: text,
  instanceRef: text,
  from: text,
  to: text,
  actions: listOf(text),
});

/** @throws Error that says what is not as the contract has it */
export const readInstanceAccess = (value: unknown): InstanceAccess => access(value, "question");

const unavailable = (cause: unknown): DomainError => {
  const failure = new DomainError(
    "AUTHORIZATION_UNAVAILABLE",
    "Nobody could be let in to the submission just now; it is tried again.",
  );
  failure.cause = cause;
  return failure;
};

/** Authorization in another process, as the forms ask it. */
export const createHttpInstanceAccessPort = (
  options: HttpPortOptions,
): InstanceAccessPort & { close(): Promise<void> } => {
  const client = createPortClient(options, unavailable, REFUSALS);
  return {
    setAccess: (call, wanted) => client.ask(INSTANCE_ACCESS_PATH, call, wanted, () => undefined),
    close: () => client.close(),
  };
};
