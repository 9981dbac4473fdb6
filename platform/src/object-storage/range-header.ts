/** Returns the value of `Range` for a part of an object, or undefined for the whole object. */
export const rangeHeader = (from: number, to: number | undefined): string | undefined =>
  from === 0 && to === undefined ? undefined : `bytes=${from}-${to === undefined ? "" : to - 1}`;

/** Returns true if a reply has the part that was asked for, by its `Content-Range`. */
export function isRangeOf(contentRange: string | undefined, range: string | undefined): boolean {
  const start = /^bytes=(\d+)-/u.exec(range ?? "")?.[1];
  return start === undefined || (contentRange ?? "").startsWith(`bytes ${start}-`);
}
