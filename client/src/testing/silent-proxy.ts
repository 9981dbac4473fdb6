import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A TCP proxy whose connections can die without notice. */
export interface SilentProxy {
  readonly port: number;
  /** Forwards nothing more on the present connections, and does not close them. New ones work. */
  silence(): void;
  /** Returns the number of connections so far. */
  connections(): number;
  close(): void;
}

/** Starts a proxy to a port of this machine. */
export async function startSilentProxy(target: number): Promise<SilentProxy> {
  const open = new Set<Socket>();
  let count = 0;
  const server = createServer((near) => {
    count += 1;
    const far = connect(target, "127.0.0.1");
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => open.delete(one));
      one.pipe(other);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => count,
    silence: () => {
      for (const socket of open) {
        socket.unpipe();
        // Read and drop, as a network does that loses everything.
        socket.resume();
      }
    },
    close: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
