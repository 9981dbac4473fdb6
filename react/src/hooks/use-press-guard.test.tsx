// @vitest-environment jsdom
import { useRef, type ReactElement } from "react";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { pressGuardMs } from "./press-guard.ts";
import { usePressGuard } from "./use-press-guard.ts";

const width = 100;

/** Buttons from left to right, each 100 px wide and 40 px high. The first is at the left edge. */
function Buttons({ names, press }: { names: readonly string[]; press: (name: string) => void }) {
  const root = useRef<HTMLDivElement>(null);
  usePressGuard(root);
  return (
    <div ref={root} className="sv-manager">
      {names.map((name) => (
        <button key={name} type="button" onClick={() => press(name)}>
          {name}
        </button>
      ))}
    </div>
  );
}

function placeByOrder(this: Element): DOMRect {
  const left = [...(this.parentElement?.children ?? [])].indexOf(this) * width;
  return { left, right: left + width, top: 0, bottom: 40 } as DOMRect;
}
const elementAt = (x: number): Element | null =>
  document.querySelectorAll("button")[Math.floor(x / width)] ?? null;

describe("a press by pointer", () => {
  let presses: string[];
  let show: (names: readonly string[]) => Promise<void>;
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(placeByOrder);
    document.elementFromPoint = elementAt;
    presses = [];
    const element = (names: readonly string[]): ReactElement => (
      <Buttons names={names} press={(name) => presses.push(name)} />
    );
    const { rerender } = render(element([]));
    // Mutation observers are called in a microtask.
    show = async (names) => act(async () => rerender(element(names)));
    await show(["Hang up"]);
    vi.advanceTimersByTime(pressGuardMs);
  });
  afterEach(() => {
    cleanup();
    vi.useRealTimers();
    vi.restoreAllMocks();
    Reflect.deleteProperty(document, "elementFromPoint");
  });
  const at = (x: number, pointerType: string) => ({ clientX: x, clientY: 20, pointerType });
  const moveTo = (x: number): void => {
    fireEvent.pointerMove(elementAt(x) ?? document.body, at(x, "mouse"));
  };
  const press = (x: number, pointerType = "mouse"): void => {
    const target = elementAt(x) ?? document.body;
    fireEvent.pointerDown(target, at(x, pointerType));
    fireEvent.pointerUp(target, at(x, pointerType));
    fireEvent.click(target, { ...at(x, pointerType), detail: 1 });
  };

  it("counts on a button that has not moved", () => {
    moveTo(50);
    press(50);
    expect(presses).toEqual(["Hang up"]);
  });

  it("does nothing soon after another button took the place under the pointer", async () => {
    moveTo(50);
    await show(["Hold and answer", "Hang up"]);
    vi.advanceTimersByTime(pressGuardMs - 1);
    press(50);
    expect(presses).toEqual([]);
    vi.advanceTimersByTime(1);
    press(50);
    expect(presses).toEqual(["Hold and answer"]);
  });

  it("does nothing soon after a button moved back under the pointer", async () => {
    await show(["Hold and answer", "Hang up"]);
    moveTo(50);
    await show(["Hang up"]);
    press(50);
    expect(presses).toEqual([]);
  });

  it("does nothing soon after a button appeared where there was none", async () => {
    moveTo(150);
    await show(["Hang up", "Close"]);
    moveTo(151);
    press(151);
    expect(presses).toEqual([]);
  });

  it("counts on a button that the pointer was moved to", async () => {
    moveTo(50);
    await show(["Hold and answer", "Hang up"]);
    moveTo(150);
    press(150);
    moveTo(50);
    press(50);
    expect(presses).toEqual(["Hang up", "Hold and answer"]);
  });

  it("that began before the change counts for nothing but the button on which it began", async () => {
    moveTo(50);
    fireEvent.pointerDown(screen.getByRole("button"), at(50, "mouse"));
    await show(["Hold and answer", "Hang up"]);
    fireEvent.click(screen.getByRole("button", { name: "Hang up" }), { detail: 1 });
    expect(presses).toEqual(["Hang up"]);
  });

  it("does nothing by touch where a button has just appeared or moved", async () => {
    await show(["Hold and answer", "Hang up"]);
    press(50, "touch");
    press(150, "touch");
    expect(presses).toEqual([]);
    vi.advanceTimersByTime(pressGuardMs);
    press(50, "touch");
    press(150, "touch");
    expect(presses).toEqual(["Hold and answer", "Hang up"]);
  });

  it("is needed for the protection: keys work at once", async () => {
    moveTo(50);
    await show(["Hold and answer", "Hang up"]);
    fireEvent.click(screen.getByRole("button", { name: "Hold and answer" }), { detail: 0 });
    expect(presses).toEqual(["Hold and answer"]);
  });
});
