import { lookup as systemLookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { tableOf } from "./table-of.js";

/** Where others may have this program send requests to. */
export interface OutboundPolicy {
  /**
   * Hosts that are taken as they are, by plain HTTP, on any port and in any range: `host`, or `host:port`. For networks
   * of one's own; an operator sets it.
   */
  readonly allowedHosts: readonly string[];
  /** Ports that may be asked on every other host. */
  readonly ports: readonly number[];
}

/** HTTPS to the open network, and nothing else. */
export const strictOutboundPolicy: OutboundPolicy = { allowedHosts: [], ports: [443, 8443] };

/** Why an address is refused. The message is for whoever gave it, and says nothing of what is there. */
export class AddressRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = "AddressRefused";
  }
}

/**
 * Ranges that are not the open network (IANA's special-purpose registries): this host, private and carrier-grade
 * networks, link-local with the clouds' metadata services, documentation, benchmarking, multicast, reserved.
 */
const CLOSED_IPV4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];
/** Of IPv6 only global unicast is open, without what stands for IPv4 (mapped, NAT64, 6to4, Teredo) and examples. */
const CLOSED_IPV6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

const listOf = (type: "ipv4" | "ipv6", ranges: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = "", bits] = range.split("/");
    list.addSubnet(network, Number(bits), type);
  }
  return list;
};

const closedIpv4 = listOf("ipv4", CLOSED_IPV4);
const closedIpv6 = listOf("ipv6", CLOSED_IPV6);
const globalIpv6 = listOf("ipv6", ["2000::/3"]);

/** Whether an IP address belongs to the open network. Anything that is no IP address does not. */
export const isOpenAddress = (address: string): boolean => {
  switch (isIP(address)) {
    case 4:
      return !closedIpv4.check(address, "ipv4");
    case 6:
      return globalIpv6.check(address, "ipv6") && !closedIpv6.check(address, "ipv6");
    default:
      return false;
  }
};

/** `[::1]` as a URL has it, without its brackets. */
const bare = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, "$1");

const DEFAULT_PORTS: Readonly<Record<string, number>> = tableOf({ "https:": 443, "http:": 80 });

/** Checks addresses that others gave, before and while they are asked. */
export interface OutboundCheck {
  /**
   * Checks what a URL says by itself; no name is resolved.
   * @throws AddressRefused
   */
  parse(text: string): URL;
  /**
   * Checks everything that the URL's name resolves to now.
   * @throws AddressRefused where the name is unknown, or any of its addresses is not of the open network
   */
  resolve(url: URL): Promise<void>;
  /**
   * For the sockets that ask (`connect: { lookup }` of undici): resolves and checks anew, and hands over what was
   * checked, so that a name which says something else later leads nowhere. An address in place of a name is not looked
   * up by sockets: `parse` has checked it.
   */
  readonly lookup: LookupFunction;
}

/** @param lookup how names are resolved; the system's where not given */
export const createOutboundCheck = (
  policy: OutboundPolicy,
  lookup: LookupFunction = systemLookup as LookupFunction,
): OutboundCheck => {
  const allowed = new Set(policy.allowedHosts.map((host) => host.toLowerCase()));
  const isAllowedHost = (hostname: string, port: number | null): boolean =>
    allowed.has(bare(hostname)) || (port !== null && allowed.has(`${bare(hostname)}:${port}`));
  const isAllowedOnSomePort = (hostname: string): boolean =>
    [...allowed].some((host) => host === hostname || host.startsWith(`${hostname}:`));

  const parse = (text: string): URL => {
    if (!URL.canParse(text))
      throw new AddressRefused("It is not a URL. Give one of the form https://host/path.");
    const url = new URL(text);
    const port = url.port === "" ? (DEFAULT_PORTS[url.protocol] ?? null) : Number(url.port);
    if (url.username !== "" || url.password !== "") {
      throw new AddressRefused("It holds a user name or a password. Leave them out.");
    }
    if (isAllowedHost(url.hostname, port) && Object.hasOwn(DEFAULT_PORTS, url.protocol)) return url;
    if (url.protocol !== "https:") throw new AddressRefused("It is not https. Serve it over https.");
    if (port === null || !policy.ports.includes(port)) {
      throw new AddressRefused(`Its port is not one of those that may be asked: ${policy.ports.join(", ")}.`);
    }
    const host = bare(url.hostname);
    if (isIP(host) !== 0 && !isOpenAddress(host)) {
      throw new AddressRefused("Its address is not of the open network. Give a public one.");
    }
    return url;
  };

  const checkedLookup: LookupFunction = (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const addresses = typeof found === "string" ? [{ address: found, family: isIP(found) }] : (found ?? []);
      if (error !== null) return done(error, "", 0);
      const isOpen = addresses.length > 0 && addresses.every(({ address }) => isOpenAddress(address));
      if (!isOpen && !isAllowedOnSomePort(hostname.toLowerCase())) {
        return done(
          new AddressRefused("Its name leads to an address that is not of the open network."),
          "",
          0,
        );
      }
      const [first] = addresses;
      if (options.all === true) return done(null, addresses);
      return done(null, first?.address ?? "", first?.family ?? 0);
    });
  };

  return {
    parse,
    lookup: checkedLookup,
    resolve: (url) =>
      new Promise((resolve, reject) => {
        const host = bare(url.hostname);
        if (isIP(host) !== 0) return resolve();
        checkedLookup(host, { all: true }, (error) => {
          if (error === null) return resolve();
          const isUnknown = !(error instanceof AddressRefused);
          reject(isUnknown ? new AddressRefused("Its name is not known here. Check it.") : error);
        });
      }),
  };
};
