import { readFile, readdir, readlink } from "node:fs/promises";

/** A socket that waits for other programs: a TCP listener, or a UDP socket without a peer. */
export interface ListeningSocket {
  readonly pid: number;
  readonly program: string;
  readonly protocol: "tcp" | "tcp6" | "udp" | "udp6";
  /** As `/proc` shows it: bytes in hex, each group of four in the machine's order. */
  readonly address: string;
  readonly port: number;
}

/** States of `/proc/net`: LISTEN for TCP, and "no peer" for UDP. */
const waiting = { tcp: "0A", tcp6: "0A", udp: "07", udp6: "07" } as const;
const protocols = ["tcp", "tcp6", "udp", "udp6"] as const;

/** Returns the processes that these processes have started, and these themselves. */
export async function processTree(roots: readonly number[]): Promise<readonly number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir("/proc")) {
    const stat = /^\d+$/u.test(name) ? await readText(`/proc/${name}/stat`) : "";
    // The name of the program is in brackets, and may contain spaces.
    const parent = /^\d+ \(.*\) \S (\d+)/su.exec(stat)?.[1];
    if (parent) parents.set(Number(name), Number(parent));
  }
  const tree = new Set(roots);
  for (const pid of tree)
    for (const [child, parent] of parents) if (parent === pid) tree.add(child);
  return [...tree];
}

/** Lists the sockets of these processes that wait for other programs. Works on Linux only. */
export async function listeningSockets(pids: readonly number[]): Promise<ListeningSocket[]> {
  const found: ListeningSocket[] = [];
  for (const pid of pids) {
    const inodes = await socketInodes(pid);
    const program = (await readText(`/proc/${pid}/comm`)).trim();
    for (const protocol of protocols) {
      const [, ...lines] = (await readText(`/proc/${pid}/net/${protocol}`)).trim().split("\n");
      for (const line of lines) {
        const [, local = "", , state, , , , , , inode = ""] = line.trim().split(/\s+/u);
        const [address = "", port = ""] = local.split(":");
        if (state === waiting[protocol] && inodes.has(inode))
          found.push({ pid, program, protocol, address, port: Number.parseInt(port, 16) });
      }
    }
  }
  return found;
}

/** Returns true for 127.0.0.0/8, ::1, and 127.0.0.0/8 as an IPv6 address. */
export const isLoopback = ({ address }: ListeningSocket): boolean =>
  /^[\dA-F]{6}7F$/u.test(address) ||
  address === "00000000000000000000000001000000" ||
  /^0{16}FFFF0000[\dA-F]{6}7F$/u.test(address);

async function socketInodes(pid: number): Promise<ReadonlySet<string>> {
  const names = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(
    names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => "")),
  );
  return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/u.exec(link)?.[1] ?? []));
}

/** A process may end at any time. */
const readText = (path: string): Promise<string> => readFile(path, "utf8").catch(() => "");
