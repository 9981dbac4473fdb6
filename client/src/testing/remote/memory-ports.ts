import type { RemotePort } from "../../remote/port/remote-port.ts";

/** One end of a channel in memory. */
export interface MemoryPort extends RemotePort {
  /** Messages that were sent from this end, oldest first. */
  readonly sent: readonly unknown[];
  /** Holds messages back that are sent from this end, until the result is called. */
  hold(): () => void;
  /** Loses every message that is sent from this end from now on. */
  lose(): void;
}

/** A channel in memory. */
export interface MemoryPorts {
  /** End of the process that has the client. */
  readonly main: MemoryPort;
  readonly page: MemoryPort;
  /** Closes both ends, as the end of a process does. */
  close(): void;
}

interface End {
  readonly listeners: Set<(message: unknown) => void>;
  readonly closeListeners: Set<() => void>;
  /** Messages that wait for the first listener. */
  early: unknown[];
}

const createEnd = (): End => ({ listeners: new Set(), closeListeners: new Set(), early: [] });

function deliver(end: End, message: unknown): void {
  if (end.listeners.size === 0) end.early.push(message);
  for (const listener of end.listeners) listener(message);
}

function portOf(own: End, other: End, isClosed: () => boolean): MemoryPort {
  const sent: unknown[] = [];
  let held: unknown[] | null = null;
  let isLost = false;
  const post = (message: unknown): void => queueMicrotask(() => deliver(other, message));
  return {
    sent,
    send: (message) => {
      if (isClosed()) return;
      const copy: unknown = structuredClone(message);
      sent.push(copy);
      if (isLost) return;
      if (held) held.push(copy);
      else post(copy);
    },
    listen: (listener) => {
      own.listeners.add(listener);
      const early = own.early;
      own.early = [];
      for (const message of early) queueMicrotask(() => deliver(own, message));
      return () => own.listeners.delete(listener);
    },
    onClose: (listener) => {
      own.closeListeners.add(listener);
      return () => own.closeListeners.delete(listener);
    },
    hold: () => {
      const messages: unknown[] = [];
      held = messages;
      return () => {
        held = null;
        messages.forEach(post);
      };
    },
    lose: () => {
      isLost = true;
    },
  };
}

/** Makes a channel. It clones each message and delivers it later, in order, as a `MessagePort` does. */
export function createMemoryPorts(): MemoryPorts {
  const ends = { main: createEnd(), page: createEnd() };
  let closed = false;
  return {
    main: portOf(ends.main, ends.page, () => closed),
    page: portOf(ends.page, ends.main, () => closed),
    close: () => {
      closed = true;
      for (const { closeListeners } of [ends.main, ends.page])
        for (const listener of closeListeners) listener();
    },
  };
}
