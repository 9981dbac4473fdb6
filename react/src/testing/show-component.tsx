import { configure, render } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import type { Agent } from "@synapse-voice/contract";
import {
  createFakeCallClient,
  createFakeCallMedia,
  type FakeCallClient,
} from "@synapse-voice/client/testing";
import { vi } from "vitest";
import { VoiceProvider } from "../components/VoiceProvider.tsx";
import type { Audience } from "../texts/words.ts";

// Tests run side by side, so a busy machine may be slow.
configure({ asyncUtilTimeout: 15_000 });
vi.setConfig({ testTimeout: 20_000 });

/** Makes an agent of the team, available and reachable unless `change` says otherwise. */
export const anAgent = (
  supabaseUserId: string,
  firstName: string,
  change: Partial<Agent> = {},
): Agent => ({
  supabaseUserId,
  firstName,
  lastName: "Agent",
  email: "",
  role: "AGENT",
  reachable: true,
  state: "available",
  ...change,
});

/** A rendered component and the means to use it and to change it. */
export interface ShownComponent {
  readonly client: FakeCallClient;
  readonly user: UserEvent;
  rerender(content: ReactNode): void;
}

/** Renders a component below a provider that has a fake client and fake media. */
export function showComponent(
  children: ReactNode,
  client: FakeCallClient = createFakeCallClient(),
  audience: Audience = "agent",
): ShownComponent {
  const media = createFakeCallMedia();
  const provided = (content: ReactNode) => (
    <VoiceProvider client={client} media={media} audience={audience}>
      {content}
    </VoiceProvider>
  );
  const { rerender } = render(provided(children));
  return {
    client,
    user: userEvent.setup({ delay: null }),
    rerender: (content) => rerender(provided(content)),
  };
}
