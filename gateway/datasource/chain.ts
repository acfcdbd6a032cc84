/** A place in a chain. */
export class Link<T> {
  readonly #chain: Chain<T>;
  #value: T | null;
  before: Link<T> | null = null;
  after: Link<T> | null = null;

  constructor(chain: Chain<T>, value: T) {
    this.#chain = chain;
    this.#value = value;
  }

  /** `null` once it has left. */
  get value(): T | null {
    return this.#value;
  }

  /** Leaves the chain. May be called more than once. */
  leave(): void {
    if (this.#value === null) return;
    this.#value = null;
    this.#chain.unlink(this);
  }
}

/**
 * What waits, in the order in which it came, with a way out for each at any time.
 *
 * In place of a Map or a Set that things come to and go from all the time: those are written anew every few dozen changes,
 * and what they were written in before holds on to the next. Once one of them has grown old in the collector's eyes, so do
 * all that come after it, with all that was ever in them, until the whole heap is looked through. A link that has left
 * holds on to nothing.
 */
export class Chain<T> {
  #first: Link<T> | null = null;
  #last: Link<T> | null = null;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** What has waited longest. */
  get first(): T | null {
    return this.#first === null ? null : this.#first.value;
  }

  add(value: T): Link<T> {
    const link = new Link(this, value);
    link.before = this.#last;
    if (this.#last === null) this.#first = link;
    else this.#last.after = link;
    this.#last = link;
    this.#size += 1;
    return link;
  }

  /** Takes what has waited longest out. */
  shift(): T | null {
    const link = this.#first;
    if (link === null) return null;
    const { value } = link;
    link.leave();
    return value;
  }

  /** Takes something out, looking from the first on. @returns whether it was there */
  remove(value: T): boolean {
    for (let link = this.#first; link !== null; link = link.after) {
      if (link.value !== value) continue;
      link.leave();
      return true;
    }
    return false;
  }

  /** Called by a link that leaves. */
  unlink(link: Link<T>): void {
    const { before, after } = link;
    if (before === null) this.#first = after;
    else before.after = after;
    if (after === null) this.#last = before;
    else after.before = before;
    link.before = null;
    link.after = null;
    this.#size -= 1;
  }
}
