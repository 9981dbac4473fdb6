// @vitest-environment jsdom
import { afterEach, expect, it } from "vitest";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReportOutcome } from "@synapse-voice/desktop/bridge";
import { SupportReport } from "./SupportReport.tsx";

afterEach(cleanup);

it("saves a support report, and says what became of it", async () => {
  let end: (outcome: Promise<ReportOutcome>) => void = () => undefined;
  const save = () => new Promise<ReportOutcome>((resolve) => (end = resolve));
  render(<SupportReport save={save} />);
  const button = screen.getByRole<HTMLButtonElement>("button", { name: "Save a support report" });
  const outcomes = [
    [async () => "saved", /^The support report is saved/u],
    [async () => "cancelled", /^A file with versions/u],
    [() => Promise.reject(new Error("failed")), /couldn't be saved/u],
  ] as const satisfies readonly [() => Promise<ReportOutcome>, RegExp][];
  for (const [outcome, words] of outcomes) {
    await userEvent.click(button);
    expect(button.disabled).toBe(true);
    expect(screen.getByText(/^Testing the connections/u)).toBeDefined();
    end(outcome());
    expect(await screen.findByText(words)).toBeDefined();
    expect(button.disabled).toBe(false);
  }
});
