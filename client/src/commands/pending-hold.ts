import type { Core } from "../state/core.ts";

/** Calls that this device is on and does not hold. */
export const active = (core: Core): readonly string[] =>
  core
    .getState()
    .calls.flatMap(({ call, here, held, phase }) =>
      here && phase === "on-call" && !held ? [call.id] : [],
    );

/** Which calls were held or resumed here, until the server has said the same, or otherwise. */
export interface Holding {
  set(change: Readonly<Record<string, boolean>>): void;
  release(callIds: readonly string[]): void;
}

/**
 * Never are two calls un-held here: who answers or resumes one has the other on hold in the same
 * moment, as the server does in the same transaction, whichever word of it comes first. It watches
 * the state from now on, before any media do.
 */
export function createHolding(core: Core): Holding {
  const since = new Map<string, number>();
  let last: readonly string[] = [];

  const dispatch = (holding: Readonly<Record<string, boolean>>): void => core.set({ holding });
  const release = (callIds: readonly string[]): void => {
    for (const id of callIds) since.delete(id);
    dispatch(
      Object.fromEntries(
        Object.entries(core.getState().holding).filter(([id]) => !callIds.includes(id)),
      ),
    );
  };
  const set = (change: Readonly<Record<string, boolean>>): void => {
    for (const id of Object.keys(change)) since.set(id, core.clock.monotonic());
    dispatch({ ...core.getState().holding, ...change });
  };

  core.subscribe(() => {
    const { askedAt, calls, holding } = core.getState();
    const settled = Object.keys(holding).filter((id) => {
      const view = calls.find(({ call, phase }) => call.id === id && phase !== "ended");
      return !view || view.call.held === holding[id] || askedAt > (since.get(id) ?? Infinity);
    });
    if (settled.length > 0) return release(settled);
    const now = active(core);
    const before = last;
    last = now;
    const older = now.filter((id) => before.includes(id));
    if (now.length > 1)
      set(
        Object.fromEntries(
          (older.length < now.length ? older : older.slice(1)).map((id) => [id, true]),
        ),
      );
  });
  return { set, release };
}
