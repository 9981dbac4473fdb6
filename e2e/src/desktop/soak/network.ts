import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** The way to a service, on which a network can be away. */
export interface Network {
  /** Address of the service by this way. */
  readonly url: string;
  /**
   * While it is away, nothing arrives on either side and nothing is refused, as without a signal.
   * Data that was sent meanwhile arrives afterwards, as TCP sends it again.
   */
  setAway(away: boolean): void;
  stop(): Promise<void>;
}

/** Opens a way to a service at this address. */
export async function openNetwork(service: string): Promise<Network> {
  const target = new URL(service);
  const open = new Set<Socket>();
  let away = false;
  const pipe = (near: Socket, far: Socket): void => {
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on("data", (chunk) => other.write(chunk));
      one.on("end", () => other.end());
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
      if (away) one.pause();
    }
  };
  const server = createServer((near) =>
    pipe(near, connect(Number(target.port), target.hostname)),
  ).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `${target.protocol}//127.0.0.1:${(server.address() as AddressInfo).port}`,
    setAway: (now) => {
      away = now;
      for (const socket of open) {
        if (now) socket.pause();
        else socket.resume();
      }
    },
    stop: async () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
