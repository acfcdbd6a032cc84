import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { DomainError, type ErrorCatalogue, messageOf } from "../../lib/errors.js";
import { PORT_PATHS, readAccessRequests, readDecisions, readScope } from "../../schema/authorization-wire.js";
import { type Call, callErrors, type ReadCall } from "../../schema/call.js";
import { type DialogsPort, dialogsPortErrors } from "../../schema/dialogs-port.js";
import {
  DIALOGS_PATHS,
  readDialogId,
  readDialogThere,
  readDialogWrite,
  readDialogWriteOutcome,
} from "../../schema/dialogs-wire.js";
import {
  INSTANCE_ACCESS_PATH,
  type InstanceAccessPort,
  readInstanceAccess,
} from "../../schema/instance-access-port.js";
import { LANGUAGE_PATH, type LanguagePort, readChosenLanguage } from "../../schema/language-port.js";
import { PARTIES_PATH, type PartiesPort, readParties, readPartyUrns } from "../../schema/parties-port.js";
import type { PoliciesPort } from "../../schema/policies-port.js";
import {
  POLICIES_PATHS,
  readCheckedPolicy,
  readPoliciesInForce,
  readPolicyQuestion,
  readRegisteredService,
} from "../../schema/policies-wire.js";
import type { AuthorizationPort } from "../../schema/ports.js";
import { type ServicesPort, servicesErrors } from "../../schema/services-port.js";
import {
  readFamilies,
  readOrganization,
  readServiceIds,
  readServiceOwner,
  readServices,
  SERVICES_PATHS,
} from "../../schema/services-wire.js";
import { sharedErrors } from "../../schema/shared-errors.js";
import type { PublishedCallKeys } from "../call-keys.js";
import { callHeadersOf } from "./call-headers.js";

/** A thousand requests with their URNs are some 300 kB. */
const BODY_BYTES = 1_048_576;

const statuses: ErrorCatalogue = { ...callErrors, ...sharedErrors, ...servicesErrors, ...dialogsPortErrors };

/** What a room answers the other rooms. */
export interface RoomPort {
  readonly readCall: ReadCall;
  readonly authorization?: AuthorizationPort;
  readonly services?: ServicesPort;
  readonly parties?: PartiesPort;
  readonly instanceAccess?: InstanceAccessPort;
  readonly policies?: PoliciesPort;
  readonly dialogs?: DialogsPort;
  readonly languages?: LanguagePort;
}

export interface PortRoutesOptions extends RoomPort {
  readonly callKeys: Pick<PublishedCallKeys, "prepareFor">;
}

const refuse = (reply: FastifyReply, status: number, code: string, message: string) =>
  reply.code(status).send({ error: { code, message } });

/** @throws DomainError `BAD_REQUEST` where the question is not one of the contract's */
const questionIn = <T>(body: unknown, read: (body: unknown) => T): T => {
  try {
    return read(body);
  } catch (error) {
    throw new DomainError("BAD_REQUEST", `The question can't be read: ${messageOf(error)}.`);
  }
};

/** What goes out is read by the same readers as what comes in: no more crosses than the contract says. */
type Answer = (call: Call, body: unknown) => Promise<unknown>;

const authorizationAnswers = (authorization: AuthorizationPort): Readonly<Record<string, Answer>> => ({
  [PORT_PATHS.scope]: async (call) => readScope(await authorization.scope(call)),
  [PORT_PATHS.decide]: async (call, body) => {
    const read = (asked: unknown) => readAccessRequests((asked as { requests?: unknown } | null)?.requests);
    return readDecisions(await authorization.decide(call, questionIn(body, read)));
  },
});

const servicesAnswers = (services: ServicesPort): Readonly<Record<string, Answer>> => ({
  [SERVICES_PATHS.services]: async (call, body) => {
    const found = await services.servicesByIds(call, questionIn(body, readServiceIds));
    return [...readServices([...found.values()]).values()];
  },
  [SERVICES_PATHS.families]: async (call, body) => {
    const found = await services.familiesOf(call, questionIn(body, readServiceIds));
    const told = [...found].map(([service, family]) => ({ service, family }));
    return [...readFamilies(told)].map(([service, family]) => ({ service, family }));
  },
  [SERVICES_PATHS.owner]: async (call, body) => {
    const owner = await services.ownerByOrganization(call, questionIn(body, readOrganization));
    return { owner: readServiceOwner({ owner }) };
  },
});

