/** Formats seconds as `4:07`, or as `1:02:03` from one hour on. */
export function formatDuration(seconds: number): string {
  const twoDigits = (value: number): string => `${Math.floor(value) % 60}`.padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = hours ? `${hours}:${twoDigits(seconds / 60)}` : Math.floor(seconds / 60);
  return `${minutes}:${twoDigits(seconds)}`;
}
