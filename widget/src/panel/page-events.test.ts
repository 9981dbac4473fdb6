// @vitest-environment jsdom
import { expect, it } from "vitest";
import { emit } from "./page-events.ts";

it("tells the page by events on the document", () => {
  const received: unknown[] = [];
  for (const name of ["open", "call"])
    document.addEventListener(
      `synapse-voice:${name}`,
      (event) => received.push((event as CustomEvent).detail),
      { once: true },
    );
  emit("open", null);
  emit("call", { callId: "call-1", phase: "on-call", name: "Ada" });
  expect(received).toEqual([null, { callId: "call-1", phase: "on-call", name: "Ada" }]);
});
