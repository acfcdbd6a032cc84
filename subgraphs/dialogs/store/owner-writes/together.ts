import { isRefusal } from "./again.js";
import type { Creation, NewDialog } from "./create.js";

/** Of one transaction at most: who comes later than these waits for the next one. */
const MOST_TOGETHER = 50;

/** A dialog that waits to be made, and who waits for it. */
interface Waiting {
  readonly dialog: NewDialog;
  resolve(creation: Creation): void;
  reject(error: unknown): void;
}

/**
 * Makes dialogs that come one by one, at the same time, in one transaction: a commit waits for the disk, and takes as
 * long for many as for one. Nobody is answered before the transaction is committed, and nobody waits for others to come:
 * those are taken together that have come in this turn of the event loop, or while others were being written.
 */
export class CreatedTogether {
  readonly #create: (dialogs: readonly NewDialog[]) => Promise<Creation[]>;
  readonly #transactions: number;
  readonly #waiting: Waiting[] = [];
  #underWay = 0;
  #isCalled = false;

  /** @param transactions at a time */
  constructor(create: (dialogs: readonly NewDialog[]) => Promise<Creation[]>, transactions: number) {
    this.#create = create;
    this.#transactions = transactions;
  }

  create(dialog: NewDialog): Promise<Creation> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ dialog, resolve, reject });
      this.#call();
    });
  }

  #call(): void {
    if (this.#isCalled || this.#waiting.length === 0 || this.#underWay === this.#transactions) return;
    this.#isCalled = true;
    setImmediate(() => {
      this.#isCalled = false;
      this.#underWay += 1;
      this.#write(this.#waiting.splice(0, MOST_TOGETHER)).finally(() => {
        this.#underWay -= 1;
        this.#call();
      });
      this.#call();
    });
  }

  /** Never rejects: whoever waits is told. */
  async #write(group: readonly Waiting[]): Promise<void> {
    try {
      const creations = await this.#create(group.map(({ dialog }) => dialog));
      for (const [index, { resolve, reject }] of group.entries()) {
        const creation = creations[index];
        if (creation === undefined) reject(new Error("A dialog was to be made and no answer came."));
        else resolve(creation);
      }
    } catch (error) {
      // What the database refused in one of them is not the others' fault: by themselves they are written. After any
      // other failure, e.g. of the connection, nobody knows what was: all are told of it.
      if (group.length > 1 && isRefusal(error)) for (const one of group) await this.#write([one]);
      else for (const { reject } of group) reject(error);
    }
  }
}
