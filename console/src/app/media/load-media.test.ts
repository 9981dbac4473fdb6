import {
  aCallView,
  createFakeCallClient,
  createFakeCallMedia,
  createFakeDevices,
  type FakeCallMedia,
} from "@synapse-voice/client/testing";
import { createLazyMedia } from "@synapse-voice/react";
import { describe, expect, test, vi } from "vitest";
import { loadSoleMedia } from "./load-media.ts";

/** A page that shows the call of the main process. */
interface Page {
  readonly media: FakeCallMedia;
  readonly loads: () => number;
  close(): void;
}

function openPage(create?: () => Promise<FakeCallMedia>): Page {
  const client = createFakeCallClient();
  const media = createFakeCallMedia();
  let loads = 0;
  const lazy = createLazyMedia(client, () =>
    loadSoleMedia(client, createFakeDevices(), async () => {
      loads += 1;
      return create === undefined ? media : create();
    }),
  );
  const close = lazy.open();
  client.set({ calls: [aCallView({ phase: "on-call" })] });
  return { media, loads: () => loads, close };
}

/** Waits until the requests for locks were handled, and what follows from them. */
async function flush(): Promise<void> {
  for (let round = 0; round < 3; round += 1) await navigator.locks.query();
}

describe("the media of pages that show the same call", () => {
  test("load in one page, and in the next one only once they are closed there", async () => {
    const [first, second] = [openPage(), openPage()];
    await flush();
    expect([first.loads(), second.loads()]).toEqual([1, 0]);
    let endClose: () => void = () => undefined;
    first.media.close = () => new Promise((resolve) => (endClose = resolve));
    first.close();
    await flush();
    expect(second.loads()).toBe(0);
    endClose();
    await vi.waitFor(() => expect(second.loads()).toBe(1));
    second.close();
    await flush();
  });

  test("load in another page where they can't be loaded in the first one", async () => {
    const first = openPage(async () => {
      throw new Error("offline");
    });
    const second = openPage();
    await vi.waitFor(() => expect(second.loads()).toBe(1));
    expect(first.loads()).toBe(1);
    first.close();
    second.close();
    await flush();
  });

  test("leave no lock where a page closes while it waits", async () => {
    const [first, second] = [openPage(), openPage()];
    await flush();
    second.close();
    first.close();
    await flush();
    expect(second.media.commands).toEqual(["close"]);
    expect((await navigator.locks.query()).held).toEqual([]);
  });
});
