/** Holds what waits for somebody, no more than `most` of it at once. */
export interface OpenPolls {
  /** Does the work, or refuses where so many are open. */
  hold<T>(id: string, work: () => Promise<T>): Promise<T>;
}

export function createOpenPolls(most: number, refuse: () => never): OpenPolls {
  const polls = new Map<string, number>();
  return {
    async hold(id, work) {
      const open = polls.get(id) ?? 0;
      if (open >= most) return refuse();
      polls.set(id, open + 1);
      try {
        return await work();
      } finally {
        const left = (polls.get(id) ?? 1) - 1;
        if (left === 0) polls.delete(id);
        else polls.set(id, left);
      }
    },
  };
}
