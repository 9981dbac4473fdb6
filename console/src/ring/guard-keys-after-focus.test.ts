// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { focusPauseMs, guardKeysAfterFocus, typingPauseMs } from "./guard-keys-after-focus.ts";

describe("the keys of the ring window", () => {
  let now: number;
  let arrived: string[];
  let stop: () => void;
  const listen = (event: KeyboardEvent): void => void arrived.push(event.key);
  beforeEach(() => {
    now = 1_000;
    arrived = [];
    stop = guardKeysAfterFocus(window, () => now);
    document.body.addEventListener("keydown", listen);
    now += 60_000;
  });
  afterEach(() => {
    stop();
    document.body.removeEventListener("keydown", listen);
  });

  /** Presses a key. Returns false if it does nothing. */
  const press = (key: string, init: KeyboardEventInit = {}): boolean =>
    document.body.dispatchEvent(
      new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init }),
    );
  const focus = (): boolean => window.dispatchEvent(new FocusEvent("focus"));

  it.each(["Enter", " ", "Escape"])("%j does nothing for 500 ms after the focus came", (key) => {
    focus();
    now += focusPauseMs - 1;
    expect([press(key), arrived]).toEqual([false, []]);
    now += typingPauseMs;
    expect([press(key), arrived]).toEqual([true, [key]]);
  });

  it("works once the pause is over", () => {
    focus();
    now += focusPauseMs;
    expect(press("Enter")).toBe(true);
  });

  it("ignores the Enter of somebody who goes on typing what they began in another window", () => {
    focus();
    for (const key of ["l", "s", "-", "l", "Enter"]) {
      now += 400;
      press(key);
    }
    expect(arrived).toEqual(["l", "s", "-", "l"]);
  });

  it("ignores a key that is held down, and the one after it", () => {
    now += 1_000;
    expect(press("Enter", { repeat: true })).toBe(false);
    expect(press("Enter")).toBe(false);
    now += typingPauseMs;
    expect(press("Enter")).toBe(true);
  });

  it("lets Tab move the focus at once", () => {
    focus();
    expect(press("Tab")).toBe(true);
    now += focusPauseMs;
    expect(press("Enter")).toBe(true);
  });

  it("begins with a pause, as a page that is loaded again may have the focus already", () => {
    const stopSecond = guardKeysAfterFocus(window, () => now);
    expect(press("Enter")).toBe(false);
    stopSecond();
  });
});
