import type { Call } from "../../schema/call.js";
import type { DialogsPort, DialogWrite, DialogWriteOutcome } from "../../schema/dialogs-port.js";
import { dialogportenTypeOf, type ServicesPort } from "../../schema/services-port.js";
import type { DialogsConfig } from "./config.js";
import {
  type Created,
  type DialogWriter,
  type OwnerCall,
  openDialogWriter,
  type Refusal,
  type Written,
} from "./writing/index.js";

const NOT_AN_OWNER = "The call is no service owner's; only service owners have dialogs.";

/** The owner that a call comes from; `null` where it is none's. */
const ownerOf = async (call: Call, services: ServicesPort): Promise<OwnerCall | null> => {
  const { organization } = call.viewer;
  const owner = organization === null ? null : await services.ownerByOrganization(call, organization);
  if (organization === null || owner === null) return null;
  return {
    org: owner.code,
    organization,
    // What this installation's own rooms link to is at its own address, which may be a laptop's; and they follow what is
    // there, which may have been due already.
    rights: new Set(["PLAIN_HTTP", "PAST_MOMENTS"]),
    findServices: async (asked) => {
      const found = await services.servicesByIds(call, asked);
      return new Map(
        [...found].map(([id, record]) => [id, { org: record.owner.code, type: dialogportenTypeOf(record) }]),
      );
    },
  };
};

const reasonOf = (refusal: Refusal): string => {
  switch (refusal.outcome) {
    case "INVALID":
    case "DOMAIN_ERROR":
      return refusal.problems.map(({ path, message }) => `${path}: ${message}`).join(" ");
    case "FORBIDDEN":
      return refusal.message;
    case "CONFLICT":
      return refusal.problem.message;
    default:
      return `It is not there: ${refusal.outcome}.`;
  }
};

/** What was written since it was looked at makes a refusal a reason to look again. */
const outcomeOf = (answer: Created | Written | Refusal, { dialogId }: DialogWrite): DialogWriteOutcome => {
  switch (answer.outcome) {
    case "CREATED":
    case "WRITTEN":
      return { outcome: "WRITTEN" };
    case "REVISION_MISMATCH":
    case "NOT_FOUND":
    case "DELETED":
      return { outcome: "CHANGED" };
    case "CONFLICT":
      return answer.dialogId === dialogId
        ? { outcome: "CHANGED" }
        : { outcome: "REFUSED", reason: reasonOf(answer) };
    default:
      return { outcome: "REFUSED", reason: reasonOf(answer) };
  }
};

const performed = (
  writer: DialogWriter,
  owner: OwnerCall,
  write: DialogWrite,
): Promise<Created | Written | Refusal> => {
  if (write.kind === "CREATE") return writer.create(owner, { ...write.body, id: write.dialogId });
  const { dialogId, revision: ifMatch } = write;
  switch (write.kind) {
    case "REPLACE":
      return writer.replace(owner, dialogId, write.body, { ifMatch });
    case "DEADLINES":
      return writer.setDeadlines(owner, dialogId, write.body, { ifMatch });
    case "REMOVE":
      return writer.remove(owner, dialogId, { ifMatch });
    case "RESTORE":
      return writer.restore(owner, dialogId, { ifMatch });
    case "PURGE":
      return writer.purge(owner, dialogId, { ifMatch });
  }
};

/** The dialogs as the other rooms of this installation write them, on behalf of the services' owners. */
export const createDialogsPort = ({
  store,
  services,
  clock,
  newId,
}: Pick<DialogsConfig, "store" | "services" | "clock" | "newId">): DialogsPort => {
  const writer = openDialogWriter({ store, clock, newId });
  return {
    async look(call, dialogId) {
      const owner = await ownerOf(call, services);
      if (owner === null) return null;
      const [row] = await store.owners.dialogsByIds([dialogId], owner.org);
      if (row === undefined) return null;
      const parts = await store.owners.partIds(dialogId);
      return { revision: row.revision, isDeleted: row.deletedAt !== null, ...parts };
    },
    async write(call, write) {
      const owner = await ownerOf(call, services);
      if (owner === null) return { outcome: "REFUSED", reason: NOT_AN_OWNER };
      return outcomeOf(await performed(writer, owner, write), write);
    },
  };
};
