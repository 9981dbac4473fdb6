/** Sets a key of a map that holds no more than `most`: who was set first is forgotten first. */
export function setBounded<K, V>(map: Map<K, V>, key: K, value: V, most: number): void {
  map.delete(key);
  map.set(key, value);
  const oldest = map.size > most ? map.keys().next() : null;
  if (oldest && !oldest.done) map.delete(oldest.value);
}
