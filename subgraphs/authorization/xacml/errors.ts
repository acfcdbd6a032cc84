import { DomainError, type ErrorCatalogue } from "../../../lib/errors.js";

export type PolicyErrorCode =
  | "POLICY_INVALID"
  | "POLICY_ILL_TYPED"
  | "POLICY_UNSUPPORTED"
  | "POLICY_NOT_FLAT"
  | "REQUEST_INVALID"
  | "REQUEST_UNSUPPORTED";

/** What can go wrong when policies and requests are loaded; part of docs/errors.md. */
export const policyErrors: ErrorCatalogue<PolicyErrorCode> = {
  POLICY_INVALID: {
    status: 400,
    meaning: "The document is not a well-formed XACML 3.0 policy; the message names the place.",
    remedy: "Mend the policy at the place that the message names.",
  },
  POLICY_ILL_TYPED: {
    status: 400,
    meaning:
      "The policy has the form of XACML 3.0, but an expression in it can have no value: a wrong type, a wrong " +
      "number of arguments, or a literal that is not of its type.",
    remedy: "Mend the expression at the place that the message names.",
  },
  POLICY_UNSUPPORTED: {
    status: 400,
    meaning: "The policy uses something that is not supported, so it was refused whole.",
    remedy: "Write the policy without what the message names.",
  },
  POLICY_NOT_FLAT: {
    status: 400,
    meaning: "The policy decides rightly, but cannot be written exactly as a list of rules.",
    remedy: "Write each rule as who, which service and which action, as the message says.",
  },
  REQUEST_INVALID: {
    status: 400,
    meaning: "The request is not a well-formed XACML 3.0 request, in XML or in the JSON profile.",
    remedy: "Mend the request at the place that the message names.",
  },
  REQUEST_UNSUPPORTED: {
    status: 400,
    meaning: "The request asks for something that is not supported.",
    remedy: "Ask without what the message names.",
  },
};

export const policyError = (code: PolicyErrorCode, message: string): DomainError<PolicyErrorCode> =>
  new DomainError(code, message);
