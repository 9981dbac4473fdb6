/** Sets a key of a map that holds at most `maxSize` keys. The key that was set first is dropped. */
export function setBounded<K, V>(map: Map<K, V>, key: K, value: V, maxSize: number): void {
  map.delete(key);
  map.set(key, value);
  const oldest = map.size > maxSize ? map.keys().next() : null;
  if (oldest && !oldest.done) map.delete(oldest.value);
}
