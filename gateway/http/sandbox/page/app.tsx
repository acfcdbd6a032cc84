import { DOC_EXPLORER_PLUGIN, DocExplorerStore } from "@graphiql/plugin-doc-explorer";
import { HISTORY_PLUGIN, HistoryStore } from "@graphiql/plugin-history";
import { GraphiQLProvider, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { GraphiQL, GraphiQLInterface } from "graphiql";
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { SandboxConfig } from "./config.js";
import { Examples } from "./examples.js";
import type { Fetcher } from "./fetcher.js";
import { PLAN_PLUGIN, PlanContext } from "./plan/plan-panel.js";
import type { PlanStore } from "./plan/plan-store.js";
import type { Session } from "./session.js";
import { SignIn } from "./sign-in.js";

export interface AppProps {
  readonly config: SandboxConfig;
  readonly session: Session;
  readonly plans: PlanStore;
  readonly fetcher: Fetcher;
}

const plugins = [DOC_EXPLORER_PLUGIN, HISTORY_PLUGIN, PLAN_PLUGIN];

/** The page: a bar to sign in and to choose examples from, over GraphiQL. */
export const App = ({ config, session, plans, fetcher }: AppProps) => (
  <GraphiQLProvider
    fetcher={fetcher}
    plugins={plugins}
    referencePlugin={DOC_EXPLORER_PLUGIN}
    inputValueDeprecation
    schemaDescription
  >
    <HistoryStore>
      <DocExplorerStore>
        <PlanContext value={plans}>
          <Bar config={config} session={session} />
          <main className="page-main">
            <GraphiQLInterface defaultEditorToolsVisibility="variables" showPersistHeadersSettings={false}>
              {/* GraphiQL's own logo is a link that leaves this server. */}
              <GraphiQL.Logo>{null}</GraphiQL.Logo>
            </GraphiQLInterface>
          </main>
        </PlanContext>
      </DocExplorerStore>
    </HistoryStore>
  </GraphiQLProvider>
);

/** The class of GraphiQL's own container gives the bar its colours, light and dark. */
const Bar = ({ config, session }: Pick<AppProps, "config" | "session">) => {
  const { signedIn, problem } = useSyncExternalStore(session.subscribe, session.state);
  const schemaProblem = useSchemaOf(signedIn === null ? null : (signedIn.persona ?? signedIn.token));
  return (
    <header className="graphiql-container bar">
      <div className="bar-row">
        <h1 className="bar-title">{config.title}</h1>
        <Examples examples={config.examples} />
        <SignIn signIn={config.signIn} session={session} />
      </div>
      <div role="alert">
        {problem !== null && <p className="bar-problem">{problem}</p>}
        {schemaProblem !== null && <SchemaProblem words={schemaProblem} />}
      </div>
    </header>
  );
};

const SchemaProblem = ({ words }: { readonly words: string }) => {
  const { introspect } = useGraphiQLActions();
  return (
    <p className="bar-problem">
      The schema could not be read. {words}{" "}
      <button type="button" onClick={introspect}>
        Try again
      </button>
    </p>
  );
};

/** Reads the schema anew when somebody else is signed in; returns what went wrong with the last reading, or null. */
const useSchemaOf = (who: string | null): string | null => {
  const { introspect } = useGraphiQLActions();
  const fetchError = useGraphiQL((state) => state.fetchError);
  const readFor = useRef(who);
  useEffect(() => {
    if (readFor.current === who) return;
    readFor.current = who;
    introspect();
  }, [who, introspect]);
  return fetchError === null ? null : firstMessageIn(fetchError);
};

/** GraphiQL gives the whole answer as JSON text. */
const firstMessageIn = (fetchError: string): string => {
  try {
    const message: unknown = JSON.parse(fetchError).errors[0].message;
    return typeof message === "string" ? message : fetchError;
  } catch {
    return fetchError;
  }
};
