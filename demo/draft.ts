import {
  type ActivityType,
  type Actor,
  type ApiAction,
  type Attachment,
  type ContentValue,
  type DialogStatus,
  type GuiAction,
  type HttpVerb,
  SYSTEM_LABEL_BITS,
  type SystemLabel,
  type TransmissionType,
} from "../drizzle/dialogs/values.js";
import type { Language, LocalizedText } from "../schema/localization.js";
import type { DeclaredDeadline, DialogSeed } from "../subgraphs/dialogs/index.js";
import {
  type AttachmentDraft,
  type DialogRowDraft,
  EMBED_TYPE,
  type GuiActionDraft,
  newRow,
  representative,
  SERVICE_OWNER,
  type TransmissionDraft,
} from "./draft-parts.js";
import type { Ids } from "./ids.js";
import type { DemoParty } from "./party.js";
import type { DemoService } from "./world/services.js";

type Row<Name extends "transmissions" | "activities" | "seenLog" | "labelAssignmentLog"> =
  DialogSeed[Name][number];

const EXCLUSIVE_LABELS = SYSTEM_LABEL_BITS.DEFAULT | SYSTEM_LABEL_BITS.BIN | SYSTEM_LABEL_BITS.ARCHIVE;
const LABEL_NAMES: Readonly<Record<SystemLabel, string>> = {
  DEFAULT: "systemlabel:Default",
  BIN: "systemlabel:Bin",
  ARCHIVE: "systemlabel:Archive",
  MARKED_AS_UNOPENED: "systemlabel:MarkedAsUnopened",
  SENT: "systemlabel:Sent",
};

const isFromParty = (type: TransmissionType): boolean => type === "SUBMISSION" || type === "CORRECTION";

/**
 * A dialog in the making. What follows from its parts (counts, labels, times, what is unopened) is worked out by
 * `finish`, after Dialogporten's rules, so that no two parts can disagree.
 */
export class DialogDraft {
  /** What has no rule of its own; write to it freely until `finish`. */
  readonly row: DialogRowDraft;
  readonly ids: Ids;
  readonly party: DemoParty;
  readonly service: DemoService;
  additionalInfo: ContentValue | null = null;
  mainContentReference: ContentValue | null = null;
  searchTags: readonly string[] = [];
  serviceOwnerLabels: readonly string[] = [];
  deadlines: readonly DeclaredDeadline[] = [];
  readonly #attachments: Attachment[] = [];
  readonly #guiActions: GuiAction[] = [];
  readonly #apiActions: ApiAction[] = [];
  readonly #transmissions: Row<"transmissions">[] = [];
  readonly #activities: Row<"activities">[] = [];
  readonly #seenLog: Row<"seenLog">[] = [];
  readonly #labelLog: Row<"labelAssignmentLog">[] = [];
  readonly #opened = new Set<string>();
  #labels: number = SYSTEM_LABEL_BITS.DEFAULT;
  #isSent = false;

  constructor(ids: Ids, service: DemoService, party: DemoParty, createdAt: number, title: LocalizedText) {
    this.ids = ids;
    this.service = service;
    this.party = party;
    this.row = newRow(ids, service, party, createdAt, title);
  }

  get url(): string {
    return `https://${this.service.org}.example.com/dialog/${this.row.id}`;
  }

  /** Main text that the browser fetches from the owner itself. */
  embed(path: string, languages: readonly Language[] = ["nb"]): void {
    const value = Object.fromEntries(
      languages.map((language) => [language, `${this.url}/${path}?lang=${language}`]),
    );
    this.mainContentReference = { mediaType: EMBED_TYPE, value };
  }

  /** A new status, and so newer content. */
  moveTo(status: DialogStatus, at: number): void {
    this.row.status = status;
    this.#contentChanged(at);
  }

  attach(draft: AttachmentDraft): void {
    this.#attachments.push(this.#attachmentOf(draft, this.row.createdAt));
    this.row.guiAttachmentCount++;
  }

  /** @returns the transmission's id */
  transmit(at: number, type: TransmissionType, draft: TransmissionDraft): string {
    const { attachments = [], sender, relatedTo = null, externalReference = null } = draft;
    const fromParty = isFromParty(type);
    const id = this.ids.at(at);
    this.#transmissions.push({
      id,
      createdAt: at,
      type,
      authorizationAttribute: null,
      extendedType: null,
      externalReference,
      relatedTransmissionId: relatedTo,
      idempotentKey: null,
      sender: sender ?? (fromParty ? representative(this.party.actorUrn) : SERVICE_OWNER),
      content: { title: draft.title, summary: draft.summary ?? null, contentReference: null },
      attachments: attachments.map((attachment) => this.#attachmentOf(attachment, at)),
      navigationalActions: [],
    });
    if (fromParty) {
      this.row.fromPartyTransmissionsCount++;
      if (!this.#isSent) this.label(at, "SENT", SERVICE_OWNER);
      this.#isSent = true;
    } else this.row.fromServiceOwnerTransmissionsCount++;
    this.#contentChanged(at);
    return id;
  }

  /** Notes that somebody did something. @param description for INFORMATION only */
  note(at: number, type: ActivityType, actor: Actor, description: LocalizedText | null = null): void {
    this.#addActivity(at, type, actor, description, null);
  }

