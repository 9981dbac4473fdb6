import { type Listener, type StackPorts, isPortFree, listeners } from "@synapse-voice/local";

/**
 * Below what systems give to outgoing connections: one of those must not take a port while its part
 * is stopped for a test.
 */
const lowest = 20_000;
const highest = 31_999;

const anyPort = () => lowest + Math.floor(Math.random() * (highest - lowest + 1));

/** A free port for everything of the stack that listens, so that a run never meets another stack. */
export async function freePorts(): Promise<StackPorts> {
  const found = new Map<Listener, number>();
  for (const [name, { protocol }] of Object.entries(listeners)) {
    let port = anyPort();
    while ([...found.values()].includes(port) || !(await isPortFree(port, protocol)))
      port = anyPort();
    found.set(name as Listener, port);
  }
  return Object.fromEntries(found) as Record<Listener, number>;
}
