import type { Panel, PanelHost, PanelModule, Settings, SynapseVoice } from "../api.ts";
import { listen } from "./listen.ts";
import { createPill } from "./pill.ts";

/**
 * Imports the panel's chunk. `attempt` counts the failures, because browsers can cache a failed
 * import.
 */
type ImportPanel = (attempt: number) => Promise<PanelModule>;

const emit: PanelHost["emit"] = (name, detail) =>
  void document.dispatchEvent(new CustomEvent(`synapse-voice:${name}`, { detail }));

/** Imports the chunk once. After a failure, the next call retries. */
function importOnce(importPanel: ImportPanel): () => Promise<PanelModule> {
  let attempt = 0;
  let code: Promise<PanelModule> | undefined;
  return () =>
    (code ??= importPanel(attempt++).catch((error: unknown) => {
      code = undefined;
      throw error;
    }));
}

/** Creates `window.SynapseVoice`. Before `init` and after `signOut`, its methods do nothing. */
export function createSynapseVoice(apiUrl = "", importPanel: ImportPanel): SynapseVoice {
  const loadPanel = importOnce(importPanel);
  let host: (PanelHost & { readonly element: HTMLElement }) | undefined;
  let mounted: Panel | undefined;
  let listening = new AbortController();

  const panel = async (): Promise<Panel | undefined> => {
    const { mount } = await loadPanel();
    if (!host) return undefined;
    // The panel's client listens from now on.
    listening.abort();
    return (mounted ??= mount(host));
  };

  const start = (): void => {
    if (!host || mounted) return;
    listening.abort();
    listening = new AbortController();
    void listen(host.settings, listening.signal, panel);
  };

  const show = (settings: Settings): void => {
    const { element, root, pill } = createPill(settings);
    const text = pill.lastChild as Text;
    const label = text.data;
    host = { element, root, pill, settings, emit };
    for (const intent of ["pointerenter", "focus"])
      pill.addEventListener(intent, () => void loadPanel().catch(() => {}));
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
    const [oldHost, oldPanel] = [host, mounted];
    host = mounted = undefined;
    listening.abort();
    await oldPanel?.close(hangUp);
    oldHost?.element.remove();
  };

  // Back online: polls at once, without the rest of the pause.
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
