/** Limits how many pieces of work run at the same time for one id. */
export interface ConcurrencyLimit {
  /** Runs the work, or refuses if `max` others of this id are running. */
  run<T>(id: string, work: () => Promise<T>): Promise<T>;
}

export function createConcurrencyLimit(max: number, refuse: () => never): ConcurrencyLimit {
  const runningById = new Map<string, number>();
  return {
    async run(id, work) {
      const running = runningById.get(id) ?? 0;
      if (running >= max) return refuse();
      runningById.set(id, running + 1);
      try {
        return await work();
      } finally {
        const left = (runningById.get(id) ?? 1) - 1;
        if (left === 0) runningById.delete(id);
        else runningById.set(id, left);
      }
    },
  };
}
