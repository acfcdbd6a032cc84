import { type PolicyErrorCode, policyError } from "../errors.js";
import { XACML_NAMESPACE } from "../model/names.js";
import { NODE_TYPE, type XmlElement } from "../xml/node.js";

/** A document that is being read, for messages that say where. */
export interface Source {
  /** What the reader of a message calls the document, such as its file name. */
  readonly name: string;
  /** The code for what is not well-formed. */
  readonly invalid: "POLICY_INVALID" | "REQUEST_INVALID";
}

/** "policy.xml, line 12, column 7, in <Match>" */
export const placeOf = (source: Source, element: XmlElement): string =>
  `${source.name}, line ${element.line}, column ${element.column}, in <${element.localName}>`;

export const refuse = (code: PolicyErrorCode, source: Source, element: XmlElement, problem: string) =>
  policyError(code, `${placeOf(source, element)}: ${problem}`);

/** Reads one element strictly: whatever is not asked for is refused in the end. */
export class ElementReader {
  readonly #seen = new Set<string>();

  constructor(
    readonly source: Source,
    readonly element: XmlElement,
  ) {}

  invalid(problem: string): Error {
    return refuse(this.source.invalid, this.source, this.element, problem);
  }

  optional(name: string): string | null {
    this.#seen.add(name);
    return this.element.attribute(name);
  }

  required(name: string): string {
    const value = this.optional(name);
    if (value === null) throw this.invalid(`the attribute ${name} is missing.`);
    return value;
  }

  boolean(name: string): boolean {
    const text = this.required(name);
    if (text === "true" || text === "1") return true;
    if (text === "false" || text === "0") return false;
    throw this.invalid(`the attribute ${name} must be true or false, not "${text}".`);
  }

  /** Refuses attributes that were not read; those of other namespaces mean nothing here. */
  noOtherAttributes(): void {
    const other = this.element.attributeList.find(
      (a) => a.namespaceURI === null && !this.#seen.has(a.localName),
    );
    if (other !== undefined) throw this.invalid(`the attribute ${other.localName} does not belong here.`);
  }

  /** The child elements; all must be XACML's and of these names, and no text may stand between them. */
  children(names: readonly string[]): readonly XmlElement[] {
    for (const node of this.element.childNodes) {
      if (node.nodeType === NODE_TYPE.text && node.nodeValue?.trim() !== "") {
        throw this.invalid("text stands where only elements belong.");
      }
    }
    for (const child of this.element.elements) {
      if (child.namespaceURI !== XACML_NAMESPACE || !names.includes(child.localName)) {
        throw this.invalid(`the element <${child.nodeName}> does not belong here.`);
      }
    }
    return this.element.elements;
  }
}

/** The one child of this name, or `null`; more than one is refused. */
export const single = (
  reader: ElementReader,
  children: readonly XmlElement[],
  name: string,
): XmlElement | null => {
  const found = children.filter(({ localName }) => localName === name);
  if (found.length > 1) throw reader.invalid(`<${name}> stands here more than once.`);
  return found[0] ?? null;
};

export const named = (children: readonly XmlElement[], ...names: readonly string[]): readonly XmlElement[] =>
  children.filter(({ localName }) => names.includes(localName));
