import type { WantedState } from "@synapse-voice/contract";
import type { ClientState } from "@synapse-voice/client";
import type { FakeCallClient } from "@synapse-voice/client/testing";
import type { NotesDraft } from "../../shared/notes/notes-draft.ts";
import type { Services } from "../../shared/services.ts";
import { fakeServices } from "../../testing/fake-console.ts";

/** A screen in one state. */
export interface GalleryState {
  readonly services: () => Services;
  /** Changes the state of the fake client. */
  readonly set: (change: Partial<ClientState>) => void;
  /** Client of a customer, whose portal's page is shown in place of the console. */
  readonly customer?: FakeCallClient;
  /** Client of the ring window's page, which is shown in place of the console. */
  readonly ringWindow?: FakeCallClient;
  readonly path?: string;
  /** Fragment of the address: the page, or the tokens of a link. */
  readonly fragment?: string;
  /** Availability that the agent chose on an earlier visit. */
  readonly availability?: WantedState;
  /** Text to type into the search first. */
  readonly search?: string;
  /** Text to type into the field with this label first. */
  readonly fill?: { readonly label: string; readonly text: string };
  /** Keys to press first, such as `Control+k`, and text to type into what they open. */
  readonly keys?: string;
  readonly text?: string;
  /** Heading of a part whose code the page loads on demand. The screen is complete with it. */
  readonly loadsLater?: string;
  /** True if a dialog opens by itself. */
  readonly opensDialog?: boolean;
  /** Server time in ms up to which missed calls are seen. By default all are. */
  readonly seenUntil?: number;
  /** True for a person who has done none of the steps of the first day. */
  readonly firstDay?: boolean;
  /** Notes of the call that are unsaved since before a reload of the page. */
  readonly unsavedNotes?: NotesDraft;
  /** Names of the buttons to press after that. */
  readonly press?: string | readonly string[];
  /** Keys to press in the end. */
  readonly lastKeys?: string;
  /** Label of the element to scroll into view. */
  readonly scrollTo?: string;
  /** Change of the client's state after the first rendering. */
  readonly change?: Partial<ClientState>;
  /** True if a test makes the change, by `window.changeGalleryState`. */
  readonly changeLater?: boolean;
}

/** Makes a state of a client and fake services. */
export const stateOf = (
  client: FakeCallClient,
  options: Parameters<typeof fakeServices>[1] = {},
) => ({
  services: () => fakeServices(client, options),
  set: (change: Partial<ClientState>) => client.set(change),
});
