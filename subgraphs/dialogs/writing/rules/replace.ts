import { isDeepStrictEqual } from "node:util";
import type { DialogBodyRow, DialogRow } from "../../../../drizzle/dialogs/tables.js";
import type { Problem } from "../outcomes.js";
import type { DialogInput } from "../reading/dialog.js";
import { countGuiAttachments } from "./create.js";
import type { Draft } from "./finish.js";
import { attachmentExpiries, type Coming, goneBy } from "./moments.js";
import type { DialogState } from "./state.js";

/** The columns of a dialog that an owner says, by what it says. */
const rowOf = (input: DialogInput) =>
  ({
    status: input.status,
    extendedStatus: input.texts.extendedStatus,
    extendedStatusCode: input.extendedStatusCode,
    externalReference: input.externalReference,
    progress: input.progress,
    process: input.process,
    precedingProcess: input.precedingProcess,
    dueAt: input.dueAt,
    expiresAt: input.expiresAt,
    isApiOnly: input.isApiOnly,
    guiAttachmentCount: countGuiAttachments(input.attachments),
    title: input.texts.title,
    summary: input.texts.summary,
    senderName: input.texts.senderName,
    nonSensitiveTitle: input.texts.nonSensitiveTitle,
    nonSensitiveSummary: input.texts.nonSensitiveSummary,
    hasNonSensitiveTitle: input.texts.nonSensitiveTitle !== null,
  }) satisfies Partial<DialogRow>;

const bodyOf = (input: DialogInput) =>
  ({
    content: input.texts.body,
    attachments: input.attachments,
    guiActions: input.guiActions,
    apiActions: input.apiActions,
    searchTags: input.searchTags,
  }) satisfies Partial<DialogBodyRow>;

/** Changes of these alone move updatedAt, and not contentUpdatedAt. */
const NO_CONTENT: ReadonlySet<string> = new Set([
  "externalReference",
  "progress",
  "process",
  "precedingProcess",
  "dueAt",
  "expiresAt",
  "isApiOnly",
  "searchTags",
] satisfies (keyof ReturnType<typeof rowOf> | keyof ReturnType<typeof bodyOf>)[]);

/** The values that differ from what is there. */
const differing = <T extends object>(wanted: T, there: Readonly<Record<string, unknown>>): Partial<T> =>
  Object.fromEntries(
    Object.entries(wanted).filter(([key, value]) => !isDeepStrictEqual(value, there[key])),
  ) as Partial<T>;

/** What changes where a dialog becomes what an owner says. Parts are the same where their ids and all else are. */
export const replacement = ({ row, body }: DialogState, input: DialogInput): Draft => {
  const rowChange = differing(rowOf(input), row);
  const bodyChange = differing(bodyOf(input), { ...body });
  return {
    row: rowChange,
    body: bodyChange,
    transmissions: input.transmissions,
    activities: input.activities,
    isContentChanged:
      input.transmissions.length > 0 ||
      [...Object.keys(rowChange), ...Object.keys(bodyChange)].some((key) => !NO_CONTENT.has(key)),
  };
};

/**
 * What does not fit what is there, or not the present moment. Moments that stay as they are may have gone by.
 * @param options `isPastAllowed`: whether new ones may have, too
 */
export const replacementProblems = (
  { row, body }: DialogState,
  input: DialogInput,
  options: { readonly now: number; readonly isPastAllowed: boolean },
): Problem[] => {
  const problems: Problem[] = [];
  const { visibleFrom } = row;
  for (const name of ["dueAt", "expiresAt"] as const) {
    const at = input[name];
    if (at !== null && visibleFrom !== null && at < visibleFrom && at !== row[name]) {
      problems.push({ path: name, message: "This must not lie before visibleFrom." });
    }
  }
  if (options.isPastAllowed) return problems;
  const expiryThere = new Map(body.attachments.map(({ id, expiresAt }) => [id, expiresAt]));
  const isNew = ({ at }: Coming, there: number | null | undefined): boolean => at !== there;
  const coming: Coming[] = [
    ...(["dueAt", "expiresAt"] as const)
      .map((name) => ({ path: name, at: input[name] }))
      .filter((moment) => isNew(moment, row[moment.path as "dueAt" | "expiresAt"])),
    ...attachmentExpiries("attachments", input.attachments).filter((moment, index) =>
      isNew(moment, expiryThere.get(input.attachments[index]?.id ?? "")),
    ),
  ];
  return [...problems, ...goneBy(coming, options.now)];
};