  /** Somebody opens a transmission, and so sees the dialog. */
  openTransmission(id: string, at: number, actor: Actor): void {
    this.#addActivity(at, "TRANSMISSION_OPENED", actor, null, id);
    this.#opened.add(id);
    this.see(at, actor);
  }

  see(at: number, actor: Actor, endUserType = "PERSON"): void {
    this.#seenLog.push({
      id: this.ids.at(at),
      seenAt: at,
      seenBy: actor,
      endUserType,
      isViaServiceOwner: false,
    });
  }

  /** Sets a system label; Bin and Archive take the place of one another and of Default. */
  label(at: number, label: Exclude<SystemLabel, "DEFAULT">, actor: Actor): void {
    const bit = SYSTEM_LABEL_BITS[label];
    const others = bit & EXCLUSIVE_LABELS ? this.#labels & ~EXCLUSIVE_LABELS : this.#labels;
    for (const other of ["BIN", "ARCHIVE"] as const) {
      if (this.#labels & ~others & SYSTEM_LABEL_BITS[other]) this.#log(at, other, "remove", actor);
    }
    this.#labels = others | bit;
    this.#log(at, label, "set", actor);
  }

  offer(priority: GuiAction["priority"], draft: GuiActionDraft): void {
    const { action, title, method = "GET", isDelete = false, prompt = null } = draft;
    this.#guiActions.push({
      id: this.ids.at(this.row.createdAt),
      action,
      url: isDelete ? this.url : `${this.url}/${action}`,
      authorizationAttribute: draft.authorizationAttribute ?? null,
      isDeleteDialogAction: isDelete,
      priority,
      httpMethod: isDelete ? "DELETE" : method,
      title,
      prompt,
    });
  }

  /** An action for end-user systems. */
  offerApi(action: string, method: HttpVerb): void {
    const { createdAt, org, id } = this.row;
    this.#apiActions.push({
      id: this.ids.at(createdAt),
      action,
      authorizationAttribute: null,
      name: null,
      endpoints: [
        {
          id: this.ids.at(createdAt),
          version: "1",
          url: `https://api.${org}.example.com/v1/${id}`,
          httpMethod: method,
          documentationUrl: `https://${org}.example.com/api`,
          requestSchema: null,
          responseSchema: null,
          deprecated: false,
          sunsetAt: null,
        },
      ],
    });
  }

  delete(at: number, actor: Actor): void {
    this.row.deletedAt = at;
    this.note(at, "DIALOG_DELETED", actor);
  }

  /** Made now, shown later: until then the owner alone sees it, and for the reader it begins then. */
  hideUntil(at: number): void {
    const { row } = this;
    row.visibleFrom = at;
    row.createdAt = at;
    row.updatedAt = at;
    row.contentUpdatedAt = at;
  }

  finish(): DialogSeed {
    const { row } = this;
    row.systemLabels = this.#labels;
    row.isSeenSinceLastContentUpdate ||= this.#seenLog.some(({ seenAt }) => seenAt >= row.contentUpdatedAt);
    row.hasUnopenedContent = this.#hasUnopenedContent();
    row.hasNonSensitiveTitle = row.nonSensitiveTitle !== null;
    return {
      dialog: row,
      body: {
        content: {
          additionalInfo: this.additionalInfo,
          mainContentReference: this.mainContentReference,
        },
        attachments: this.#attachments,
        guiActions: this.#guiActions,
        apiActions: this.#apiActions,
        searchTags: this.searchTags,
        serviceOwnerLabels: this.serviceOwnerLabels,
      },
      transmissions: this.#transmissions,
      activities: this.#activities,
      seenLog: this.#seenLog,
      labelAssignmentLog: this.#labelLog,
      deadlines: this.deadlines,
    };
  }

  #hasUnopenedContent(): boolean {
    if (this.#transmissions.some(({ id, type }) => !isFromParty(type) && !this.#opened.has(id))) return true;
    return (
      this.row.serviceResourceType === "correspondenceservice" &&
      !this.#activities.some(({ type }) => type === "CORRESPONDENCE_OPENED")
    );
  }

  #contentChanged(at: number): void {
    if (at > this.row.contentUpdatedAt) this.row.contentUpdatedAt = at;
    this.#touched(at);
  }

  #touched(at: number): void {
    if (at > this.row.updatedAt) this.row.updatedAt = at;
  }

  #addActivity(
    at: number,
    type: ActivityType,
    performedBy: Actor,
    description: LocalizedText | null,
    transmissionId: string | null,
  ): void {
    const id = this.ids.at(at);
    this.#activities.push({
      id,
      createdAt: at,
      type,
      extendedType: null,
      transmissionId,
      performedBy,
      description,
    });
    this.#touched(at);
  }

  #attachmentOf(draft: AttachmentDraft, at: number): Attachment {
    const id = this.ids.at(at);
    const { mediaType = "application/pdf" } = draft;
    const url = `https://dokument.${this.service.org}.example.com/${id}/${draft.name}`;
    return {
      id,
      displayName: draft.displayName,
      name: draft.name,
      urls: [{ id: this.ids.at(at), url, mediaType, consumerType: "GUI" }],
      expiresAt: draft.expiresAt ?? null,
    };
  }

  #log(at: number, label: SystemLabel, action: "set" | "remove", performedBy: Actor): void {
    this.#labelLog.push({
      id: this.ids.at(at),
      createdAt: at,
      name: LABEL_NAMES[label],
      action,
      performedBy,
    });
  }
}
