import type { DesktopBridge } from "@synapse-voice/desktop/bridge";
import type { Links } from "./platform.ts";

/** Makes links that the main process receives. */
export const createRemoteLinks = (bridge: DesktopBridge["links"]): Links => ({
  watch: (listener) => {
    let isStopped = false;
    // Replies come in the order of the requests.
    const read = (): void =>
      void bridge.opened().then(
        (link) => {
          if (!isStopped) listener(link);
        },
        () => undefined,
      );
    const unsubscribe = bridge.onChanged(read);
    read();
    return () => {
      isStopped = true;
      unsubscribe();
    };
  },
  done: (id) => void bridge.done(id).catch(() => undefined),
  handlers: () => bridge.handlers(),
  register: (scheme, isOn) => bridge.register(scheme, isOn),
});
