import type { Link, OpenedLink } from "../../bridge/link-schemas.ts";

/** Time in ms for which a link waits for a page that shows it, such as for a sign-in. */
export const linkLifetimeMs = 300_000;

/**
 * Keeps the link that the person opened last, until a page is done with it. Pages read it whenever
 * they load, so it survives a page that is not loaded yet, a sign-in, and a crash.
 */
export interface PendingLink {
  /** Replaces the link. */
  open(link: Link): void;
  /** Returns the link. After {@link linkLifetimeMs}, all that is left of it is that it is too old. */
  current(): OpenedLink | null;
  /** Drops the link with this id. A newer one stays. */
  done(id: number): void;
  /**
   * Says who is signed in; null: nobody. A link belongs to the first person who is, and is dropped
   * when another one signs in.
   */
  setPerson(userId: string | null): void;
  /** Calls `listener` with each further link. There is one listener. */
  onOpened(listener: () => void): void;
}

/** Creates a place for one link. `now` is a time in ms. */
export function createPendingLink(now: () => number): PendingLink {
  let pending: (OpenedLink & { readonly openedAt: number; readonly owner: string | null }) | null =
    null;
  let count = 0;
  let notify: () => void = () => undefined;
  let person: string | null = null;
  return {
    open: (link) => {
      count += 1;
      pending = { id: count, link, openedAt: now(), owner: person };
      notify();
    },
    current: () => {
      if (pending === null) return null;
      const { id, link, openedAt } = pending;
      const isExpired = now() - openedAt > linkLifetimeMs;
      return { id, link: isExpired ? { kind: "invalid", reason: "expired" } : link };
    },
    done: (id) => {
      if (pending?.id === id) pending = null;
    },
    setPerson: (userId) => {
      person = userId;
      if (pending === null || userId === null) return;
      const isOthers = pending.owner !== null && pending.owner !== userId;
      pending = isOthers ? null : { ...pending, owner: userId };
    },
    onOpened: (listener) => {
      notify = listener;
    },
  };
}
