import type { GraphiQLPlugin } from "@graphiql/react";
import { createContext, useContext, useSyncExternalStore } from "react";
import type { PlanExtension } from "../../../../observability/plan-picture.js";
import { FetchStep, PlanSteps } from "./plan-steps.js";
import type { LastPlan, PlanStore } from "./plan-store.js";

/** GraphiQL renders its panels by itself, without props. */
export const PlanContext = createContext<PlanStore | null>(null);

const WORDS: Readonly<Record<Exclude<LastPlan["kind"], "shown">, string>> = {
  none: "Run a query to see which subgraphs it asks, in which order, and how long each takes.",
  refused: "The server does not show plans to whoever is signed in now.",
  missing: "The last query came back without a plan.",
};

const Panel = () => {
  const store = useContext(PlanContext);
  return store === null ? null : <Plan store={store} />;
};

const Plan = ({ store }: { readonly store: PlanStore }) => {
  const { isAsked, last } = useSyncExternalStore(store.subscribe, store.state);
  return (
    <section className="plan" aria-labelledby="plan-title">
      <h2 className="plan-title" id="plan-title">
        Plan
      </h2>
      <label className="plan-ask">
        <input type="checkbox" checked={isAsked} onChange={({ target }) => store.ask(target.checked)} />
        Ask for the plan with each query
      </label>
      <div role="status">
        {isAsked && last.kind !== "shown" && <p>{WORDS[last.kind]}</p>}
        {last.kind === "shown" && <Summary plan={last.plan} />}
      </div>
      {last.kind === "shown" && <Picture plan={last.plan} />}
    </section>
  );
};

const Summary = ({ plan: { planning, durationMillis } }: { readonly plan: PlanExtension }) => (
  <p>
    {planning === null && "Nothing was planned. "}
    {planning?.isCached && "The plan was known. "}
    {planning !== null && !planning.isCached && `Planned in ${planning.durationMillis} ms. `}
    Answered after {durationMillis} ms.
  </p>
);

const Picture = ({ plan: { root, unplanned = [], durationMillis } }: { readonly plan: PlanExtension }) => (
  <ul className="plan-steps">
    {root === null ? (
      <li>No subgraph had to be asked.</li>
    ) : (
      <PlanSteps step={root} totalMillis={durationMillis} />
    )}
    {unplanned.map((fetch) => (
      <FetchStep key={fetch.path.join(".") + fetch.operation} fetch={fetch} totalMillis={durationMillis} />
    ))}
  </ul>
);

/** A tree with a bar for each fetch. */
const PlanIcon = () => (
  <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
    <path d="M3 5h8M7 5v14M7 12h4M7 19h4M13 12h8M13 19h5" strokeLinecap="round" />
  </svg>
);

/** A panel beside GraphiQL's documentation and history. */
export const PLAN_PLUGIN: GraphiQLPlugin = { title: "Plan", icon: PlanIcon, content: Panel };
