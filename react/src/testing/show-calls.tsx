import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { vi } from "vitest";
import type { ClientState } from "@synapse-voice/client";
import type { MediaState } from "@synapse-voice/client/media";
import {
  aCallView,
  ada,
  aSnapshot,
  carl,
  createFakeCallClient,
  createFakeCallMedia,
  type FakeCallClient,
  grace,
} from "@synapse-voice/client/testing";
import { CallManager, type CallManagerProps } from "../components/calls/CallManager.tsx";
import { VoiceProvider } from "../components/VoiceProvider.tsx";
import type { RingKind } from "../audio/ring.ts";
import type { Audience } from "../texts/words.ts";

// Tests run side by side, so a busy machine may be slow.
vi.setConfig({ testTimeout: 20_000 });

/** Makes a ring that plays nothing and remembers which sound should be heard. */
function silentRing() {
  let sounding: RingKind | null = null;
  return {
    sounding: () => sounding,
    ring: {
      start: (kind: RingKind) => void (sounding = kind),
      stop: () => void (sounding = null),
      isBlocked: () => false,
      subscribe: () => () => undefined,
    },
  };
}

/** Renders a page with a text field and a `CallManager`, on a client whose state the test sets. */
export function showCalls(
  state: Partial<ClientState>,
  options: {
    media?: Partial<MediaState>;
    audience?: Audience;
    client?: FakeCallClient;
    placement?: NonNullable<CallManagerProps["placement"]>;
  } = {},
) {
  const { client = createFakeCallClient(state) } = options;
  client.setNow(Date.parse("2026-01-01T09:04:07.000Z"));
  const media = createFakeCallMedia(options.media);
  const { ring, sounding } = silentRing();
  render(
    <VoiceProvider client={client} media={media} ring={ring} audience={options.audience ?? "agent"}>
      <input aria-label="Notes" />
      <CallManager placement={options.placement ?? "floating"} />
    </VoiceProvider>,
  );
  const set = (patch: Partial<ClientState>) => act(() => client.set(patch));
  return { client, media, sounding, set, user: userEvent.setup({ delay: null }) };
}

export const ringing = aCallView();
export const onCall = aCallView({
  call: aSnapshot({ status: "IN_PROGRESS", offer: { id: "offer-1", outcome: "accepted" } }),
  role: "callee",
  phase: "on-call",
  here: true,
  answeredAt: Date.parse("2026-01-01T09:00:00.000Z"),
});
export const second = aCallView({ call: aSnapshot({ id: "call-2", caller: grace }), peer: grace });
export const ownCall = aCallView({
  call: aSnapshot({ caller: ada, callee: carl, offer: null }),
  role: "caller",
  phase: "ringing-out",
  here: true,
});
export const button = (name: string): HTMLElement => screen.getByRole("button", { name });
