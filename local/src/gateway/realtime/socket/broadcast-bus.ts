import type { Broadcast } from "./phoenix-frames.ts";

export type Listener = (broadcast: Broadcast) => void;

/**
 * Delivers broadcasts to the listeners of a topic. A public and a private topic of one name are
 * separate.
 */
export class BroadcastBus {
  readonly #listeners = new Map<string, Set<Listener>>();

  /** Returns a function that stops listening. */
  listen(isPrivate: boolean, topic: string, listener: Listener): () => void {
    const key = keyOf(isPrivate, topic);
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(key) === listeners)
        this.#listeners.delete(key);
    };
  }

  publish(isPrivate: boolean, topic: string, broadcast: Broadcast, except?: Listener): void {
    for (const listener of this.#listeners.get(keyOf(isPrivate, topic)) ?? [])
      if (listener !== except) listener(broadcast);
  }
}

function keyOf(isPrivate: boolean, topic: string): string {
  return `${isPrivate ? "private" : "public"}:${topic}`;
}
