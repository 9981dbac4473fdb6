// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { act, cleanup, screen } from "@testing-library/react";
import { aPresence, createFakeCallClient } from "@synapse-voice/client/testing";
import { showComponent } from "../testing/show-component.tsx";
import { WrapUp } from "./WrapUp.tsx";

afterEach(cleanup);

describe("WrapUp", () => {
  it("shows only after a call, counts down, and ends it", async () => {
    const client = createFakeCallClient({ presence: aPresence() });
    const { user } = showComponent(<WrapUp />, client);
    expect(screen.queryByText(/Wrapping up/u)).toBeNull();
    act(() =>
      client.set({ presence: aPresence({ state: "wrap_up", wrapUpUntil: client.now() + 61_000 }) }),
    );
    expect(screen.getByRole("timer").textContent).toBe("1:01");
    await user.click(screen.getByRole("button", { name: "I'm ready" }));
    expect(client.commands).toContainEqual(["endWrapUp"]);
    act(() => client.set({ presence: aPresence() }));
    expect(screen.queryByRole("button")).toBeNull();
  });
});
