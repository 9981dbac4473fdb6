import { randomUUID } from "node:crypto";
import type { PageReport } from "../../bridge/support-report.ts";
import type { RunAfter } from "../session/time-limit.ts";

/** Time in ms that the page has: two tests of 5 s one after the other, and some more. */
const pageLimitMs = 12_000;

/** Requests for the part of a report that only a page can give. */
export interface PageParts {
  /** Resolves with the part, or with the reason why there is none. */
  request(): Promise<PageReport | string>;
  /** Takes a part. One that nobody waits for is dropped. */
  received(id: string, part: PageReport): void;
}

/** Makes it. `send` asks the page. */
export function createPageParts(send: (id: string) => void, after: RunAfter): PageParts {
  const waiting = new Map<string, (part: PageReport) => void>();
  return {
    request: () => {
      const id = randomUUID();
      return new Promise((resolve) => {
        const cancel = after(pageLimitMs, () => {
          waiting.delete(id);
          resolve("The window did not reply.");
        });
        waiting.set(id, (part) => {
          waiting.delete(id);
          cancel();
          resolve(part);
        });
        send(id);
      });
    },
    received: (id, part) => waiting.get(id)?.(part),
  };
}
