import { isIPv4, isIPv6 } from "node:net";

/**
 * Returns the key that an address is counted by: an IPv4 address itself, or the first 64 bits of an
 * IPv6 address, because the owner of one such address has the whole network. All unknown addresses
 * share a key.
 */
export function addressKey(address: string | undefined): string {
  if (address === undefined) return "unknown";
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/iu.exec(address)?.[1];
  if (mapped !== undefined || isIPv4(address)) return mapped ?? address;
  if (!isIPv6(address)) return "unknown";
  const [head = "", tail = ""] = (address.split("%")[0] ?? "").toLowerCase().split("::");
  const groups = (part: string): string[] => part.split(":").filter((group) => group !== "");
  const first = groups(head);
  const last = groups(tail);
  const zeros = address.includes("::")
    ? Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => "0")
    : [];
  return `${[...first, ...zeros, ...last]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/u, ""))
    .join(":")}::/64`;
}
