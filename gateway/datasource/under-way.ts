/** How often something may come or go before what is under way is written down anew. */
const CHANGES = 256;

/**
 * What is under way, by what it is.
 *
 * A Map that everything comes to and goes from is written anew by V8 every few dozen changes, and the tables that it was
 * in before hold on to the next (see `Chain`). Here another Map takes its place now and then, on which none of those
 * before it has a hold; so what has left is kept for a few hundred changes at most.
 */
export class UnderWay<T> {
  #all = new Map<string, T>();
  #changesLeft = CHANGES;

  get(key: string): T | undefined {
    return this.#all.get(key);
  }

  /** Takes the place of what had the same key. */
  begin(key: string, one: T): void {
    this.#all.set(key, one);
    this.#changed();
  }

  /** It is over. Does nothing where another has its place. */
  end(key: string, one: T): void {
    if (this.#all.get(key) !== one) return;
    this.#all.delete(key);
    this.#changed();
  }

  /** Nobody is to find what is under way now. */
  forget(): void {
    this.#all = new Map();
    this.#changesLeft = CHANGES;
  }

  #changed(): void {
    this.#changesLeft -= 1;
    if (this.#changesLeft > 0) return;
    this.#all = new Map(this.#all);
    this.#changesLeft = Math.max(CHANGES, this.#all.size);
  }
}
