import { type Listener, type StackPorts, listeners } from "@synapse-voice/local";
import { freePort } from "@synapse-voice/local/testing/free-port";

/** Returns a free port for each listener of a stack. */
export async function freePorts(): Promise<StackPorts> {
  const found = new Map<Listener, number>();
  for (const [name, { protocol }] of Object.entries(listeners))
    found.set(name as Listener, await freePort(protocol));
  return Object.fromEntries(found) as Record<Listener, number>;
}
