import { isPortFree } from "../ports/is-port-free.ts";

/**
 * Below the ports of outgoing connections. Such a connection could take the port of a process that
 * a test has stopped.
 */
const lowest = 20_000;
const highest = 31_999;

/** Ports that this process has returned: their listeners may not have started yet. */
const reserved = new Set<number>();

const anyPort = () => lowest + Math.floor(Math.random() * (highest - lowest + 1));

/** Returns a port that is free and was not returned before, for servers that can't choose one. */
export async function freePort(protocol: "tcp" | "udp" = "tcp"): Promise<number> {
  let port = anyPort();
  while (reserved.has(port) || !(await isPortFree(port, protocol))) port = anyPort();
  reserved.add(port);
  return port;
}
