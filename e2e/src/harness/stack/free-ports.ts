import { type Listener, type StackPorts, isPortFree, listeners } from "@synapse-voice/local";

/**
 * Below the ports of outgoing connections. Such a connection could take the port of a process that
 * a test has stopped.
 */
const lowest = 20_000;
const highest = 31_999;

/** Ports that this process has returned: their listeners may not have started yet. */
const reserved = new Set<number>();

const anyPort = () => lowest + Math.floor(Math.random() * (highest - lowest + 1));

export async function freePort(protocol: "tcp" | "udp"): Promise<number> {
  let port = anyPort();
  while (reserved.has(port) || !(await isPortFree(port, protocol))) port = anyPort();
  reserved.add(port);
  return port;
}

/** Returns a free port for each listener of a stack. */
export async function freePorts(): Promise<StackPorts> {
  const found = new Map<Listener, number>();
  for (const [name, { protocol }] of Object.entries(listeners))
    found.set(name as Listener, await freePort(protocol));
  return Object.fromEntries(found) as Record<Listener, number>;
}
