import type { WantedState } from "@synapse-voice/contract";
import type { ClientState } from "@synapse-voice/client";
import type { FakeCallClient } from "@synapse-voice/client/testing";
import type { Services } from "../shared/services.ts";
import { fakeServices } from "../testing/fake-console.ts";

/** One screen in one state. */
export interface GalleryState {
  readonly services: () => Services;
  /** Changes the state of its client. */
  readonly set: (change: Partial<ClientState>) => void;
  readonly path?: string;
  /** The address's fragment: which page, or what a link brought. */
  readonly fragment?: string;
  /** What the agent chose on an earlier visit. */
  readonly wanted?: WantedState;
  /** What is typed into the search before anybody looks. */
  readonly search?: string;
  /** The button that is pressed first. */
  readonly press?: string;
  /** What is scrolled into view, by its label. */
  readonly scrollTo?: string;
  /** What happens to the state a moment later. */
  readonly change?: Partial<ClientState>;
}

/** A state on this client, with these fake services. */
export const stateOf = (
  client: FakeCallClient,
  options: Parameters<typeof fakeServices>[1] = {},
) => ({
  services: () => fakeServices(client, options),
  set: (change: Partial<ClientState>) => client.set(change),
});
