import { processingError } from "../functions/function.js";

const MAX_STEPS = 50_000_000;

/** What one request may cost, whatever it and the policies hold. */
export class Budget {
  #left = MAX_STEPS;

  /** @throws EvaluationFailure where there were too many steps */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw processingError(`The decision would take more than ${MAX_STEPS} steps.`);
  }
}
