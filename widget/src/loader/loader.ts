import type { Panel, PanelHost, PanelModule, Settings, SynapseVoice, Warn } from "../api.ts";
import { listen } from "./listen.ts";
import { createPill } from "./pill.ts";

/**
 * Imports the panel's chunk. `attempt` counts the failures, because browsers can cache a failed
 * import.
 */
type ImportPanel = (attempt: number) => Promise<PanelModule>;

const emit: PanelHost["emit"] = (name, detail) =>
  document.dispatchEvent(new CustomEvent(`synapse-voice:${name}`, { detail }));

/** Creates `window.SynapseVoice`. Before `init` and after `signOut`, its methods only warn. */
export function createSynapseVoice(
  apiUrl = "",
  importPanel: ImportPanel,
  warn: Warn,
): SynapseVoice {
  let attempt = 0;
  let code: Promise<PanelModule> | undefined;
  /** Imports the chunk once. After a failure, the next call retries. */
  const loadPanel = (): Promise<PanelModule> =>
    (code ??= importPanel(attempt++).catch((error: unknown) => {
      code = undefined;
      throw error;
    }));
  let host: (PanelHost & { readonly element: HTMLElement }) | undefined;
  let mounted: Panel | undefined;
  let listening = new AbortController();

  const panel = async (): Promise<Panel | undefined> => {
    const module = await loadPanel();
    if (!host) return undefined;
    // The panel's client listens from now on.
    listening.abort();
    return (mounted ??= module.mount(host));
  };

  /** Does something with the panel. Before `init`, it only warns. */
  const act = async (name: "open" | "call", agentId?: string): Promise<void> =>
    host ? (await panel())?.[name](agentId) : warn(name);

  const start = (): void => {
    if (!host || mounted) return;
    listening.abort();
    listening = new AbortController();
    void listen(host.settings, listening.signal, panel, warn);
  };

  const show = (settings: Settings): void => {
    host = { ...createPill(settings), settings, emit };
    const { pill } = host;
    const text = pill.lastChild as Text;
    const label = text.data;
    // Properties need fewer bytes than listeners. Nobody else uses this button.
    // oxlint-disable unicorn/prefer-add-event-listener
    pill.onpointerenter = pill.onfocus = () => loadPanel().catch(() => {});
    pill.onclick = async () => {
      try {
        await act("open");
        text.data = label;
      } catch {
        text.data = "Try again";
      }
    };
    // oxlint-enable unicorn/prefer-add-event-listener
    document.body.append(host.element);
  };

  const remove = async (hangUp?: boolean): Promise<void> => {
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
    open: () => act("open"),
    call: (agentId) => act("call", agentId),
    signOut: () => remove(true),
    destroy: () => remove(),
  };
}
