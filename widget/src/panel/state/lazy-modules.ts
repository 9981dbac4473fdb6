import type { CallMedia } from "@synapse-voice/client/media";
import type { ControllerDeps, SecondaryScreens } from "./controller.ts";
import { createLazyModule } from "./lazy-module.ts";
import { callHere, type Screen } from "./screen.ts";

/** The two modules that load later: call media, and the secondary screens with the ring. */
export interface LazyModules {
  /** Loads both modules and prepares the media for a call. */
  warm(): void;
  media(): CallMedia | undefined;
  /** Undefined while the fetch is under way. Null: the code could not be fetched. */
  secondary(): SecondaryScreens | undefined | null;
  /** Resolves once the secondary screens are loaded or their fetch has failed. */
  idle(): Promise<unknown>;
  /** Runs after each change that may change the screen. Rings while an incoming call shows. */
  update(): void;
  stop(): Promise<void>;
}

export function createLazyModules(
  { client, loadMedia, loadSecondary }: ControllerDeps,
  screen: () => Screen,
  show: () => void,
): LazyModules {
  let stopRing: (() => void) | undefined;
  const update = (): void => {
    if (screen().kind === "incoming") stopRing ??= secondary.get()?.ring();
    else {
      stopRing?.();
      stopRing = undefined;
    }
    show();
  };
  const secondary = createLazyModule(loadSecondary, update, () => screen().kind !== "closed");
  const onMedia = (loaded?: CallMedia): void => {
    loaded?.subscribe(update);
    loaded?.warm();
    update();
  };
  const media = createLazyModule(
    () => loadMedia(client),
    onMedia,
    () => Boolean(callHere(client.getState())),
  );
  return {
    warm: () => {
      media.load();
      media.get()?.warm();
      secondary.load();
    },
    media: media.get,
    secondary: () => {
      secondary.load();
      return secondary.failed() ? null : secondary.get();
    },
    idle: secondary.idle,
    update,
    stop: async () => {
      stopRing?.();
      await media.idle();
      await media.get()?.close();
    },
  };
}
