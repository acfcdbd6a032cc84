/**
 * A read-only XML tree with the few DOM members that XPath 1.0 evaluation reads, and with each element's place in its
 * file. Namespace declarations are not attributes here, as in XPath's data model.
 */
export const NODE_TYPE = {
  element: 1,
  attribute: 2,
  text: 3,
  instruction: 7,
  comment: 8,
  document: 9,
} as const;

export class XmlAttribute {
  readonly nodeType = NODE_TYPE.attribute;
  readonly parentNode = null;
  readonly firstChild = null;
  readonly nextSibling = null;

  constructor(
    readonly ownerElement: XmlElement,
    readonly nodeName: string,
    readonly localName: string,
    readonly prefix: string,
    readonly namespaceURI: string | null,
    readonly value: string,
  ) {}

  get nodeValue(): string {
    return this.value;
  }

  get ownerDocument(): XmlDocument {
    return this.ownerElement.ownerDocument;
  }
}

/** Text, a comment or a processing instruction. */
export class XmlLeaf {
  readonly firstChild = null;
  readonly localName: string | null;
  readonly namespaceURI = null;
  nextSibling: XmlNode | null = null;

  constructor(
    readonly nodeType: 3 | 7 | 8,
    readonly parentNode: XmlElement | XmlDocument,
    readonly ownerDocument: XmlDocument,
    readonly nodeName: string,
    public nodeValue: string,
  ) {
    this.localName = nodeType === NODE_TYPE.instruction ? nodeName : null;
  }

  get data(): string {
    return this.nodeValue;
  }

  get target(): string {
    return this.nodeName;
  }
}

/** Children in order. */
abstract class XmlParent {
  readonly childNodes: XmlNode[] = [];

  get firstChild(): XmlNode | null {
    return this.childNodes[0] ?? null;
  }

  append(node: XmlNode): void {
    const last = this.childNodes.at(-1);
    if (last !== undefined) last.nextSibling = node;
    this.childNodes.push(node);
  }

  get elements(): XmlElement[] {
    return this.childNodes.filter((node): node is XmlElement => node instanceof XmlElement);
  }

  /** All text below, in document order. */
  get text(): string {
    let text = "";
    for (const node of this.childNodes) {
      if (node instanceof XmlElement) text += node.text;
      else if (node.nodeType === NODE_TYPE.text) text += node.nodeValue;
    }
    return text;
  }
}

export class XmlElement extends XmlParent {
  readonly nodeType = NODE_TYPE.element;
  readonly nodeValue = null;
  readonly attributeList: XmlAttribute[] = [];
  nextSibling: XmlNode | null = null;

  constructor(
    readonly parentNode: XmlElement | XmlDocument,
    readonly ownerDocument: XmlDocument,
    readonly nodeName: string,
    readonly localName: string,
    readonly prefix: string,
    readonly namespaceURI: string | null,
    /** Prefixes declared on this element itself. */
    readonly declared: Readonly<Record<string, string>>,
    readonly line: number,
    readonly column: number,
  ) {
    super();
  }

  /** As DOM's NamedNodeMap. */
  get attributes(): { readonly length: number; item(index: number): XmlAttribute | null } {
    const list = this.attributeList;
    return { length: list.length, item: (index) => list[index] ?? null };
  }

  /** The attribute without a namespace. */
  attribute(name: string): string | null {
    return this.attributeList.find((a) => a.namespaceURI === null && a.localName === name)?.value ?? null;
  }

  /** Every prefix in scope here; the empty prefix is left out, for XPath has no default namespace. */
  namespaces(): Readonly<Record<string, string>> {
    const chain: XmlElement[] = [];
    for (let at: XmlElement | XmlDocument = this; at instanceof XmlElement; at = at.parentNode)
      chain.unshift(at);
    const scope: Record<string, string> = Object.create(null) as Record<string, string>;
    for (const element of chain) {
      for (const [prefix, uri] of Object.entries(element.declared)) if (prefix !== "") scope[prefix] = uri;
    }
    return scope;
  }
}

export class XmlDocument extends XmlParent {
  readonly nodeType = NODE_TYPE.document;
  readonly nodeName = "#document";
  readonly nodeValue = null;
  readonly parentNode = null;
  readonly nextSibling = null;
  readonly ownerDocument = null;
  /** How many nodes the whole tree has, attributes included. */
  size = 0;

  get documentElement(): XmlElement | null {
    return this.elements[0] ?? null;
  }
}

export type XmlNode = XmlElement | XmlLeaf;

/** A copy of one element's children as a document of its own, for XPath over `<Content>` (core §7.3.7). */
export const asDocument = (content: XmlElement): XmlDocument => {
  const document = new XmlDocument();
  const copyInto = (parent: XmlElement | XmlDocument, nodes: readonly XmlNode[]): void => {
    for (const node of nodes) {
      document.size += 1;
      if (node instanceof XmlLeaf) {
        // Only white space can stand beside the document element.
        if (parent === document && node.nodeType === NODE_TYPE.text) continue;
        parent.append(new XmlLeaf(node.nodeType, parent, document, node.nodeName, node.nodeValue));
        continue;
      }
      const declared = parent === document ? { ...node.namespaces() } : node.declared;
      const { nodeName, localName, prefix, namespaceURI, line, column } = node;
      const copy = new XmlElement(
        parent,
        document,
        nodeName,
        localName,
        prefix,
        namespaceURI,
        declared,
        line,
        column,
      );
      for (const a of node.attributeList) {
        document.size += 1;
        copy.attributeList.push(
          new XmlAttribute(copy, a.nodeName, a.localName, a.prefix, a.namespaceURI, a.value),
        );
      }
      parent.append(copy);
      copyInto(copy, node.childNodes);
    }
  };
  copyInto(document, content.childNodes);
  return document;
};
