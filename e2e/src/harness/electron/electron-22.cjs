// Polyfills for the test runtime, loaded with `-r`: functions of Electron 45 (Node 24) that the app
// uses and that Electron 22 (Node 16) lacks.
const { webcrypto } = require("node:crypto");
const { app, net, protocol } = require("electron");
const { FormData, Headers, Request, Response, fetch } = require("undici-node16");
const WebSocket = require("ws");

Object.assign(globalThis, { FormData, Headers, Request, Response, WebSocket, fetch });
globalThis.crypto ??= webcrypto;
net.fetch = fetch;

AbortSignal.any ??= (signals) => {
  const controller = new AbortController();
  for (const signal of signals) {
    const abort = () => controller.abort(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort);
  }
  return controller.signal;
};

protocol.handle = (scheme, handler) => {
  protocol.registerBufferProtocol(scheme, async ({ url, method, headers }, respond) => {
    try {
      const response = await handler(new Request(url, { method, headers }));
      const type = response.headers.get("content-type") ?? "application/octet-stream";
      const data = Buffer.from(await response.arrayBuffer());
      respond({
        statusCode: response.status,
        headers: Object.fromEntries(response.headers),
        mimeType: type.split(";")[0],
        charset: "utf-8",
        data,
      });
    } catch (error) {
      console.error(error);
      respond({ error: -2 });
    }
  });
};

app.on("session-created", (session) =>
  session.setPreloads([require.resolve("./chromium-108.cjs")]),
);

// The details of a line in a page's console came as further arguments.
const levels = ["debug", "info", "warning", "error"];
app.on("web-contents-created", (_event, contents) =>
  contents.on("console-message", (event, level, message, lineNumber, sourceId) =>
    Object.assign(event, { level: levels[level], message, lineNumber, sourceId }),
  ),
);
