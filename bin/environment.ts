// Imported first by every entry point: Apollo's packages read these when they are loaded.

/** The environment that this process was started with. Nothing but bin/ reads it. */
export const environment: Readonly<Record<string, string | undefined>> = process.env;

// @apollo/gateway reports anonymous usage, and asks the cloud who it is, unless told not to.
process.env["APOLLO_TELEMETRY_DISABLED"] = "1";

/** Switches that would turn the query planner's own limits off. */
export const forbiddenSwitches: readonly string[] = Object.keys(environment).filter((name) =>
  name.startsWith("APOLLO_DISABLE_SECURITY_"),
);
