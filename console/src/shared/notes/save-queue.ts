/** Time in ms without a key after which notes are saved. */
const saveDelayMs = 800;

/** Runs one save at a time. */
export interface SaveQueue {
  /** Saves 800 ms after the last call. */
  soon(): void;
  /** Saves now, or once more after the save that is running. Resolves after the last one. */
  now(): Promise<void>;
}

/**
 * Makes the queue of a function that saves. The function must not reject. `onIdle` is called after
 * the last save.
 */
export function createSaveQueue(save: () => Promise<void>, onIdle: () => void): SaveQueue {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;
  let isDueAgain = false;
  const run = async (): Promise<void> => {
    do {
      isDueAgain = false;
      await save();
    } while (isDueAgain);
    running = null;
    onIdle();
  };
  const now = (): Promise<void> => {
    clearTimeout(timer);
    if (running === null) running = run();
    else isDueAgain = true;
    return running;
  };
  return {
    now,
    soon: () => {
      clearTimeout(timer);
      timer = setTimeout(() => void now(), saveDelayMs);
    },
  };
}
