import type { Panel, PanelHost, PanelModule, SynapseVoice, Warn } from "../api.ts";
import { inTime, listen, type LiveReply } from "./listen.ts";
import { showPill } from "./pill.ts";

/**
 * Imports the panel's chunk. `attempt` counts the failures, because browsers can cache a failed
 * import.
 */
type ImportPanel = (attempt: number) => Promise<PanelModule>;

/** Creates `window.SynapseVoice`. Before `init` and after `signOut`, its methods only warn. */
export function createSynapseVoice(
  apiUrl = "",
  importPanel: ImportPanel,
  warn: Warn,
): SynapseVoice {
  let attempt = 0;
  let code: Promise<PanelModule> | undefined;
  /** Imports the chunk once. After a failure, or 10 s, the next call retries. */
  const loadPanel = (): Promise<PanelModule> => {
    (code ??= inTime(importPanel(attempt++))).catch(() => (code = undefined));
    return code;
  };
  let host: (PanelHost & { panel?: Panel }) | undefined;
  let listening: AbortController | undefined;

  /** Mounts the panel and does something with it. Before `init`, it only warns. */
  const act = async (name: "open" | "call" | "hear", detail?: unknown): Promise<void> => {
    if (!host) return warn(name);
    const module = await loadPanel();
    if (host) (host.panel ??= module.mount(host))[name](detail as never);
  };

  /** Passes a reply on to the panel, which is mounted for the first live call. */
  const hear = (live: Partial<LiveReply>): unknown =>
    (host?.panel || live.calls?.some((call) => !call.endedAt)) && act("hear", live);

  const start = (): void => {
    listening?.abort();
    listening = new AbortController();
    if (host) void listen(host.settings, listening.signal, hear, warn);
  };

  const remove = async (hangUp?: boolean): Promise<void> => {
    const removed = host;
    host = undefined;
    start();
    await removed?.panel?.close(hangUp);
    removed?.root.host.remove();
  };

  // In the back/forward cache, the page would keep the lock, and no tab would listen.
  addEventListener("pagehide", () => {
    listening?.abort();
    addEventListener("pageshow", start);
  });
  // Back online: polls at once, without the rest of the pause.
  addEventListener("online", start);
  return {
    init: (options) => {
      if (host) Object.assign(host.settings, options);
      else host = showPill({ apiUrl, ...options }, loadPanel, () => act("open"));
      start();
    },
    open: () => act("open"),
    call: (agentId) => act("call", agentId),
    signOut: () => remove(true),
    destroy: () => remove(),
  };
}
