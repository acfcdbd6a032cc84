/** Lets so many through at once; the others wait in line. */
export class Gate {
  #free: number;
  readonly #line: (() => void)[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  /**
   * Does some work when it is its turn.
   * @param refusal asked when it is: why the work is not done after all; `null`: it is
   */
  async pass<T>(work: () => Promise<T>, refusal: () => Error | null): Promise<T> {
    // At the next turn of the loop at the earliest, so that whoever begins it waits for it by then.
    await Promise.resolve();
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#line.push(resolve));
    try {
      const refused = refusal();
      if (refused !== null) throw refused;
      return await work();
    } finally {
      // A place is handed on, or is free again.
      const next = this.#line.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
