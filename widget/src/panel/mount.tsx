import {
  browserDeviceId,
  createCustomerClient,
  createPollFeed,
  type CustomerClient,
} from "@synapse-voice/client";
import type { CallMedia } from "@synapse-voice/client/media";
import { render } from "preact";
import type { Panel as PanelHandle, PanelHost } from "../api.ts";
import { createController, type ControllerPorts, type FurtherModule } from "./state/controller.ts";
import { Panel } from "./screens/Panel.tsx";
import css from "./panel.css?inline";

/** Styles without a style element or attribute, which the page's policy may forbid. */
export function adopt(root: ShadowRoot, css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

/** Shows the controller's screens in the host's shadow root, in place of the button. */
export function mountPanel(
  { root, pill, emit }: PanelHost,
  ports: Omit<ControllerPorts, "emit">,
): PanelHandle {
  adopt(root, css);
  const place = document.createElement("div");
  root.append(place);
  const controller = createController({ ...ports, emit });
  const show = (): void => {
    const inPanel = place.matches(":focus-within");
    render(<Panel controller={controller} />, place);
    pill.hidden = place.hasChildNodes();
    if (inPanel && !pill.hidden) pill.focus();
  };
  controller.subscribe(show);
  show();
  return {
    open: controller.open,
    call: (agentId) => controller.call(agentId ? { supabaseUserId: agentId } : {}),
    close: async (hangUp) => {
      await controller.stop(hangUp);
      render(null, place);
    },
  };
}

/** LiveKit's code is by far the largest part and comes only when somebody is about to talk. */
const loadMedia = async (client: CustomerClient): Promise<CallMedia> =>
  (await import("@synapse-voice/client/media")).createCallMedia({ client });

/** The panel with the real call client, which goes on with the loader's listening. */
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
  const loadFurther = async (): Promise<FurtherModule> => {
    const further = await import("./lazy/secondary-screens.tsx");
    adopt(host.root, further.css);
    return further;
  };
  client.start();
  return mountPanel(host, { client, loadMedia, loadFurther });
}
