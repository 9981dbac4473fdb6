import { ApiError } from "../../session/api-error.ts";

interface Waiting {
  resolve(value: unknown): void;
  reject(error: ApiError): void;
}

/** Commands and requests that wait for their replies, by id. */
export interface PendingReplies {
  /** Waits for the reply. Rejects with an {@link ApiError}. */
  wait(id: number): Promise<unknown>;
  /** Resolves one. Returns false if nobody waits for it. */
  resolve(id: number, value: unknown): boolean;
  /** Rejects one. Returns false if nobody waits for it. */
  reject(id: number, error: ApiError): boolean;
  /** Rejects all with `network`. */
  rejectAll(): void;
}

/** Makes an empty list. */
export function createPendingReplies(): PendingReplies {
  const waiting = new Map<number, Waiting>();
  const take = (id: number): Waiting | undefined => {
    const found = waiting.get(id);
    waiting.delete(id);
    return found;
  };
  return {
    wait: (id) => new Promise((resolve, reject) => waiting.set(id, { resolve, reject })),
    resolve: (id, value) => {
      const found = take(id);
      found?.resolve(value);
      return found !== undefined;
    },
    reject: (id, error) => {
      const found = take(id);
      found?.reject(error);
      return found !== undefined;
    },
    rejectAll: () => {
      for (const id of waiting.keys()) take(id)?.reject(new ApiError("network"));
    },
  };
}
