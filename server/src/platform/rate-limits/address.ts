import { isIPv4, isIPv6 } from "node:net";

/**
 * What stands for an address when it is counted: an IPv4 address itself, of IPv6 the first 64 bits,
 * since whoever has one such address has all of that network. An unknown address counts with all
 * unknown ones.
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
