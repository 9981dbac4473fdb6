import { EventEmitter } from "node:events";
import { expect, it, vi } from "vitest";
import { domPort, electronPort } from "./message-ports.ts";

it("a DOM port carries messages both ways, and reports its end", async () => {
  const { port1, port2 } = new MessageChannel();
  const [main, page] = [domPort(port1), domPort(port2)];
  const heard: unknown[] = [];
  let closed = false;
  page.onClose(() => (closed = true));
  page.send({ to: "main" });
  main.listen((message) => heard.push(message));
  const stop = page.listen((message) => heard.push(message));
  main.send({ to: "page" });
  await vi.waitFor(() => expect(heard).toHaveLength(2));
  expect(heard).toEqual(expect.arrayContaining([{ to: "main" }, { to: "page" }]));
  stop();
  port1.close();
  await vi.waitFor(() => expect(closed).toBe(true));
});

it("a DOM port drops its listeners for the end when its page ends", () => {
  const page = new EventTarget();
  vi.stubGlobal("window", page);
  try {
    const target = new EventTarget();
    const port = domPort(
      Object.assign(target, { postMessage: () => undefined, start: () => undefined }),
    );
    let closed = 0;
    port.onClose(() => (closed += 1));
    target.dispatchEvent(new Event("close"));
    page.dispatchEvent(new Event("pagehide"));
    target.dispatchEvent(new Event("close"));
    expect(closed).toBe(1);
  } finally {
    vi.unstubAllGlobals();
  }
});

it("a port of Electron's main process unpacks messages, and starts with the first listener", () => {
  const posted: unknown[] = [];
  const emitter = Object.assign(new EventEmitter(), {
    started: 0,
    start: () => void (emitter.started += 1),
    postMessage: (message: unknown) => void posted.push(message),
  });
  const port = electronPort(emitter);
  const heard: unknown[] = [];
  let closed = 0;
  const stop = port.listen((message) => heard.push(message));
  const stopClose = port.onClose(() => (closed += 1));
  emitter.emit("message", { data: "one", ports: [] });
  emitter.emit("close");
  stop();
  stopClose();
  emitter.emit("message", { data: "two", ports: [] });
  emitter.emit("close");
  port.send("three");
  expect({ heard, closed, posted, started: emitter.started }).toEqual({
    heard: ["one"],
    closed: 1,
    posted: ["three"],
    started: 1,
  });
});
