import type { QueuePlace } from "@synapse-voice/contract";
import type { CallMedia, MediaState } from "@synapse-voice/client/media";
import type { CustomerClient } from "@synapse-voice/client";
import type { ComponentChildren } from "preact";
import type { PanelHost } from "../../api.ts";
import type { FrameProps } from "../screens/Frame.tsx";
import { followCalls, type ShownCalls } from "./follow-calls.ts";
import type { MicrophoneProblem } from "../lazy/microphone.ts";
import { createParts, type Parts } from "./lazy-modules.ts";
import {
  screenOf,
  type Asking,
  type Callee,
  type FurtherScreen,
  type Page,
  type Screen,
} from "./screen.ts";
import { createUiStore, type UiStore } from "./ui-store.ts";

/** The chunk with the further screens. */
export interface FurtherModule {
  furtherFrame(controller: Controller, screen: FurtherScreen): FrameProps;
  /** What stands between the two hearing each other. */
  hint(controller: Controller, media: MediaState, name: string): ComponentChildren;
  /**
   * How long the wait in the queue still is, in a title and what else there is to know; nothing
   * where nothing is known.
   */
  queueWords(place: QueuePlace | null): readonly [title: string, detail: string];
  /** Rings until the result is called. */
  ring(): () => void;
  /** On the first screen: leads on where calls are not taken now. */
  hours(controller: Controller): ComponentChildren;
  /**
   * Null where the microphone may be used; else why not. Where the call would not be taken at this
   * hour, the panel says so in place of asking.
   */
  askMicrophone(
    client: CustomerClient,
    ui: UiStore,
    asking: Asking,
  ): Promise<MicrophoneProblem | null>;
}

/** What the controller works with; all of it is fake in tests. */
export interface ControllerPorts {
  readonly client: CustomerClient;
  readonly loadMedia: (client: CustomerClient) => Promise<CallMedia>;
  readonly loadFurther: () => Promise<FurtherModule>;
  readonly emit: PanelHost["emit"];
}

/** The panel's own state and everything a person can do with it. */
export interface Controller {
  readonly client: CustomerClient;
  screen(): Screen;
  /** The one listener that runs after whatever may change the screen. */
  subscribe(listener: () => void): void;
  /** Undefined until LiveKit's code is here. */
  media(): MediaState | undefined;
  /** The further screens: undefined until their code is here, null where it could not be fetched. */
  further(): FurtherModule | undefined | null;
  open(): void;
  close(): void;
  /** Goes there, from whatever the panel said last. */
  show(page: Page): void;
  call(callee?: Callee): void;
  cancel(): void;
  answer(callId: string): void;
  decline(callId: string): void;
  hangUp(callId: string): void;
  /** Tries again what the microphone stopped. */
  retry(): void;
  /** Fetches LiveKit's code: somebody is about to talk. */
  warm(): void;
  enableSound(): void;
  retryMicrophone(): void;
  stop(hangUp: boolean): Promise<void>;
}

interface Stores {
  readonly client: CustomerClient;
  readonly ui: UiStore;
  readonly parts: Parts;
  readonly calls: ShownCalls;
}

/** Calling and answering; both make sure of the microphone first. */
function talking({ client, ui, parts }: Stores): Pick<Controller, "call" | "answer"> {
  const withMicrophone = async (
    asking: Asking,
    go: () => unknown,
    retry: () => void,
  ): Promise<void> => {
    const before = ui.get().asking;
    if (before && before.callId === asking.callId) return;
    client.dismissNotice();
    ui.set({ open: true, asking, ended: null, microphone: null });
    parts.warm();
    await parts.settled();
    // Where that code could not be fetched, the call goes on and says later what is wrong with the
    // microphone.
    const problem = (await parts.further()?.askMicrophone(client, ui, asking)) ?? null;
    // Taken back while the browser asked, or not taken at this hour.
    if (ui.get().asking !== asking) return;
    if (!problem) void go();
    ui.set({ asking: null, microphone: problem && { problem, retry } });
  };
  const call = (callee: Callee = {}): void =>
    void withMicrophone(
      { ...callee },
      () => client.call(callee),
      () => call(callee),
    );
  const answer = (callId: string): void => {
    const peer = client.getState().calls.find((view) => view.call.id === callId)?.peer;
    void withMicrophone(
      { callId, ...(peer && { name: peer.name }) },
      () => client.answer(callId),
      () => answer(callId),
    );
  };
  return { call, answer };
}

/** Taking a call back, declining it, ending it. */
const ending = ({
  client,
  ui,
  calls,
}: Stores): Pick<Controller, "cancel" | "decline" | "hangUp"> => ({
  cancel: () => {
    if (ui.get().asking) ui.set({ asking: null });
    else void client.hangUp(calls.shown()?.call.id);
  },
  decline: (callId) => {
    calls.forget(callId);
    void client.decline(callId);
  },
  hangUp: (callId) => void client.hangUp(callId),
});

export function createController(ports: ControllerPorts): Controller {
  const { client, emit } = ports;
  let show = (): void => {};
  const screen = (): Screen => screenOf(client.getState(), ui.get());
  const parts = createParts(ports, screen, () => show());
  const ui = createUiStore(emit, parts.changed);
  const calls = followCalls(client, ui, parts.warm, emit);
  const stores = { client, ui, parts, calls };
  return {
    client,
    screen,
    subscribe: (listener) => void (show = listener),
    media: () => parts.media()?.getState(),
    further: parts.further,
    open: () => ui.set({ open: true }),
    close: () => {
      client.dismissNotice();
      ui.reset();
    },
    show: (page) => {
      client.dismissNotice();
      ui.set({ page, ended: null });
    },
    ...talking(stores),
    ...ending(stores),
    retry: () => ui.get().microphone?.retry(),
    warm: parts.warm,
    enableSound: () => void parts.media()?.enableSound(),
    retryMicrophone: () => void parts.media()?.retryMicrophone(),
    stop: async (hangUp) => {
      calls.stop();
      const view = calls.shown();
      if (hangUp && view) await client.hangUp(view.call.id);
      await parts.stop();
      await client.close();
    },
  };
}
