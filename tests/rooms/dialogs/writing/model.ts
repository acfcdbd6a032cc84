import type { Label } from "./operations.js";

/*
 * Dialogporten's rules of one dialog, told plainly and once more: no SQL, no masks, no patches. The writer is held
 * against it.
 */

const FOLDERS: readonly Label[] = ["DEFAULT", "BIN", "ARCHIVE"];
const LOG_NAMES: Readonly<Record<Label, string>> = {
  DEFAULT: "systemlabel:Default",
  BIN: "systemlabel:Bin",
  ARCHIVE: "systemlabel:Archive",
  MARKED_AS_UNOPENED: "systemlabel:MarkedAsUnopened",
  SENT: "systemlabel:Sent",
};

interface Message {
  readonly isFromParty: boolean;
  isOpened: boolean;
}

/** A dialog, as the model knows it. */
export class ModelDialog {
  readonly labels = new Set<Label>(["DEFAULT"]);
  /** `set systemlabel:Bin` */
  readonly log: string[] = [];
  readonly messages: Message[] = [];
  readonly ownerLabels: string[] = [];
  readonly sights = new Set<string>();
  createdAt: number;
  updatedAt: number;
  contentUpdatedAt: number;
  isSeen = false;
  isDeleted = false;
  /** How often each has changed; revisions are compared by that. */
  readonly revisions = { dialog: 0, endUser: 0, owner: 0 };
  readonly #visibleFrom: number | null;

  constructor(now: number, visibleFrom: number | null) {
    this.#visibleFrom = visibleFrom;
    this.createdAt = this.#at(now);
    this.updatedAt = this.createdAt;
    this.contentUpdatedAt = this.createdAt;
  }

  get hasUnopened(): boolean {
    return this.messages.some(({ isFromParty, isOpened }) => !isFromParty && !isOpened);
  }

  remove(now: number): void {
    this.isDeleted = true;
    this.updatedAt = this.#at(now);
    this.revisions.dialog++;
  }

  /** The owner changes something. */
  change(now: number, what: { isContent: boolean; isSilent: boolean; isFromParty?: boolean }): void {
    this.revisions.dialog++;
    if (!what.isSilent) {
      this.updatedAt = this.#at(now);
      if (what.isContent) {
        this.contentUpdatedAt = this.#at(now);
        this.isSeen = false;
      }
    }
    this.bringBack(what);
  }

  /** What an owner's update does to labels, even one that changes nothing else. */
  bringBack({ isSilent, isFromParty = false }: { isSilent: boolean; isFromParty?: boolean }): void {
    this.#relabel((labels) => {
      if (!isSilent) this.#moveTo(labels, "DEFAULT");
      if (isFromParty) labels.add("SENT");
    });
  }

  /** People change labels. */
  label(add: readonly Label[], remove: readonly Label[]): void {
    this.#relabel((labels) => {
      for (const label of remove) labels.delete(label);
      for (const label of add) {
        if (FOLDERS.includes(label)) this.#moveTo(labels, label);
        else labels.add(label);
      }
      if (!FOLDERS.some((folder) => labels.has(folder))) labels.add("DEFAULT");
    });
  }

  /** @returns whether that was news */
  see(who: string): boolean {
    const sight = `${who} ${this.updatedAt} ${this.contentUpdatedAt}`;
    const isNew = !this.sights.has(sight) || !this.isSeen || this.labels.has("MARKED_AS_UNOPENED");
    this.sights.add(sight);
    this.isSeen = true;
    this.#relabel((labels) => labels.delete("MARKED_AS_UNOPENED"));
    return isNew;
  }

  #moveTo(labels: Set<Label>, folder: Label): void {
    for (const other of FOLDERS) labels.delete(other);
    labels.add(folder);
  }

  #relabel(change: (labels: Set<Label>) => void): void {
    const before = new Set(this.labels);
    change(this.labels);
    const changed = (Object.keys(LOG_NAMES) as Label[]).filter(
      (label) => before.has(label) !== this.labels.has(label),
    );
    if (changed.length === 0) return;
    this.revisions.endUser++;
    for (const label of changed) {
      if (label !== "DEFAULT")
        this.log.push(`${this.labels.has(label) ? "set" : "remove"} ${LOG_NAMES[label]}`);
    }
  }

  #at(now: number): number {
    return this.#visibleFrom !== null && this.#visibleFrom > now ? this.#visibleFrom : now;
  }
}
