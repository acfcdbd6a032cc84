import type { CallHeaders } from "../../schema/call.js";

/** The headers of a call; one that came twice counts as none. */
export const callHeadersOf = (headers: Readonly<Record<string, unknown>>): CallHeaders => {
  const once = (name: string): string | undefined => {
    const value = headers[name];
    return typeof value === "string" ? value : undefined;
  };
  return { "x-tunet-call": once("x-tunet-call"), "accept-language": once("accept-language") };
};
