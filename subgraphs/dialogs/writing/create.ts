import type { NewDialog } from "../store/owner-writes/create.js";
import type { OwnerCall, RegisteredService, WriteOptions } from "./calls.js";
import type { Created, Refusal } from "./outcomes.js";
import { type NewDialogInput, newDialog } from "./reading/dialog.js";
import { createdDialog, creationEvents, creationProblems, type Making } from "./rules/create.js";
import { activitiesForbidden } from "./rules/messages.js";
import { servicesForbidden, servicesOf } from "./rules/services.js";
import { ownerChanging, readBody, type Workshop } from "./workshop.js";

const forbidden = (message: string): Refusal => ({ outcome: "FORBIDDEN", message });

/** A dialog that may be made, or why not. */
const planned = (
  input: NewDialogInput,
  call: OwnerCall,
  services: ReadonlyMap<string, RegisteredService>,
  making: Making,
): NewDialog | Refusal => {
  const message =
    servicesForbidden(call, [input.serviceResource, ...servicesOf(input)], services) ??
    activitiesForbidden(input.activities, call.rights);
  if (message !== null) return forbidden(message);
  const service = services.get(input.serviceResource);
  if (service === undefined) {
    const unknown = `The catalogue has no service ${input.serviceResource}; register it first.`;
    return { outcome: "DOMAIN_ERROR", problems: [{ path: "serviceResource", message: unknown }] };
  }
  const problems = creationProblems(input, making);
  if (problems.length > 0) return { outcome: "DOMAIN_ERROR", problems };
  const seed = createdDialog(input, service, making);
  return { seed, events: creationEvents(seed, making) };
};

const taken = (path: string, dialogId: string | null): Refusal => ({
  outcome: "CONFLICT",
  dialogId,
  problem: {
    path,
    message:
      dialogId === null
        ? "This is taken already; use another."
        : `This is taken already, by dialog ${dialogId}.`,
  },
});

/** Makes dialogs, each by itself in order or refused; one answer for each body. */
export const createDialogs = async (
  workshop: Workshop,
  call: OwnerCall,
  bodies: readonly unknown[],
  options: WriteOptions,
): Promise<(Created | Refusal)[]> => {
  const making: Making = {
    ...ownerChanging(workshop, call, options),
    sourceId: await workshop.sourceId(),
  };
  const reads = bodies.map((body) => readBody(newDialog, body, call, making));
  const inputs = reads.flatMap((read) => ("input" in read ? [read.input] : []));
  const named = inputs.flatMap((input) => [input.serviceResource, ...servicesOf(input)]);
  const services = named.length === 0 ? new Map() : await call.findServices([...new Set(named)]);
  const plans = reads.map((read) =>
    "input" in read ? planned(read.input, call, services, making) : read.refusal,
  );
  const entries = plans.flatMap((plan) => ("seed" in plan ? [plan] : []));
  const creations = entries.length === 0 ? [] : await workshop.store.writes.create(entries);
  const byEntry = new Map(entries.map((entry, index) => [entry, creations[index]]));
  return plans.map((plan): Created | Refusal => {
    if (!("seed" in plan)) return plan;
    const { id, revision } = plan.seed.dialog;
    const creation = byEntry.get(plan);
    return creation?.outcome === "TAKEN"
      ? taken(creation.path, creation.dialogId)
      : { outcome: "CREATED", dialogId: id, revision };
  });
};
