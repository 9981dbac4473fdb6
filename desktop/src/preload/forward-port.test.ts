import { expect, test } from "vitest";
import { forwardPorts } from "./forward-port.ts";

test("passes each port of the main process on to the page, and to no other origin", () => {
  const posted: unknown[][] = [];
  let send: (event: { ports: MessagePort[] }, requestId: string) => void = () => undefined;
  forwardPorts(
    {
      on: (channel, listener) => {
        expect(channel).toBe("client:port");
        send = listener as typeof send;
      },
    },
    {
      location: { origin: "app://console" },
      postMessage: (...message) => void posted.push(message),
    },
  );
  const { port1 } = new MessageChannel() as unknown as globalThis.MessageChannel;
  send({ ports: [port1] }, "request-1");
  expect(posted).toEqual([
    [{ type: "synapse:port", requestId: "request-1" }, "app://console", [port1]],
  ]);
});
