/** Something that is wrong with a definition, and where: a JSON pointer into it. */
export interface DefinitionProblem {
  readonly path: string;
  readonly message: string;
}

/** Tells of a problem. */
export type Report = (path: string, message: string) => void;
