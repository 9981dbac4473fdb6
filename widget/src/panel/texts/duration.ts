/** `4:07`, or `1:02:03` from an hour on. */
export function clockTime(seconds: number): string {
  const two = (value: number): string => `${Math.floor(value) % 60}`.padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  return `${hours ? `${hours}:${two(seconds / 60)}` : Math.floor(seconds / 60)}:${two(seconds)}`;
}
