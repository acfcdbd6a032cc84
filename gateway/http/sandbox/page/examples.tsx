import { useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import type { Example } from "./config.js";
import { Menu } from "./menu.js";

/** A menu of ready queries. Choosing one opens it in a tab of its own, or goes to the tab where it already stands. */
export const Examples = ({ examples }: { readonly examples: readonly Example[] }) => {
  const open = useOpenExample();
  if (examples.length === 0) return null;
  const choices = examples.map((example) => ({
    label: example.name,
    description: example.description,
    choose: () => open(example),
  }));
  return <Menu label="Examples" choices={choices} />;
};

const useOpenExample = () => {
  const { addTab, changeTab } = useGraphiQLActions();
  const { tabs, activeTabIndex, queryEditor, variableEditor } = useGraphiQL((state) => ({
    tabs: state.tabs,
    activeTabIndex: state.activeTabIndex,
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
  }));
  return ({ query, variables = "" }: Example) => {
    const openIn = tabs.findIndex((tab) => tab.query === query && (tab.variables ?? "") === variables);
    if (openIn === activeTabIndex) return;
    if (openIn >= 0) {
      changeTab(openIn);
      return;
    }
    addTab();
    queryEditor?.setValue(query);
    variableEditor?.setValue(variables);
  };
};

/**
 * Puts an example into the editor of somebody who was never here before. GraphiQL takes its first contents from its
 * storage; its `initialQuery` would come back at every load, over what the person has written since.
 */
export const prepareFirstVisit = (storage: Storage, example: Example | undefined) => {
  if (example === undefined || storage.getItem("graphiql:tabState") !== null) return;
  storage.setItem("graphiql:query", example.query);
  storage.setItem("graphiql:variables", example.variables ?? "");
};
