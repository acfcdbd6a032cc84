import { policyError } from "../errors.js";
import type { DecisionRequest } from "../model/request.js";
import { XML_LIMITS } from "../xml/parse.js";
import { readJsonRequest } from "./request-json.js";
import { readXmlRequest } from "./request-xml.js";

const isJson = (document: Uint8Array | string): boolean => {
  const start = typeof document === "string" ? document : new TextDecoder().decode(document.subarray(0, 100));
  return /^\uFEFF?\s*\{/.test(start);
};

const parseJson = (document: Uint8Array | string, name: string): unknown => {
  const text = typeof document === "string" ? document : new TextDecoder().decode(document);
  if (text.length > XML_LIMITS.bytes) throw policyError("REQUEST_INVALID", `${name} is too large.`);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw policyError("REQUEST_INVALID", `${name} cannot be read as JSON.`);
  }
};

/**
 * Reads a request in XML or in JSON, whichever it is.
 * @param name what messages call the document
 * @throws DomainError `REQUEST_INVALID`, `REQUEST_UNSUPPORTED`
 */
export const readRequest = (document: Uint8Array | string, name: string): DecisionRequest =>
  isJson(document) ? readJsonRequest(parseJson(document, name)) : readXmlRequest(document, name);
