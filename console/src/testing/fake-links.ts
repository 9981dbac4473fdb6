import type { Link, LinkHandlers, OpenedLink } from "@synapse-voice/desktop/bridge";
import type { Links } from "../shared/platform/index.ts";

/** Links that a test opens, as other apps do. */
export interface FakeLinks extends Links {
  open(link: Link): void;
  /** Returns the link that no page is done with. */
  pending(): OpenedLink | null;
}

/** Makes links of a main process. The system refuses to register what `refused` names. */
export function createFakeLinks(
  initial: Partial<LinkHandlers> = {},
  refused: readonly string[] = [],
): FakeLinks {
  let handlers: LinkHandlers = { "synapse-voice": false, tel: false, callto: false, ...initial };
  let pending: OpenedLink | null = null;
  let count = 0;
  const listeners = new Set<(link: OpenedLink | null) => void>();
  return {
    open: (link) => {
      count += 1;
      pending = { id: count, link };
      for (const listener of listeners) listener(pending);
    },
    pending: () => pending,
    watch: (listener) => {
      listeners.add(listener);
      listener(pending);
      return () => listeners.delete(listener);
    },
    done: (id) => {
      if (pending?.id === id) pending = null;
    },
    handlers: async () => handlers,
    register: async (scheme, isOn) => {
      if (!refused.includes(scheme)) handlers = { ...handlers, [scheme]: isOn };
      return handlers;
    },
  };
}
