import { configure, render } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { vi } from "vitest";
import { App } from "../app/App.tsx";
import { ServicesContext, type Services } from "../shared/services.ts";

// A machine that is busy with the other tests may take its time.
configure({ asyncUtilTimeout: 15_000 });
vi.setConfig({ testTimeout: 20_000 });

/** Renders the whole console on the given services, at an address. */
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
