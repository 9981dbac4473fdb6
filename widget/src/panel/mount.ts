import {
  browserDeviceId,
  createCustomerClient,
  createPollFeed,
  type CustomerClient,
} from "@synapse-voice/client";
import type { CallMedia } from "@synapse-voice/client/media";
import type { Panel, PanelHost } from "../api.ts";
import { adoptStyles, mountPanel } from "./mount-panel.tsx";
import type { SecondaryScreens } from "./state/controller.ts";

/** Loads LiveKit, by far the largest part, only when the person is about to talk. */
const loadMedia = async (client: CustomerClient): Promise<CallMedia> =>
  (await import("@synapse-voice/client/media")).createCallMedia({ client });

/** Mounts the panel with the real call client. The client's feed replaces the loader's polls. */
export function mount(host: PanelHost): Panel {
  const { settings } = host;
  const client = createCustomerClient({
    session: {
      apiUrl: settings.apiUrl,
      deviceId: browserDeviceId(),
      // The client takes any result, and errors, too.
      getToken: (ask) => settings.getToken(ask) as Promise<string>,
    },
    feed: createPollFeed(),
  });
  const loadSecondary = async (): Promise<SecondaryScreens> => {
    const secondary = await import("./lazy/secondary-screens.tsx");
    adoptStyles(host.root, secondary.css);
    secondary.explainToken(settings);
    return secondary;
  };
  client.start();
  return mountPanel(host, { client, loadMedia, loadSecondary });
}
