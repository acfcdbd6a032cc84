import { HeaderMap } from "@apollo/server";
import { GraphQLError } from "graphql";
import { type GatewayErrorCode, gatewayErrors } from "./error-catalogue.js";

/** Shown in place of any error that was not written to be shown. */
export const MASKED_MESSAGE =
  "Unexpected error: what went wrong is in the log only. Try again; if it stays, report the request id.";

interface GatewayErrorOptions {
  /** Where in the answer. */
  readonly path?: readonly (string | number)[] | undefined;
  /** The status and headers of the whole answer; Apollo Server takes them from `extensions.http` and removes it. */
  readonly http?: { readonly status: number; readonly headers: HeaderMap };
}

/** An error in the gateway's own words, shown as it is. */
export class GatewayError extends GraphQLError {
  readonly code: GatewayErrorCode;

  constructor(code: GatewayErrorCode, message: string, { path, http }: GatewayErrorOptions = {}) {
    super(message, { path: path ?? null, extensions: http === undefined ? { code } : { code, http } });
    this.name = "GatewayError";
    this.code = code;
  }
}

/** The error that ends a whole request, with the HTTP status of its code. */
export const refusal = (
  code: GatewayErrorCode,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): GatewayError =>
  new GatewayError(code, message, {
    http: { status: gatewayErrors[code].status, headers: new HeaderMap(Object.entries(headers)) },
  });
