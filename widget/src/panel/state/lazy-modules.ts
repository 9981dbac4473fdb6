import type { CallMedia } from "@synapse-voice/client/media";
import type { ControllerDeps, SecondaryScreens } from "./controller.ts";
import { createLazyModule } from "./lazy-module.ts";
import { callHere, type Screen } from "./screen.ts";

/** The two modules that load later: call media, and the secondary screens with the sounds. */
export interface LazyModules {
  /** Loads both modules and prepares the media for a call. */
  warm(): void;
  /** The loaded media. Does not start a fetch. */
  media(): CallMedia | null | undefined;
  /** Loads the secondary screens. Null: their code could not be fetched. */
  secondary(): SecondaryScreens | null | undefined;
  /** Resolves once the secondary screens are loaded or their fetch has failed. */
  idle(): Promise<unknown>;
  /** Runs after each change that may change the screen. */
  update(): void;
  stop(): Promise<void>;
}

export function createLazyModules(
  { client, loadMedia, loadSecondary }: ControllerDeps,
  screen: () => Screen,
  show: () => void,
): LazyModules {
  let stopped = false;
  const update = (): void => {
    secondary.get()?.follow(stopped ? { kind: "closed" } : screen(), client);
    show();
  };
  const secondary = createLazyModule(loadSecondary, update, () => screen().kind !== "closed");
  const onMedia = (loaded?: CallMedia): void => {
    loaded?.subscribe(update);
    loaded?.warm();
    update();
  };
  const media = createLazyModule(
    async () => {
      const loaded = await loadMedia(client);
      // Too late: it must not enter the room of a call.
      if (stopped) void loaded.close();
      return loaded;
    },
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
      return secondary.get();
    },
    idle: secondary.idle,
    update,
    stop: async () => {
      stopped = true;
      update();
      await media.idle();
      await media.get()?.close();
    },
  };
}
