/** Places for what waits for somebody: no more than `most` at once. */
export interface Places {
  /** Does the work, or refuses where all places of that id are taken. */
  hold<T>(id: string, work: () => Promise<T>): Promise<T>;
}

export function createPlaces(most: number, refuse: () => never): Places {
  const taken = new Map<string, number>();
  return {
    async hold(id, work) {
      const before = taken.get(id) ?? 0;
      if (before >= most) return refuse();
      taken.set(id, before + 1);
      try {
        return await work();
      } finally {
        const left = (taken.get(id) ?? 1) - 1;
        if (left === 0) taken.delete(id);
        else taken.set(id, left);
      }
    },
  };
}
