import { browserDeviceId, createCustomerClient, type CustomerClient } from "@synapse-voice/client";
import type { CallMedia } from "@synapse-voice/client/media";
import type { Panel, PanelHost } from "../api.ts";
import { createLoaderFeed } from "./loader-feed.ts";
import { adoptStyles, mountPanel } from "./mount-panel.tsx";
import { emit } from "./page-events.ts";
import type { SecondaryScreens } from "./state/controller.ts";

/** Loads LiveKit, by far the largest part, only when the person is about to talk. */
const loadMedia = async (client: CustomerClient): Promise<CallMedia> =>
  (await import("@synapse-voice/client/media")).createCallMedia({ client });

/** Mounts the panel with the real call client. The loader goes on listening for it. */
export function mount(host: PanelHost): Panel {
  const { settings } = host;
  const { feed, hear } = createLoaderFeed();
  const client = createCustomerClient({
    session: {
      apiUrl: settings.apiUrl,
      deviceId: browserDeviceId(),
      // The client takes any result, and errors, too.
      getToken: (ask) => settings.getToken(ask) as Promise<string>,
    },
    feed,
  });
  client.start();
  const loadSecondary = async (): Promise<SecondaryScreens> => {
    const secondary = await import("./lazy/secondary-screens.tsx");
    adoptStyles(host.root, secondary.css);
    secondary.explainToken(settings);
    return secondary;
  };
  return {
    ...mountPanel({ ...host, emit }, { client, loadMedia, loadSecondary }),
    hear,
  };
}
