/** Who asks the registry. */
export interface Publisher {
  /** The same for the same organisation always; what subgraphs are owned by. */
  readonly id: string;
  /** Runs this installation: may do what owners may, and overrule. */
  readonly isOperator: boolean;
}

/** The owner of the subgraphs that the installation itself brings. */
export const OWN = "tunet";

/** The installation itself, at its start. */
export const ownPublisher: Publisher = { id: OWN, isOperator: true };
