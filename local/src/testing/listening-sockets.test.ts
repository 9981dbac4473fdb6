import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { isLoopback, listeningSockets, processTree } from "./listening-sockets.ts";

describe.runIf(process.platform === "linux")("the sockets of a process", () => {
  it("are listed with their ports, and those of this machine are recognised", async () => {
    const open = [
      createServer().listen(0, "127.0.0.1"),
      createServer().listen(0, "::1"),
      createSocket("udp4").bind(0, "127.0.0.1"),
      createSocket("udp6").bind(0, "::1"),
    ];
    await Promise.all(open.map((socket) => once(socket, "listening")));
    const found = await listeningSockets(await processTree([process.pid]));
    const seen = open.map((socket) => {
      const { port } = socket.address() as { port: number };
      return found
        .filter((each) => each.port === port)
        .map((each) => [each.protocol, isLoopback(each)]);
    });
    for (const socket of open) socket.close();
    expect(seen).toEqual([[["tcp", true]], [["tcp6", true]], [["udp", true]], [["udp6", true]]]);
  });

  it.each([
    ["127.0.0.1", "0100007F", true],
    ["127.1.2.3", "0302017F", true],
    ["::1", "00000000000000000000000001000000", true],
    ["::ffff:127.0.0.1", "0000000000000000FFFF00000100007F", true],
    ["0.0.0.0", "00000000", false],
    ["::", "00000000000000000000000000000000", false],
    ["192.168.1.127", "7F01A8C0", false],
    ["::ffff:10.0.0.1", "0000000000000000FFFF00000100000A", false],
  ])("of %s: this machine only?", (_name, address, expected) => {
    expect(isLoopback({ pid: 1, program: "x", protocol: "tcp", address, port: 1 })).toBe(expected);
  });
});
