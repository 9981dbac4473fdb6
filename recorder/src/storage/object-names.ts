// Objects are written once: those of each attempt have names of their own.

const folder = "segments";
const pattern = /^(\d+)-(\d+)-(\d+)$/u;

/** Contents of the name of a segment. */
export type SegmentName = {
  readonly attempt: number;
  readonly startMs: number;
  readonly blocks: number;
};

/** Returns the name of a segment in its recording. */
export const segmentName = ({ attempt, startMs, blocks }: SegmentName): string =>
  `${folder}/${attempt}-${startMs}-${blocks}`;

/** Returns the key of an object in the storage. */
export const keyOf = (storagePrefix: string, name: string): string => `${storagePrefix}/${name}`;

export const segmentFolder = (storagePrefix: string): string => keyOf(storagePrefix, folder);

/** Returns what a key in the folder of segments says, or null if it is none of ours. */
export function parseSegmentKey(key: string): SegmentName | null {
  const [, attempt, startMs, blocks] = pattern.exec(key.slice(key.lastIndexOf("/") + 1)) ?? [];
  if (attempt === undefined || startMs === undefined || blocks === undefined) return null;
  return { attempt: Number(attempt), startMs: Number(startMs), blocks: Number(blocks) };
}

export const fileName = (attempt: number): string => `recording-${attempt}.ogg`;
export const peaksName = (attempt: number): string => `peaks-${attempt}`;
