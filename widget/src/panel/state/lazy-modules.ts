import type { CallMedia } from "@synapse-voice/client/media";
import type { ControllerPorts, FurtherModule } from "./controller.ts";
import { createLazy } from "./lazy-module.ts";
import { callHere, type Screen } from "./screen.ts";

/** The code that comes later: call media, and the further screens with the ring. */
export interface Parts {
  /** Fetches both, and prepares the media of a call that rings. */
  warm(): void;
  media(): CallMedia | undefined;
  /** Undefined while it is on its way, null where it could not be fetched. */
  further(): FurtherModule | undefined | null;
  /** Resolves once the further screens are here, or are known not to come now. */
  settled(): Promise<unknown>;
  /** Run after whatever may change the screen: an incoming call rings as long as its screen shows. */
  changed(): void;
  stop(): Promise<void>;
}

export function createParts(
  { client, loadMedia, loadFurther }: ControllerPorts,
  screen: () => Screen,
  show: () => void,
): Parts {
  let hush: (() => void) | undefined;
  const changed = (): void => {
    if (screen().kind === "incoming") hush ??= further.get()?.ring();
    else {
      hush?.();
      hush = undefined;
    }
    show();
  };
  const further = createLazy(loadFurther, changed, () => screen().kind !== "closed");
  const mediaSettled = (loaded?: CallMedia): void => {
    loaded?.subscribe(changed);
    loaded?.warm();
    changed();
  };
  const media = createLazy(
    () => loadMedia(client),
    mediaSettled,
    () => Boolean(callHere(client.getState())),
  );
  return {
    warm: () => {
      media.want();
      media.get()?.warm();
      further.want();
    },
    media: media.get,
    further: () => {
      further.want();
      return further.failed() ? null : further.get();
    },
    settled: further.idle,
    changed,
    stop: async () => {
      hush?.();
      await media.idle();
      await media.get()?.close();
    },
  };
}
