import { configure, render, screen } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { vi } from "vitest";
import type { FakeCallClient } from "@synapse-voice/client/testing";
import { App } from "../app/App.tsx";
import { ServicesContext, type Services } from "../shared/services.ts";
import { adasClient, fakeServices } from "./fake-console.ts";

// Tests run side by side, so a busy machine may be slow.
configure({ asyncUtilTimeout: 15_000 });
vi.setConfig({ testTimeout: 20_000 });

/** Renders the whole console with the given services, at an address. */
export function showConsole(
  services: Services,
  { path = "/", fragment = "" }: { path?: string; fragment?: string } = {},
): UserEvent {
  window.history.replaceState(null, "", `${path}${fragment}`);
  render(
    <ServicesContext value={services}>
      <App path={path} fragment={fragment} />
    </ServicesContext>,
  );
  return userEvent.setup({ delay: null });
}

/** Renders the console for Ada, who is signed in, at a fragment such as `#/team`. */
export function showForAda(
  client: FakeCallClient = adasClient(),
  fragment = "",
): { readonly client: FakeCallClient; readonly user: UserEvent } {
  return { client, user: showConsole(fakeServices(client), { fragment }) };
}

/** Returns the button of this name. */
export const button = (name: string): HTMLElement => screen.getByRole("button", { name });

/** Copies the details of the error that is shown, and returns its code, which the page hides. */
export async function copiedCode(user: UserEvent): Promise<string> {
  await user.click(await screen.findByRole("button", { name: "Copy details" }));
  const [code = ""] = (await navigator.clipboard.readText()).split(", ");
  return screen.queryByText(new RegExp(code, "u")) === null ? code : `${code} is on the page`;
}

/** Commands that screens send by themselves, at any time. */
const loads: ReadonlySet<string> = new Set(["request", "readNotes"]);

/** Returns the person's last command. What screens load does not count. */
export const lastCommand = (client: FakeCallClient): readonly unknown[] | undefined =>
  client.commands.findLast(([name]) => !loads.has(name));
