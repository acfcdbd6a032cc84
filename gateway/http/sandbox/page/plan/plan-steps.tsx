import type { FetchRun, ShownFetch, ShownPlan } from "../../../../observability/plan-picture.js";

interface Within {
  /** The whole request: the width of every bar's row. */
  readonly totalMillis: number;
}

/** One step of a plan, with all that is inside. */
export const PlanSteps = ({ step, totalMillis }: Within & { readonly step: ShownPlan }) => {
  switch (step.kind) {
    case "fetch":
      return <FetchStep fetch={step} totalMillis={totalMillis} />;
    case "condition":
      return (
        <>
          <Branch words={`If $${step.variable} is true`} step={step.whenTrue} totalMillis={totalMillis} />
          <Branch words={`If $${step.variable} is false`} step={step.whenFalse} totalMillis={totalMillis} />
        </>
      );
    default:
      return (
        <li>
          <span className="plan-order">{step.kind === "series" ? "One after the other" : "At once"}</span>
          <ul className="plan-steps">
            {step.steps.map((inner, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a plan's steps have no other name, and stay where they are
              <PlanSteps key={index} step={inner} totalMillis={totalMillis} />
            ))}
          </ul>
        </li>
      );
  }
};

const Branch = ({ words, step, totalMillis }: Within & { words: string; step: ShownPlan | null }) =>
  step && (
    <li>
      <span className="plan-order">{words}</span>
      <ul className="plan-steps">
        <PlanSteps step={step} totalMillis={totalMillis} />
      </ul>
    </li>
  );

/** A fetch: one line with a bar, and what it asked when it is opened. */
export const FetchStep = ({ fetch, totalMillis }: Within & { readonly fetch: ShownFetch }) => {
  const { subgraph, path, operation, runs } = fetch;
  const [run] = runs;
  const hasFailed = runs.some(({ errors }) => errors.length > 0);
  return (
    <li>
      <details className="plan-fetch">
        <summary>
          <span className="plan-name">
            <strong>{subgraph}</strong>
            {path.length > 0 && <span className="plan-path"> {path.join(".")}</span>}
          </span>{" "}
          <span className={hasFailed ? "plan-failed" : "plan-millis"}>
            {run === undefined ? "not asked" : `${run.durationMillis} ms`}
            {hasFailed && ", failed"}
          </span>
          <Bars runs={runs} totalMillis={totalMillis} />
        </summary>
        {runs.map((made) => (
          <p key={made.startMillis}>{inWords(made)}</p>
        ))}
        <pre>{operation}</pre>
      </details>
    </li>
  );
};

const inWords = ({ transport, entities, bytes, startMillis, errors, together }: FetchRun): string =>
  [
    transport === "local" ? "In the same process" : "Over HTTP",
    `begun after ${startMillis} ms`,
    ...(together === undefined ? [] : [`in one request with ${together - 1} more of these`]),
    ...(entities === null ? [] : [`${entities} ${entities === 1 ? "entity" : "entities"}`]),
    ...(bytes === null ? [] : [`${bytes} bytes`]),
    ...(errors.length === 0 ? [] : [`errors: ${errors.join(", ")}`]),
  ].join(", ");

/** When each run was, within the whole request. The words beside it say the same. */
const Bars = ({ runs, totalMillis }: Within & { readonly runs: readonly FetchRun[] }) => {
  const share = (millis: number): number =>
    totalMillis > 0 ? Math.min(100, (millis / totalMillis) * 100) : 0;
  return (
    <svg className="plan-bars" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect className="plan-bars-row" width="100" height="4" />
      {runs.map(({ startMillis, durationMillis, errors }) => (
        <rect
          key={startMillis}
          className={errors.length > 0 ? "plan-bar-failed" : "plan-bar"}
          x={Math.min(99, share(startMillis))}
          width={Math.max(1, share(durationMillis))}
          height="4"
        />
      ))}
    </svg>
  );
};
