import type { ASTNode } from "graphql";
import type { MarkProblemCode } from "../directive.js";

/** What an SDL can break of the contract. */
export type SdlProblemCode =
  | MarkProblemCode
  /** It can't be read. */
  | "SOURCE_SDL"
  /** The mark is defined otherwise than the contract has it. */
  | "SOURCE_DIRECTIVE"
  /** The mark would not be kept in the supergraph. */
  | "SOURCE_LINK"
  /** Something is marked that is no root field of queries, or one twice. */
  | "SOURCE_PLACE"
  /** A field that clients must not see is open to them. */
  | "SOURCE_OPEN"
  /** An answer lacks a field, or has it with another type. */
  | "SOURCE_FIELD"
  /** The mark names a root field that there is not. */
  | "SOURCE_NAMED_FIELD";

/** One thing that an SDL breaks. */
export interface SdlProblem {
  readonly code: SdlProblemCode;
  /** What it is about: the same for the same thing each time. */
  readonly at: string;
  /** What is wrong, and what to do. */
  readonly message: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** Notes a problem; the same one again is not noted. */
export type Note = (code: SdlProblemCode, at: string, node: ASTNode, message: string) => void;
