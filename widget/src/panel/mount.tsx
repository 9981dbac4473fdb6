import {
  browserDeviceId,
  createCustomerClient,
  createPollFeed,
  type CustomerClient,
} from "@synapse-voice/client";
import type { CallMedia } from "@synapse-voice/client/media";
import { render } from "preact";
import type { Panel as PanelHandle, PanelHost } from "../api.ts";
import css from "./panel.css?inline";
import { Panel } from "./screens/Panel.tsx";
import type { ControllerDeps, SecondaryScreens } from "./state/controller.ts";
import { createController } from "./state/create-controller.ts";

/** Adds styles to a shadow root. A `style` element could violate the page's policy. */
export function adoptStyles(root: ShadowRoot, css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

/** Renders the controller's screens in the host's shadow root, instead of the button. */
export function mountPanel(
  { root, pill, emit }: PanelHost,
  deps: Omit<ControllerDeps, "emit">,
): PanelHandle {
  adoptStyles(root, css);
  const container = document.createElement("div");
  root.append(container);
  const controller = createController({ ...deps, emit });
  const show = (): void => {
    const hadFocus = container.matches(":focus-within");
    render(<Panel controller={controller} />, container);
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

/** Loads LiveKit, by far the largest part, only when the person is about to talk. */
const loadMedia = async (client: CustomerClient): Promise<CallMedia> =>
  (await import("@synapse-voice/client/media")).createCallMedia({ client });

/** Mounts the panel with the real call client. The client's feed replaces the loader's polls. */
export function mount(host: PanelHost): PanelHandle {
  const { settings } = host;
  const client = createCustomerClient({
    session: {
      apiUrl: settings.apiUrl,
      deviceId: browserDeviceId(),
      getToken: async (ask) => (await settings.getToken(ask)) || "",
    },
    feed: createPollFeed(),
  });
  const loadSecondary = async (): Promise<SecondaryScreens> => {
    const secondary = await import("./lazy/secondary-screens.tsx");
    adoptStyles(host.root, secondary.css);
    return secondary;
  };
  client.start();
  return mountPanel(host, { client, loadMedia, loadSecondary });
}
