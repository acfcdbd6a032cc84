import type { LocalizedText } from "../../schema/localization.js";
import type { Columns } from "../columns.js";
import { fillingTables } from "./tables-filling.js";
import { formPartsTables } from "./tables-parts.js";
import type { FormContent, FormDataType, FormTask } from "./values.js";

/** One thing that was sent in. The bytes are kept elsewhere. */
export interface FormDataElement {
  readonly id: string;
  readonly dataType: string;
  readonly filename: string | null;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly contentHash: string | null;
}

/** Short words of the service owner on how a submitted form is doing. */
export interface FormSubstatus {
  readonly label: LocalizedText;
  readonly description: LocalizedText | null;
}

/** Forms' tables, after Altinn storage's Application and Instance. */
export const formsTables = (c: Columns) => {
  const definitions = c.table(
    "form_definition",
    {
      /** `{org}/{app}` */
      id: c.text("id").notNull(),
      version: c.int("version").notNull(),
      org: c.text("org").notNull(),
      serviceResource: c.text("service_resource").notNull(),
      title: c.json<LocalizedText>("title").notNull(),
      tasks: c.json<readonly FormTask[]>("tasks").notNull(),
      dataTypes: c.json<readonly FormDataType[]>("data_types").notNull(),
      createdAt: c.moment("created_at").notNull(),
      /** `null`: it is filled in on another platform, and only shown here. */
      content: c.json<FormContent>("content"),
      /** SHA-256 of what was published; empty where nobody published it here. */
      hash: c.text("hash").notNull().default(""),
      /** Party URN of the organisation that published it. */
      publishedBy: c.text("published_by"),
    },
    (table) => [c.primaryKey({ columns: [table.id, table.version] })],
  );

  const instances = c.table(
    "form_instance",
    {
      /** `urn:altinn:instance-id:{partyId}/{uuid}` */
      id: c.text("id").primaryKey(),
      definitionId: c.text("definition_id").notNull(),
      /** An instance stays on the version that it began with. */
      definitionVersion: c.int("definition_version").notNull(),
      org: c.text("org").notNull(),
      serviceResource: c.text("service_resource").notNull(),
      party: c.text("party").notNull(),
      revision: c.id("revision").notNull(),
      createdAt: c.moment("created_at").notNull(),
      lastChangedAt: c.moment("last_changed_at").notNull(),
      visibleAfter: c.moment("visible_after"),
      dueBefore: c.moment("due_before"),
      /** Element id of the task that is under way; null when the process has ended. */
      currentTaskId: c.text("current_task_id"),
      currentTaskStartedAt: c.moment("current_task_started_at"),
      processEndedAt: c.moment("process_ended_at"),
      archivedAt: c.moment("archived_at"),
      /** When the service owner confirmed that it has taken the form over. */
      confirmedAt: c.moment("confirmed_at"),
      softDeletedAt: c.moment("soft_deleted_at"),
      substatus: c.json<FormSubstatus>("substatus"),
      /** Texts that tell this instance from others of the form, e.g. the address it concerns. */
      presentationTexts: c.json<Readonly<Record<string, string>>>("presentation_texts").notNull(),
      dataElements: c.json<readonly FormDataElement[]>("data_elements").notNull(),
      /** How often it was changed: what the graph calls its revision. */
      changeCount: c.int("change_count").notNull().default(0),
      /** How often a task was come to: signatures and payments belong to a round. */
      round: c.int("round").notNull().default(0),
      /** The step of the task that the party is at. */
      currentStepId: c.text("current_step_id"),
      /** When it was last sent to the service owner; `null` while it never was. */
      submittedAt: c.moment("submitted_at"),
      /** The service owner began it on the party's behalf. */
      startedByOwner: c.bool("started_by_owner").notNull().default(false),
      /** The case over several agencies that it is part of, and what came before it there: URNs. */
      process: c.text("process"),
      precedingProcess: c.text("preceding_process"),
      /** Nothing of it is shown any more, and it can't be brought back. */
      hardDeletedAt: c.moment("hard_deleted_at"),
    },
    (table) => [c.index("form_instance_by_party").on(table.party, table.lastChangedAt, table.id)],
  );

  return { definitions, instances, ...fillingTables(c), ...formPartsTables(c) };
};

export type FormsTables = ReturnType<typeof formsTables>;
export type FormDefinitionRow = FormsTables["definitions"]["$inferSelect"];
export type FormInstanceRow = FormsTables["instances"]["$inferSelect"];
export type FormAnswersRow = FormsTables["answers"]["$inferSelect"];
export type FormSubmissionRow = FormsTables["submissions"]["$inferSelect"];
export type FormDecisionRow = FormsTables["decisions"]["$inferSelect"];
export type InstanceEventRow = FormsTables["instanceEvents"]["$inferSelect"];
export type FormStartKeyRow = FormsTables["startKeys"]["$inferSelect"];