const partiesAnswers = (parties: PartiesPort): Readonly<Record<string, Answer>> => ({
  [PARTIES_PATH]: async (call, body) => {
    const found = await parties.partiesByUrns(call, questionIn(body, readPartyUrns));
    return [...readParties([...found.values()]).values()];
  },
});

const instanceAccessAnswers = (instanceAccess: InstanceAccessPort): Readonly<Record<string, Answer>> => ({
  [INSTANCE_ACCESS_PATH]: async (call, body) => {
    await instanceAccess.setAccess(call, questionIn(body, readInstanceAccess));
    return {};
  },
});

const dialogsAnswers = (dialogs: DialogsPort): Readonly<Record<string, Answer>> => ({
  [DIALOGS_PATHS.look]: async (call, body) => {
    const dialog = await dialogs.look(call, questionIn(body, readDialogId));
    return { dialog: readDialogThere({ dialog }) };
  },
  [DIALOGS_PATHS.write]: async (call, body) =>
    readDialogWriteOutcome(await dialogs.write(call, questionIn(body, readDialogWrite))),
});

const languagesAnswers = (languages: LanguagePort): Readonly<Record<string, Answer>> => ({
  [LANGUAGE_PATH]: async (call) => ({
    language: readChosenLanguage({ language: await languages.chosenLanguage(call) }),
  }),
});

const policiesAnswers = (policies: PoliciesPort): Readonly<Record<string, Answer>> => ({
  [POLICIES_PATHS.check]: async (call, body) => {
    const { service, xml } = questionIn(body, readPolicyQuestion);
    return readCheckedPolicy(await policies.check(call, service, xml));
  },
  [POLICIES_PATHS.register]: async (call, body) => {
    await policies.register(call, questionIn(body, readRegisteredService));
    return {};
  },
  [POLICIES_PATHS.inForce]: async (call, body) => {
    const found = await policies.inForce(call, questionIn(body, readServiceIds));
    return [...readPoliciesInForce([...found.values()]).values()];
  },
});

/**
 * Mounts a room's ports for rooms in other processes. Whoever asks shows the call token that they were called with, and
 * is answered for the viewer in it: nobody can ask about anybody else.
 */
export const mountPorts = (app: FastifyInstance, options: PortRoutesOptions): void => {
  const {
    authorization,
    services,
    policies,
    parties,
    instanceAccess,
    dialogs,
    languages,
    readCall,
    callKeys,
  } = options;
  const answers = {
    ...(authorization === undefined ? {} : authorizationAnswers(authorization)),
    ...(services === undefined ? {} : servicesAnswers(services)),
    ...(policies === undefined ? {} : policiesAnswers(policies)),
    ...(parties === undefined ? {} : partiesAnswers(parties)),
    ...(instanceAccess === undefined ? {} : instanceAccessAnswers(instanceAccess)),
    ...(dialogs === undefined ? {} : dialogsAnswers(dialogs)),
    ...(languages === undefined ? {} : languagesAnswers(languages)),
  };
  for (const [path, answer] of Object.entries(answers)) {
    app.post(path, { bodyLimit: BODY_BYTES }, async (request: FastifyRequest, reply) => {
      const headers = callHeadersOf(request.headers);
      await callKeys.prepareFor(headers["x-tunet-call"]);
      try {
        return await answer(readCall(headers), request.body);
      } catch (error) {
        if (error instanceof DomainError) {
          return refuse(reply, statuses[error.code]?.status ?? 400, error.code, error.message);
        }
        request.log.error({ err: error }, "A question to a port failed.");
        return refuse(reply, 500, "INTERNAL_SERVER_ERROR", "The room could not answer.");
      }
    });
  }
};
