import { isIPv4, isIPv6 } from "node:net";
import { ValueError } from "./value-error.js";

/** A mail address: its local part is compared as it is, its domain without regard to case (core §A.3.1). */
export class Rfc822Name {
  constructor(
    readonly local: string,
    readonly domain: string,
  ) {}

  toString(): string {
    return `${this.local}@${this.domain}`;
  }

  /** Equal for equal names. */
  get key(): string {
    return `${this.local}@${this.domain.toLowerCase()}`;
  }

  hasDomain(domain: string): boolean {
    return this.domain.toLowerCase() === domain.toLowerCase();
  }
}

/** @throws ValueError */
export const readRfc822Name = (text: string): Rfc822Name => {
  const [, local, domain] = /^([^\s@]+|"[^"]+")@([^\s@]+)$/.exec(text) ?? [];
  if (local === undefined || domain === undefined) throw new ValueError("not a value of the type rfc822Name");
  return new Rfc822Name(local, domain);
};

const PORTS = String.raw`(?::(\d{1,5}(?:-(?:\d{1,5})?)?|-\d{1,5})?)?`;
const V4 = new RegExp(String.raw`^([\d.]+)(?:/([\d.]+))?${PORTS}$`);
const V6 = new RegExp(String.raw`^\[([0-9a-fA-F:.]+)\](?:/\[([0-9a-fA-F:.]+)\])?${PORTS}$`);
const HOST = new RegExp(String.raw`^((?:\*\.?)?[A-Za-z0-9]?[A-Za-z0-9._-]*\.?)${PORTS}$`);

const checkPorts = (ports: string | undefined): void => {
  const outside = (ports ?? "").split("-").some((port) => port !== "" && Number(port) > 65_535);
  if (outside) throw new ValueError("a port above 65535");
};

/**
 * An IP address with its optional mask and port range (core §A.2), as its own text.
 * @throws ValueError
 */
export const readIpAddress = (text: string): string => {
  const v4 = V4.exec(text);
  const v6 = v4 === null ? V6.exec(text) : null;
  const [, address, mask, ports] = v4 ?? v6 ?? [];
  const isAddress = v4 === null ? isIPv6 : isIPv4;
  if (address === undefined || !isAddress(address) || (mask !== undefined && !isAddress(mask))) {
    throw new ValueError("not a value of the type ipAddress");
  }
  checkPorts(ports);
  return text;
};

/**
 * A host name, which may begin with a wildcard, with its optional port range (core §A.2), as its own text.
 * @throws ValueError
 */
export const readDnsName = (text: string): string => {
  const [, host, ports] = HOST.exec(text) ?? [];
  if (host === undefined || host === "" || host.includes("..")) {
    throw new ValueError("not a value of the type dnsName");
  }
  checkPorts(ports);
  return text;
};
