import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { type Listener, type StackPorts, listeners } from "@synapse-voice/local";

/** A free port for everything of the stack that listens, so that a run never meets another stack. */
export async function freePorts(): Promise<StackPorts> {
  const held = await Promise.all(
    Object.entries(listeners).map(async ([name, { protocol }]) => {
      const holder = protocol === "udp" ? await holdUdp() : await holdTcp();
      return { name: name as Listener, ...holder };
    }),
  );
  await Promise.all(held.map(({ release }) => release()));
  return Object.fromEntries(held.map(({ name, port }) => [name, port])) as Record<Listener, number>;
}

interface Held {
  readonly port: number;
  readonly release: () => Promise<unknown>;
}

async function holdTcp(): Promise<Held> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, release: () => new Promise((resolve) => server.close(resolve)) };
}

async function holdUdp(): Promise<Held> {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  return { port: socket.address().port, release: () => new Promise<void>((resolve) => socket.close(() => resolve())) };
}
