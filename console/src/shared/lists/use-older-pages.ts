import { useState } from "react";
import type { Resource } from "@synapse-voice/react";

/** A list whose older pages load on demand. */
export interface PagedList<T> {
  /** Newest first. */
  readonly list: Resource<readonly T[]>;
  /** Loads the next page, and resolves to false if that failed; null if there is none. */
  readonly loadMore: (() => Promise<boolean>) | null;
}

/** Number of entries on an older page. */
export const pageSize = 50;

interface OlderPages<T> {
  /** Number of the newest entries if there are more of them. */
  readonly newestSize: number;
  idOf(entry: T): string;
  /** Loads the page before the entry with this id. */
  loadPage(before: string): Promise<readonly T[]>;
}

/** Adds older pages to the newest entries of a list, which may load again at any time. */
export function useOlderPages<T>(
  newest: Resource<readonly T[]>,
  { newestSize, idOf, loadPage }: OlderPages<T>,
): PagedList<T> {
  const [older, setOlder] = useState<readonly T[]>([]);
  const [complete, setComplete] = useState(false);
  const knownIds = new Set(newest.data?.map(idOf));
  const entries =
    newest.data === null
      ? null
      : [...newest.data, ...older.filter((entry) => !knownIds.has(idOf(entry)))];
  const last = entries?.at(-1);
  const loadMore = async (): Promise<boolean> => {
    if (entries === null || last === undefined) return true;
    const next = await loadPage(idOf(last)).catch(() => null);
    if (next === null) return false;
    // All that is shown: new entries push others out of the newest ones.
    setOlder([...entries, ...next]);
    setComplete(next.length < pageSize);
    return true;
  };
  const mayHaveMore = !complete && entries !== null && entries.length >= newestSize;
  return {
    list: { ...newest, data: entries },
    loadMore: mayHaveMore ? loadMore : null,
  };
}
