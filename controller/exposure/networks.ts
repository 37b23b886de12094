import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * Whether S3 takes the range for a fixed one: at most a /8 of IPv4 or a /32 of IPv6 (S3 User Guide, "Blocking
 * public access: the meaning of public"). The width alone decides, whatever bits stand behind it, and no
 * private range is as wide as the limit. An address without a mask is itself.
 */
export function isNarrowRange(range: string): boolean {
  const [address = '', mask, ...more] = range.split('/');
  if (more.length > 0 || (mask !== undefined && !/^(?:0|[1-9]\d{0,2})$/.test(mask))) return false;
  if (isIPv4(address)) return isBetween(Number(mask ?? 32), 8, 32);
  // A scope (`fe80::1%eth0`) is no part of an address that S3 could compare.
  if (!isIPv6(address) || address.includes('%')) return false;
  const width = Number(mask ?? 128);
  return isBetween(width, holdsMappedAddresses(address, Math.min(width, 96)) ? 96 + 8 : 32, 128);
}

/** Whether the range reaches into ::ffff:0:0/96, where every IPv4 address has a second spelling. */
function holdsMappedAddresses(address: string, width: number): boolean {
  const ranges = new BlockList();
  ranges.addSubnet(address, width, 'ipv6');
  return ranges.check('::ffff:0:0', 'ipv6');
}

const isBetween = (value: number, least: number, most: number): boolean => value >= least && value <= most;
