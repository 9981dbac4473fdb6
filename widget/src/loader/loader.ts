import type { Panel, PanelHost, PanelModule, Settings, SynapseVoice } from "../api.ts";
import { listen } from "./listen.ts";
import { createPill } from "./pill.ts";

/**
 * Imports the panel's chunk. `attempt` grows after a failure, since browsers may remember a failed
 * import.
 */
type ImportPanel = (attempt: number) => Promise<PanelModule>;

const emit: PanelHost["emit"] = (name, detail) =>
  void document.dispatchEvent(new CustomEvent(`synapse-voice:${name}`, { detail }));

/** Fetches the panel's code once; after a failure the next call tries again. */
function onceFetched(importPanel: ImportPanel): () => Promise<PanelModule> {
  let attempt = 0;
  let code: Promise<PanelModule> | undefined;
  return () =>
    (code ??= importPanel(attempt++).catch((error: unknown) => {
      code = undefined;
      throw error;
    }));
}

/** The page's handle. Everything before `init` and after `signOut` does nothing. */
export function createSynapseVoice(apiUrl = "", importPanel: ImportPanel): SynapseVoice {
  const warm = onceFetched(importPanel);
  let host: (PanelHost & { readonly element: HTMLElement }) | undefined;
  let mounted: Panel | undefined;
  let stop = new AbortController();

  const panel = async (): Promise<Panel | undefined> => {
    const { mount } = await warm();
    if (!host) return undefined;
    // The panel listens for itself.
    stop.abort();
    return (mounted ??= mount(host));
  };

  const start = (): void => {
    if (!host || mounted) return;
    stop.abort();
    stop = new AbortController();
    void listen(host.settings, stop.signal, panel);
  };

  const show = (settings: Settings): void => {
    const { element, root, pill } = createPill(settings);
    const text = pill.lastChild as Text;
    const label = text.data;
    host = { element, root, pill, settings, emit };
    for (const near of ["pointerenter", "focus"])
      pill.addEventListener(near, () => void warm().catch(() => {}));
    pill.addEventListener("click", async () => {
      try {
        (await panel())?.open();
        text.data = label;
      } catch {
        text.data = "Try again";
      }
    });
    document.body.append(element);
  };

  const remove = async (hangUp: boolean): Promise<void> => {
    const [gone, closing] = [host, mounted];
    host = mounted = undefined;
    stop.abort();
    await closing?.close(hangUp);
    gone?.element.remove();
  };

  // Back online, the next try should not wait for the pause after the last one.
  addEventListener("online", start);
  return {
    init: (options) => {
      if (host) Object.assign(host.settings, options);
      else show({ apiUrl, ...options });
      start();
    },
    open: async () => host && (await panel())?.open(),
    call: async (agentId) => host && (await panel())?.call(agentId),
    signOut: () => remove(true),
    destroy: () => remove(false),
  };
}
