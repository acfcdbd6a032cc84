import type { Clock } from "../../../lib/clock.js";
import type { DocumentProblem } from "../../../lib/document-reader.js";
import type { Call } from "../../../schema/call.js";
import {
  type CheckedPolicy,
  MAX_POLICIES,
  type PoliciesPort,
  RESOURCE_ADMIN_SCOPE,
} from "../../../schema/policies-port.js";
import type { ServicesPort } from "../../../schema/services-port.js";
import type { ServiceUrn } from "../../../schema/urns.js";
import { noServices } from "../access-lists/no-services.js";
import { authorizationError, failClosed } from "../errors.js";
import { importServices } from "../import/store.js";
import { openServicePolicy, type ServicePolicy } from "../pdp/service-policy.js";
import { checkServiceOwner } from "../service-owner.js";
import type { AuthorizationStore } from "../store.js";

const checked = ({ flat, levels }: ServicePolicy): CheckedPolicy => ({
  rights:
    flat === null
      ? null
      : [...flat].flatMap(([action, subjects]) =>
          [...subjects].map((subjectUrn) => ({ subjectUrn, action })),
        ),
  minimumLevel: levels.minimum,
});

/** Policies and services that owners change in the catalogue. */
export const createPoliciesPort = (options: {
  readonly store: AuthorizationStore;
  /** Whose service is whose: nobody changes what is not theirs, whoever else lets them. Omitted: nothing is changed. */
  readonly services?: ServicesPort;
  readonly clock: Clock;
}): PoliciesPort => {
  const { store, services = noServices, clock } = options;

  const checkOwner = async (call: Call, service: ServiceUrn): Promise<void> => {
    const { kind, scopes } = call.viewer;
    if (kind === "ORGANIZATION" && scopes.includes(RESOURCE_ADMIN_SCOPE)) return;
    await checkServiceOwner(services, call, service);
  };

  return {
    async check(_call, service, xml) {
      return checked(openServicePolicy({ service: service.toLowerCase(), version: 0, xml }));
    },
    async register(call, { service, policy, ...facts }) {
      await failClosed(async () => {
        await checkOwner(call, service);
        const problems: DocumentProblem[] = [];
        const policies = policy === null ? [] : [{ service, place: service, xml: policy }];
        await importServices(store, [{ ...facts, urn: service }], { policies, problems, now: clock() });
        const [problem] = problems;
        // It was checked before it was sent; what is refused now is no policy that was checked.
        if (problem !== undefined) throw new Error(`The policy was not taken: ${problem.problem}`);
      });
    },
    async inForce(_call, asked) {
      if (asked.length > MAX_POLICIES) {
        throw authorizationError(
          "BATCH_TOO_LARGE",
          `Ask for at most ${MAX_POLICIES} policies at once; it was ${asked.length}.`,
        );
      }
      const stored = await failClosed(() => store.policiesInForce(asked));
      return new Map(
        stored.map((policy) => {
          const { service, xml } = policy;
          return [service, { service, xml, ...checked(openServicePolicy(policy)) }];
        }),
      );
    },
  };
};
