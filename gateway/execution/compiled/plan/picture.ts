import type { PlanPicture } from "../../../observability/plan-picture.js";
import type { PlanStep } from "../../../planning/plan.js";

const pictureOfStep = (step: PlanStep): PlanPicture => {
  switch (step.kind) {
    case "series":
    case "parallel":
      return { kind: step.kind, steps: step.steps.map(pictureOfStep) };
    case "condition":
      return { ...step, whenTrue: pictureOf(step.whenTrue), whenFalse: pictureOf(step.whenFalse) };
    case "fetch": {
      const { kind, subgraph, path, query } = step;
      return { kind, subgraph, path, operation: query };
    }
  }
};

/** A plan as it is shown. */
export const pictureOf = (step: PlanStep | null): PlanPicture | null => step && pictureOfStep(step);
