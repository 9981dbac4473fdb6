import { render } from "preact";
import type { Emit, Panel, PanelHost } from "../api.ts";
import css from "./panel.css?inline";
import { createPanel } from "./screens/panel.tsx";
import type { ControllerDeps } from "./state/controller.ts";
import { createController } from "./state/create-controller.ts";

/** Adds styles to a shadow root. A `style` element could violate the page's policy. */
export function adoptStyles(root: ShadowRoot, css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

/** Renders the controller's screens in the host's shadow root, instead of the button. */
export function mountPanel(
  { root, pill, emit }: PanelHost & { readonly emit: Emit },
  deps: Omit<ControllerDeps, "emit">,
): Omit<Panel, "hear"> {
  adoptStyles(root, css);
  const container = document.createElement("div");
  root.append(container);
  const controller = createController({ ...deps, emit });
  const panel = createPanel(controller);
  const show = (): void => {
    const hadFocus = container.matches(":focus-within");
    render(panel(), container);
    pill.hidden = container.hasChildNodes();
    if (hadFocus && !pill.hidden) pill.focus();
  };
  controller.subscribe(show);
  show();
  return {
    open: controller.open,
    call: (agentId) => controller.call(agentId ? { supabaseUserId: agentId } : {}),
    close: async (hangUp) => {
      await controller.stop(hangUp);
      render(null, container);
    },
  };
}
