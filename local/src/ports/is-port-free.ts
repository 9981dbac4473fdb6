import { createSocket } from "node:dgram";
import { createServer } from "node:net";

/** Returns true if a server could listen on this port of 127.0.0.1. */
export function isPortFree(port: number, protocol: "tcp" | "udp"): Promise<boolean> {
  return protocol === "udp" ? canBindUdp(port) : canBindTcp(port);
}

function canBindTcp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () =>
      server.close(() => resolve(true)),
    );
  });
}

function canBindUdp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    socket.once("error", () => {
      socket.close();
      resolve(false);
    });
    socket.bind({ port, address: "127.0.0.1", exclusive: true }, () =>
      socket.close(() => resolve(true)),
    );
  });
}
