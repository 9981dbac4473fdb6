// @vitest-environment jsdom
import { useEffect, useState, type ReactElement } from "react";
import { createRoot } from "react-dom/client";
import { expect, it } from "vitest";
import { useMovedFocus } from "./use-moved-focus.ts";

/** Keeps React busy for longer than it works in one go, so that it does its effects later. */
function work(): void {
  const end = performance.now() + 20;
  while (performance.now() < end);
}

let renderAgain: (() => void) | null = null;

function List(): ReactElement {
  const { list, focusNext } = useMovedFocus();
  const [length, setLength] = useState(1);
  const [renderings, setRenderings] = useState(0);
  useEffect(() => {
    renderAgain = () => setRenderings((count) => count + 1);
  }, []);
  work();
  return (
    <div ref={list} data-renderings={renderings}>
      {Array.from({ length }, (_none, index) => (
        <input key={index} aria-label={`Field ${index + 1}`} />
      ))}
      <button
        type="button"
        onClick={() => {
          focusNext("input:last-of-type");
          setLength(length + 1);
        }}
      >
        Add
      </button>
    </div>
  );
}

it("focuses what the press has added, also right after another rendering", async () => {
  const page = document.body.appendChild(document.createElement("div"));
  const root = createRoot(page);
  root.render(<List />);
  await expect.poll(() => renderAgain).not.toBeNull();
  // Runs before the effects of the rendering.
  const rendered = new Promise<void>((resolve) => {
    new MutationObserver((_changes, observer) => {
      observer.disconnect();
      page.querySelector("button")?.click();
      resolve();
    }).observe(page, { attributes: true, subtree: true });
  });
  renderAgain?.();
  await rendered;
  await expect.poll(() => page.querySelectorAll("input").length).toBe(2);
  expect(document.activeElement?.getAttribute("aria-label")).toBe("Field 2");
  root.unmount();
});
