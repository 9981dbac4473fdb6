import type { Party } from "@synapse-voice/contract";
import type { CallMedia } from "@synapse-voice/client/media";
import type { CallView, CustomerClient } from "@synapse-voice/client";
import type { ComponentChildren } from "preact";
import type { Emit } from "../../api.ts";
import type { FrameProps } from "./frame-props.ts";
import type {
  Callee,
  CallingScreen,
  MicrophoneProblem,
  Page,
  PendingCall,
  Screen,
  SecondaryScreen,
} from "./screen.ts";
import type { UiStore } from "./ui-store.ts";

/** The chunk that loads later (`lazy/secondary-screens.tsx`). */
export interface SecondaryScreens {
  secondaryFrame(controller: Controller, screen: SecondaryScreen): FrameProps;
  /** Returns the problem that keeps the two parties from hearing each other, with its remedy. */
  mediaHint(controller: Controller, view: CallView): ComponentChildren;
  /** Returns the frame of a call of the customer before the answer. */
  callingFrame(controller: Controller, screen: CallingScreen): FrameProps;
  /** Element of an incoming call: shows if it is about the customer's request for a call-back. */
  incomingNote(controller: Controller, peer: Party | null): ComponentChildren;
  /**
   * Plays the sound of a screen and writes the tab's title. It runs after each change that may
   * change the screen. `closed` ends the sound and restores the title.
   */
  follow(screen: Screen, client: CustomerClient): void;
  /**
   * Element of the home screen: shows the customer's request for a call-back. Opens the page
   * `hours` if the company is closed, and the page `nobody` if nobody is at work.
   */
  homeNote(controller: Controller): ComponentChildren;
  /**
   * Checks if somebody can take the call, then asks for the microphone. Returns the microphone's
   * problem, or null. If the company is closed or nobody is at work, it shows the page `hours` or
   * `nobody` and asks for nothing.
   */
  preflight(
    client: CustomerClient,
    ui: UiStore,
    pending: PendingCall,
  ): Promise<MicrophoneProblem | null>;
}

/** Dependencies of the controller. Tests pass fakes. */
export interface ControllerDeps {
  readonly client: CustomerClient;
  readonly loadMedia: (client: CustomerClient) => Promise<CallMedia>;
  readonly loadSecondary: () => Promise<SecondaryScreens>;
  readonly emit: Emit;
}

/** The panel's state, and everything that a person can do in the panel. */
export interface Controller {
  readonly client: CustomerClient;
  screen(): Screen;
  /** Sets the one listener. It runs after each change that may change the screen. */
  subscribe(listener: () => void): void;
  /** Undefined until the media code is loaded. Null: the code could not be fetched. */
  media(): CallMedia | null | undefined;
  /** Undefined until the secondary screens are loaded. Null: their code could not be fetched. */
  secondary(): SecondaryScreens | null | undefined;
  open(): void;
  close(): void;
  /** Opens a page and dismisses the last notice. */
  show(page: Page): void;
  call(callee?: Callee): void;
  cancel(): void;
  answer(callId: string): void;
  decline(callId: string): void;
  hangUp(callId: string): void;
  /** Loads the media code, because the person is about to talk. */
  warm(): void;
  stop(hangUp?: boolean): Promise<void>;
}
