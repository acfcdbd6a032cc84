import { type ASTNode, parse, print, visit } from "graphql";

/** Every document that is this one without one of its selections, directives or aliases. */
const smaller = (query: string): string[] => {
  const document = parse(query, { noLocation: true });
  let parts = 0;
  const without = (part: number): string | null => {
    let at = -1;
    let isValid = true;
    const drop = (): null | undefined => (++at === part ? null : undefined);
    const changed: ASTNode = visit(document, {
      Field(node) {
        if (drop() === null) return null;
        return node.alias !== undefined && drop() === null ? { ...node, alias: undefined } : undefined;
      },
      InlineFragment: drop,
      FragmentSpread: drop,
      Directive: drop,
      FragmentDefinition: drop,
      VariableDefinition: drop,
      SelectionSet: {
        leave({ selections }) {
          isValid &&= selections.length > 0;
        },
      },
    });
    parts = at + 1;
    return isValid ? print(changed) : null;
  };
  without(-1);
  return Array.from({ length: parts }, (_, part) => without(part)).filter((text) => text !== null);
};

/** Makes a query that fails as small as it can be made, one part at a time, while it still fails. */
export const shrink = async (query: string, fails: (query: string) => Promise<boolean>): Promise<string> => {
  let smallest = query;
  for (;;) {
    let found: string | null = null;
    for (const candidate of smaller(smallest)) {
      if (await fails(candidate)) {
        found = candidate;
        break;
      }
    }
    if (found === null) return smallest;
    smallest = found;
  }
};
