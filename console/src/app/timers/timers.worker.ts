import { serveTimers } from "./serve-timers.ts";

serveTimers({
  // Only the page that started this worker gets its messages.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  send: (message) => self.postMessage(message),
  listen: (listener) => self.addEventListener("message", ({ data }) => listener(data)),
});
