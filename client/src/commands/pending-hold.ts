import type { Core } from "../state/core.ts";

/** Calls that this device is on and that are not on hold. */
export const activeCallIds = (core: Core): readonly string[] =>
  core
    .getState()
    .calls.flatMap(({ call, here, held, phase }) =>
      here && phase === "on-call" && !held ? [call.id] : [],
    );

/** Holds and resumes that were pressed here, until the server confirms or refuses them. */
export interface PendingHold {
  /** Shows calls as on hold (true) or not (false). */
  set(change: Readonly<Record<string, boolean>>): void;
  /** Shows calls as the server has them again. */
  release(callIds: readonly string[]): void;
}

/**
 * Makes the pending holds. At most one call is active here. When a second one becomes active, the
 * first is shown on hold in the same moment, as the server does it in the same transaction,
 * whichever event arrives first. Watches the state from now on, before any media do.
 */
export function createPendingHold(core: Core): PendingHold {
  /** Monotonic ms at which each pending hold was set. */
  const setAt = new Map<string, number>();
  let lastActive: readonly string[] = [];

  const dispatch = (pendingHold: Readonly<Record<string, boolean>>): void =>
    core.set({ pendingHold });
  const release = (callIds: readonly string[]): void => {
    for (const id of callIds) setAt.delete(id);
    dispatch(
      Object.fromEntries(
        Object.entries(core.getState().pendingHold).filter(([id]) => !callIds.includes(id)),
      ),
    );
  };
  const set = (change: Readonly<Record<string, boolean>>): void => {
    for (const id of Object.keys(change)) setAt.set(id, core.clock.monotonic());
    dispatch({ ...core.getState().pendingHold, ...change });
  };

  core.subscribe(() => {
    const { requestedAt, calls, pendingHold } = core.getState();
    const resolved = Object.keys(pendingHold).filter((id) => {
      const view = calls.find(({ call, phase }) => call.id === id && phase !== "ended");
      const isConfirmed = view?.call.held === pendingHold[id];
      return !view || isConfirmed || requestedAt > (setAt.get(id) ?? Infinity);
    });
    if (resolved.length > 0) return release(resolved);
    const active = activeCallIds(core);
    const before = lastActive;
    lastActive = active;
    if (active.length < 2) return;
    const older = active.filter((id) => before.includes(id));
    const others = older.length < active.length ? older : older.slice(1);
    set(Object.fromEntries(others.map((id) => [id, true])));
  });
  return { set, release };
}
