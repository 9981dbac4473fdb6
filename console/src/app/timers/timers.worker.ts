import { serveTimers } from "./serve-timers.ts";

serveTimers({
  // The page that started a worker is the only one to hear it.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  send: (message) => self.postMessage(message),
  listen: (listener) => self.addEventListener("message", ({ data }) => listener(data)),
});
