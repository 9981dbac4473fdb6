import type { ClientClock, Stop } from "../../session/clock.ts";
import type { Devices } from "../devices/devices.ts";
import type { MediaPort, Microphone } from "../port/media-port.ts";
import type { MicrophoneOption } from "../state/media-state.ts";
import { createMicrophoneManager, type MicrophoneManager } from "./microphone-manager.ts";

/**
 * The microphone of the device, for calls and for others who watch it. It follows the person's
 * choice, also if another page changes that.
 */
export interface WatchedMicrophone<Mic> extends Pick<
  MicrophoneManager<Mic>,
  "setWanted" | "retry" | "status" | "change" | "current"
> {
  /** Opens the microphone for a listener, also without a call. The result ends that. */
  watch(listener: (microphone: Mic | null) => void): Stop;
  /** Switches to this microphone, also for later calls. */
  choose(id: string): Promise<void>;
  options(): Promise<readonly MicrophoneOption[]>;
  /** Ends all watching, and stops the microphone. */
  close(): void;
}

/** Dependencies of the microphone. */
export interface WatchedMicrophoneDeps<Mic extends Microphone> {
  readonly port: MediaPort<Mic>;
  readonly clock: ClientClock;
  readonly devices: Devices;
  /** Runs after each change of what it returns. */
  changed(): void;
}

/** Chromium's id of the system's own microphone. */
const ownId = "default";

/** Makes the microphone. */
export function createWatchedMicrophone<Mic extends Microphone>({
  port,
  clock,
  devices,
  changed,
}: WatchedMicrophoneDeps<Mic>): WatchedMicrophone<Mic> {
  const watchers = new Set<(microphone: Mic | null) => void>();
  const choice = (): string | null => devices.getState().uses.microphone.chosen?.id ?? null;
  let wantedByCalls = false;
  let followed = choice();
  const manager = createMicrophoneManager({
    port,
    clock,
    choice,
    changed: () => {
      // The browser names devices once a microphone is allowed.
      if (manager.status() === "on") void devices.refresh();
      for (const watcher of watchers) watcher(manager.current());
      changed();
    },
  });
  let unfollowClosely: Stop | null = null;
  const update = (): void => {
    const isWanted = wantedByCalls || watchers.size > 0;
    if (isWanted) unfollowClosely ??= devices.followClosely();
    else {
      unfollowClosely?.();
      unfollowClosely = null;
    }
    manager.setWanted(isWanted);
  };
  const follow = (): boolean => {
    const isNew = choice() !== followed;
    followed = choice();
    return isNew;
  };
  const unfollow = devices.subscribe(() => {
    if (follow()) void manager.useChoice();
  });
  return {
    setWanted: (wanted) => {
      wantedByCalls = wanted;
      update();
    },
    retry: manager.retry,
    status: manager.status,
    change: manager.change,
    current: manager.current,
    watch: (listener) => {
      const added = (microphone: Mic | null): void => listener(microphone);
      watchers.add(added);
      update();
      added(manager.current());
      return () => {
        watchers.delete(added);
        update();
      };
    },
    choose: async (id) => {
      // Waits for the switch, which the subscription would only begin.
      followed = id === ownId ? null : id;
      devices.choose("microphone", followed);
      await manager.useChoice();
    },
    options: async () => {
      const found = await port.listMicrophones();
      const used = manager.current();
      // Without an open one, the one that will be opened.
      const usedId = used ? port.idOf(used) : (choice() ?? ownId);
      return found.map((option) => ({ ...option, current: option.id === usedId }));
    },
    close: () => {
      unfollow();
      watchers.clear();
      wantedByCalls = false;
      update();
    },
  };
}
