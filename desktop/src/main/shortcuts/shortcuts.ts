import { systemClock, type ClientClock } from "@synapse-voice/client";
import { shortcutActions, type ShortcutAction, type ShortcutKeys } from "../../bridge/shortcuts.ts";
import { createRepeatGuard } from "./repeat-guard.ts";

/** Longest time for which a page may keep the keys free. It may have crashed. */
const pauseMs = 30_000;

/** The part of Electron's `globalShortcut` that is used. */
export interface ShortcutRegistry {
  /**
   * Returns false for keys that another program has or that the keyboard lacks. Throws for an
   * accelerator that it can't read.
   */
  register(accelerator: string, run: () => void): boolean;
  unregisterAll(): void;
}

interface ShortcutsDeps {
  readonly registry: ShortcutRegistry;
  /** Returns the keys that the person has chosen. */
  keys(): ShortcutKeys;
  run(action: ShortcutAction): void;
  readonly clock?: ClientClock;
}

/** Keys that work while another program has the keyboard. */
export interface Shortcuts {
  /** Takes the chosen keys in place of those before. */
  apply(): void;
  /** Releases all keys. */
  close(): void;
  /** Answers requests of pages. */
  readonly handlers: {
    "shortcuts:problems"(): ShortcutAction[];
    "shortcuts:pause"(isPaused: boolean): void;
  };
}

/** Registers the chosen keys. */
export function createShortcuts({
  registry,
  keys,
  run,
  clock = systemClock,
}: ShortcutsDeps): Shortcuts {
  const isRepeat = createRepeatGuard(clock.monotonic);
  let problems: readonly ShortcutAction[] = [];
  let endPause: (() => void) | null = null;

  const press = (action: ShortcutAction): void => {
    if (!isRepeat(action)) run(action);
  };
  const register = (action: ShortcutAction): boolean => {
    const accelerator = keys()[action];
    if (accelerator === null) return true;
    try {
      return registry.register(accelerator, () => press(action));
    } catch {
      return false;
    }
  };
  const release = (): void => {
    endPause?.();
    endPause = null;
    registry.unregisterAll();
  };
  const apply = (): void => {
    release();
    problems = shortcutActions.filter((action) => !register(action));
  };
  return {
    apply,
    close: release,
    handlers: {
      "shortcuts:problems": () => {
        // The other program may have released the keys since.
        if (endPause === null) problems = problems.filter((action) => !register(action));
        return [...problems];
      },
      "shortcuts:pause": (isPaused) => {
        if (!isPaused) {
          apply();
          return;
        }
        release();
        endPause = clock.after(pauseMs, apply);
      },
    },
  };
}
