import { StorageRefusal } from "./refusal.ts";

/** Returns the bytes that a `Range` header names, `to` not included. */
export function byteRangeOf(header: string, size: number): { from: number; to: number } {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/u.exec(header) ?? [];
  if (first === "" && Number(last) > 0 && size > 0)
    return { from: Math.max(size - Number(last), 0), to: size };
  const from = Number(first);
  const to = last === "" ? size : Math.min(Number(last) + 1, size);
  if (first === "" || from >= size || to <= from) throw new StorageRefusal("InvalidRange");
  return { from, to };
}
