// @vitest-environment jsdom
import { useState, type ComponentType, type ReactElement } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { act, cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { VoiceProvider } from "@synapse-voice/react";
import { createFakeCallClient } from "@synapse-voice/client/testing";
import { lazyScreen, type LazyScreen } from "./lazy-screen.tsx";

interface Props {
  readonly name: string;
}

/** A screen with a text of its own, which is lost if React makes the screen anew. */
function Greeting({ name }: Props): ReactElement {
  const [first] = useState(name);
  return <p>{`Hello ${first}, then ${name}`}</p>;
}

/** Code that arrives when a test says so. */
function lateCode() {
  const requests: {
    resolve: (code: ComponentType<Props>) => void;
    reject: (error: Error) => void;
  }[] = [];
  return {
    requests,
    load: () =>
      new Promise<ComponentType<Props>>((resolve, reject) => {
        requests.push({ resolve, reject });
      }),
    arrive: () => act(async () => requests.at(-1)?.resolve(Greeting)),
    fail: () => act(async () => requests.at(-1)?.reject(new TypeError("Failed to fetch"))),
  };
}

function show(Lazy: LazyScreen<Props>) {
  const client = createFakeCallClient();
  const page = (name: string): ReactElement => (
    <VoiceProvider client={client}>
      <Lazy name={name} />
    </VoiceProvider>
  );
  const { rerender, unmount } = render(page("Ada"));
  return { rename: (name: string) => rerender(page(name)), unmount };
}

const skeleton = () => screen.queryByRole("status", { name: "Loading the team" });
const afterMs = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

describe("a screen in a chunk of its own", () => {
  beforeEach(() => vi.useFakeTimers({ shouldAdvanceTime: true }));
  afterEach(() => {
    cleanup();
    vi.useRealTimers();
  });
  const placeholder = { rows: 3, label: "Loading the team" };

  it("shows nothing for 300 ms, then grey rows, then the screen, which stays the same", async () => {
    const code = lateCode();
    const { rename } = show(lazyScreen(code.load, placeholder));
    await afterMs(250);
    expect(skeleton()).toBeNull();
    await afterMs(100);
    expect(skeleton()).not.toBeNull();
    await code.arrive();
    expect(skeleton()).toBeNull();
    expect(screen.getByText("Hello Ada, then Ada")).toBeDefined();
    rename("Grace");
    expect(screen.getByText("Hello Ada, then Grace")).toBeDefined();
    expect(code.requests).toHaveLength(1);
  });

  it("is there at once the second time, or when it was loaded before", async () => {
    const code = lateCode();
    const Lazy = lazyScreen(code.load);
    Lazy.preload();
    await code.arrive();
    show(Lazy).unmount();
    show(Lazy);
    expect(screen.getByText("Hello Ada, then Ada")).toBeDefined();
    expect(code.requests).toHaveLength(1);
  });

  it("says that it can't be loaded, and tries again", async () => {
    vi.useRealTimers();
    const code = lateCode();
    show(lazyScreen(code.load, placeholder));
    await code.fail();
    const retry = screen.getByRole("button", { name: "Try again" });
    await userEvent.click(retry);
    await code.arrive();
    expect(screen.getByText("Hello Ada, then Ada")).toBeDefined();
  });

  it("that failed to load early loads when it is shown", async () => {
    const code = lateCode();
    const Lazy = lazyScreen(code.load);
    Lazy.preload();
    await code.fail();
    show(Lazy);
    await code.arrive();
    expect(screen.getByText("Hello Ada, then Ada")).toBeDefined();
  });
});
