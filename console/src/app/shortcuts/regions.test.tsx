// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { cleanup, screen, within } from "@testing-library/react";
import { aCallView } from "@synapse-voice/client/testing";
import { adasClient } from "../../testing/fake-console.ts";
import { showForAda } from "../../testing/show-console.tsx";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const onCall = aCallView({ phase: "on-call", role: "callee", here: true });

/** Shows the customers, of whom Dora is chosen, with the focus on the search above their list. */
async function showWithFocus(client = adasClient()) {
  const { user } = showForAda(client, "#/customers");
  const list = await screen.findByRole("list", { name: "Customers" });
  await user.click(within(list).getAllByRole("button", { name: /Dora/u })[0]!);
  await screen.findByRole("region", { name: "Dora Customer" });
  const search = screen.getByRole("searchbox", { name: "Search customers" });
  search.focus();
  return { user, search };
}

/** Returns the class of the part that has the focus. */
const part = (): string | undefined =>
  document.activeElement?.closest(".nav, .sv-manager-docked, .stage-bar, .stage, .list")?.classList
    .value;

describe("F6", () => {
  it("goes from part to part, also from a field, and with Shift back", async () => {
    const { user, search } = await showWithFocus();
    const seen: (string | undefined)[] = [];
    for (let press = 0; press < 4; press++) {
      await user.keyboard("{F6}");
      seen.push(part());
    }
    expect(seen).toEqual(["nav", "stage-bar", "stage", "list"]);
    expect(document.activeElement).toBe(search);
    await user.keyboard("{F6}");
    expect(document.activeElement).toBe(screen.getByRole("link", { current: "page" }));
    await user.keyboard("{Shift>}{F6}{/Shift}");
    expect(document.activeElement).toBe(search);
  });

  it("goes to the call bar during a call", async () => {
    const { user } = await showWithFocus(adasClient({ calls: [onCall] }));
    await user.keyboard("{F6}{F6}");
    const bar = screen.getByRole("region", { name: "Calls" });
    expect(within(bar).getAllByRole("button")).toContain(document.activeElement);
  });

  it("begins with the first part, or with Shift with the last one, where nothing has the focus", async () => {
    const { user, search } = await showWithFocus();
    search.blur();
    await user.keyboard("{F6}");
    expect(part()).toBe("nav");
    screen.getByRole("link", { current: "page" }).blur();
    await user.keyboard("{Shift>}{F6}{/Shift}");
    expect(part()).toBe("list");
  });

  it("stays in a dialog, and is in the list of shortcuts", async () => {
    const { user, search } = await showWithFocus();
    search.blur();
    await user.keyboard("?");
    const dialog = screen.getByRole("dialog", { name: "Keyboard shortcuts" });
    expect(within(dialog).getByText("Go to the next part of the window")).toBeDefined();
    await user.keyboard("{F6}");
    expect(dialog.contains(document.activeElement)).toBe(true);
  });
});
