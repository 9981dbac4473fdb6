// @vitest-environment jsdom
import { afterEach, expect, it } from "vitest";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { copiedCode } from "../../testing/show-console.tsx";
import { StartFailed } from "./StartFailed.tsx";

afterEach(cleanup);

it("a page without its settings says so, and its reason can be copied", async () => {
  const user = userEvent.setup({ delay: null });
  render(<StartFailed reason="settings: HTTP 502" />);
  expect(screen.getByText("Synapse Voice can't start")).toBeDefined();
  expect(await copiedCode(user)).toBe("settings: HTTP 502");
});
