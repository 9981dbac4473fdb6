import type { Options, Panel, PanelHost, PanelModule, Settings, SynapseVoice } from "../api.ts";
import { listen } from "./listen.ts";
import { createPill } from "./pill.ts";

/** Imports the panel's chunk. `attempt` grows after a failure, since browsers may remember a failed import. */
type ImportPanel = (attempt: number) => Promise<PanelModule>;

interface Widget {
  update(options: Options): void;
  panel(): Promise<Panel>;
  stop(hangUp: boolean): Promise<void>;
}

const emit: PanelHost["emit"] = (name, detail) => void document.dispatchEvent(new CustomEvent(`synapse-voice:${name}`, { detail }));

function createWidget(settings: Settings, importPanel: ImportPanel): Widget {
  const { host, root, pill } = createPill(settings);
  let attempt = 0;
  let code: Promise<PanelModule> | undefined;
  let mounted: Panel | undefined;
  let stop = new AbortController();
  const warm = (): Promise<PanelModule> =>
    (code ??= importPanel(attempt++).catch((error: unknown) => {
      code = undefined;
      throw error;
    }));
  const panel = async (): Promise<Panel> => {
    const { mount } = await warm();
    // The panel listens for itself.
    stop.abort();
    return (mounted ??= mount({ root, pill, settings, emit }));
  };
  const start = (): void => {
    stop.abort();
    stop = new AbortController();
    if (!mounted) void listen(settings, stop.signal, panel);
    document.body.append(host);
  };
  for (const near of ["pointerenter", "focus"]) pill.addEventListener(near, () => void warm().catch(() => {}));
  pill.addEventListener("click", () => void panel().then((opened) => opened.open(), () => (pill.lastChild as Text).data = "Try again"));
  // Back online, the next try should not wait for the pause after the last one.
  addEventListener("online", start);
  start();
  return {
    update: (options) => {
      Object.assign(settings, options);
      start();
    },
    panel,
    stop: async (hangUp) => {
      removeEventListener("online", start);
      stop.abort();
      await mounted?.close(hangUp);
      host.remove();
    },
  };
}

/** The page's handle. Everything before `init` and after `signOut` does nothing. */
export function createSynapseVoice(api: string | undefined, importPanel: ImportPanel): SynapseVoice {
  let widget: Widget | undefined;
  const remove = async (hangUp: boolean): Promise<void> => {
    const gone = widget;
    widget = undefined;
    await gone?.stop(hangUp);
  };
  return {
    init: (options) => {
      if (widget) widget.update(options);
      else widget = createWidget({ apiUrl: api ?? "", ...options }, importPanel);
    },
    open: async () => (await widget?.panel())?.open(),
    call: async (agentId) => (await widget?.panel())?.call(agentId),
    signOut: () => remove(true),
    destroy: () => remove(false),
  };
}
