import "graphiql/setup-workers/vite";
import "@graphiql/react/style.css";
import "@graphiql/react/font/fira-code.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import "graphiql/graphiql.css";
import "./page.css";
import "./plan/plan.css";
import { createRoot } from "react-dom/client";
import { App } from "./app.js";
import { loadConfig } from "./config.js";
import { prepareFirstVisit } from "./examples.js";
import { createFetcher } from "./fetcher.js";
import { createPlanStore } from "./plan/plan-store.js";
import { createSession } from "./session.js";

const element = document.getElementById("page");
if (element === null) throw new Error("index.html has no element with the id page.");
const root = createRoot(element);

const start = async () => {
  try {
    const config = await loadConfig(`${import.meta.env.BASE_URL}config.json`);
    document.title = config.title;
    prepareFirstVisit(localStorage, config.examples[0]);
    const session = createSession({ signIn: config.signIn, storage: sessionStorage, now: Date.now });
    const plans = createPlanStore(localStorage);
    const fetcher = createFetcher(config.endpoint, session, plans);
    root.render(<App config={config} session={session} plans={plans} fetcher={fetcher} />);
  } catch (error) {
    root.render(<Failure words={error instanceof Error ? error.message : String(error)} />);
  }
};

const Failure = ({ words }: { readonly words: string }) => (
  <div className="page-message" role="alert">
    <p>{words}</p>
    <button type="button" onClick={start}>
      Try again
    </button>
  </div>
);

void start();
