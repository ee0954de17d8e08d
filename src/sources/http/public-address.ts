// Which network addresses a fetch may connect to.
import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** IPv4 networks outside the public internet (IANA special-purpose registry, RFC 6890), with prefix lengths. */
const NOT_PUBLIC: [network: string, bits: number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

const blocked = new BlockList();
const global6 = new BlockList();
for (const [network, bits] of NOT_PUBLIC) {
  blocked.addSubnet(network, bits, 'ipv4');
  // NAT64 carries an IPv4 address in its last 32 bits (RFC 6052).
  blocked.addSubnet(`64:ff9b::${network}`, 96 + bits, 'ipv6');
}
global6.addSubnet('2000::', 3, 'ipv6');
global6.addSubnet('64:ff9b::', 96, 'ipv6');
// Inside 2000::/3: Teredo, other protocol assignments, documentation, and 6to4, which contains an IPv4 address.
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  blocked.addSubnet(network, bits, 'ipv6');

/** Whether an IP address literal (no brackets) is part of the public internet. IPv4-mapped IPv6 is not. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !blocked.check(address, 'ipv4');
  if (family !== 6 || address.includes('%')) return false;
  return global6.check(address, 'ipv6') && !blocked.check(address, 'ipv6');
}

/** Thrown, or passed to the socket, for a host that a fetch must not reach. */
export class RefusedAddressError extends Error {
  override name = 'RefusedAddressError';
  constructor(host: string) {
    super(`refused: ${host} is a private or local address`);
  }
}

/** How to allow the addresses that `errors` say were refused; undefined if none was. */
export function adviseOnRefusedAddress(errors: string): string | undefined {
  return /is a private or local address/.test(errors)
    ? 'To read sources on your own network, set network.allowPrivateNetwork: true in sources.yaml.'
    : undefined;
}

type Resolve = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void;

/**
 * Creates a socket's `lookup` that returns only public addresses, so that the socket connects to a checked address.
 * Sockets do not call it for address literals: check those with `isPublicAddress`.
 */
export function createPublicLookup(resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { family: options.family, hints: options.hints, all: true }, (error, found) => {
      if (error) return callback(error, '');
      const open = found.filter(({ address }) => isPublicAddress(address));
      const first = open[0];
      if (!first) return callback(new RefusedAddressError(hostname), '');
      if (options.all) return callback(null, open);
      callback(null, first.address, first.family);
    });
  };
}

export const lookupPublic: LookupFunction = createPublicLookup(lookup);
