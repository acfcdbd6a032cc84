import type { FieldNode, GraphQLAbstractType, GraphQLLeafType } from "graphql";

/** What a value of the answer must look like, and how it is made from what was fetched. */
export type ValueShape = LeafShape | ObjectsShape | AbstractShape | ListShape;

export interface LeafShape {
  readonly kind: "leaf";
  readonly isNullable: boolean;
  readonly type: GraphQLLeafType;
}

export interface ObjectsShape {
  readonly kind: "object";
  readonly isNullable: boolean;
  readonly object: ObjectShape;
}

export interface AbstractShape {
  readonly kind: "abstract";
  readonly isNullable: boolean;
  readonly type: GraphQLAbstractType;
  /**
   * By the `__typename` that a subgraph gave. A subgraph that knows the interface as an object (`@interfaceObject`)
   * gives none, or the interface's name: that will do where nothing was asked of concrete types.
   * @returns `null` where it does not say, or says what clients can't see here
   */
  objectOf(typeName: unknown): ObjectShape | null;
}

export interface ListShape {
  readonly kind: "list";
  readonly isNullable: boolean;
  readonly of: ValueShape;
}

/** The fields of one type of object, in the order of the operation. */
export interface ObjectShape {
  readonly typeName: string;
  /** Whether it is known which object type this is; see `AbstractShape.objectOf`. */
  readonly isConcrete: boolean;
  readonly fields: readonly FieldShape[];
}

export type FieldShape = FetchedField | TypenameField | IntrospectionField;

export interface FetchedField {
  readonly kind: "fetched";
  readonly responseName: string;
  /** Type and field, e.g. `Person.name`. */
  readonly coordinate: string;
  /** Where it is in what was fetched. */
  readonly sourceName: string;
  /** Whether several objects may hold the very same value, as it came with an entity that all of them are. */
  readonly isSharable: boolean;
  readonly value: ValueShape;
}

export interface TypenameField {
  readonly kind: "typename";
  readonly responseName: string;
}

/** `__schema` or `__type`: answered by the gateway. */
export interface IntrospectionField {
  readonly kind: "introspection";
  readonly responseName: string;
  /** All that is asked for under this name. */
  readonly nodes: readonly FieldNode[];
}
