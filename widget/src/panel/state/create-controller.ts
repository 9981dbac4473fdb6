import type { CustomerClient } from "@synapse-voice/client";
import type { Controller, ControllerDeps } from "./controller.ts";
import { followCalls } from "./follow-calls.ts";
import { createLazyModules, type LazyModules } from "./lazy-modules.ts";
import { initialUi, screenOf, type Callee, type PendingCall, type Screen } from "./screen.ts";
import { createUiStore, type UiStore } from "./ui-store.ts";

/** Creates `call` and `answer`. Both run the checks first: opening hours and microphone. */
function startActions(
  client: CustomerClient,
  ui: UiStore,
  modules: LazyModules,
): Pick<Controller, "call" | "answer"> {
  const afterPreflight = async (
    pending: PendingCall,
    start: () => unknown,
    retry: () => void,
  ): Promise<void> => {
    const before = ui.get().pending;
    if (before && before.callId === pending.callId) return;
    client.dismissNotice();
    ui.set({ open: true, pending, ended: null, microphone: null });
    modules.warm();
    await modules.idle();
    // If that code can't be fetched, the call starts without the checks. The call screen then shows
    // a problem with the microphone.
    const problem = (await modules.secondary()?.preflight(client, ui, pending)) ?? null;
    // The person cancelled during the checks, or the company is closed.
    if (ui.get().pending !== pending) return;
    if (!problem) void start();
    ui.set({ pending: null, microphone: problem && { problem, retry } });
  };
  const call = (callee: Callee = {}): void =>
    void afterPreflight(
      { ...callee },
      () => client.call(callee),
      () => call(callee),
    );
  const answer = (callId: string): void => {
    const peer = client.getState().calls.find((view) => view.call.id === callId)?.peer;
    void afterPreflight(
      { callId, ...(peer && { name: peer.name }) },
      () => client.answer(callId),
      () => answer(callId),
    );
  };
  return { call, answer };
}

export function createController(deps: ControllerDeps): Controller {
  const { client, emit } = deps;
  let listener = (): void => {};
  const screen = (): Screen => screenOf(client.getState(), ui.get());
  const modules = createLazyModules(deps, screen, () => listener());
  const ui = createUiStore(emit, modules.update);
  const calls = followCalls(client, ui, modules.warm, emit);
  return {
    client,
    screen,
    subscribe: (onChange) => void (listener = onChange),
    media: modules.media,
    secondary: modules.secondary,
    open: () => ui.set({ open: true }),
    close: () => {
      client.dismissNotice();
      ui.set(initialUi);
    },
    show: (page) => {
      client.dismissNotice();
      ui.set({ page, ended: null, microphone: null });
    },
    ...startActions(client, ui, modules),
    cancel: () => {
      if (ui.get().pending) ui.set({ pending: null });
      else void client.hangUp(calls.shown()?.call.id);
    },
    decline: (callId) => {
      calls.ignoreEnd(callId);
      void client.decline(callId);
    },
    hangUp: client.hangUp,
    warm: modules.warm,
    stop: async (hangUp) => {
      calls.stop();
      const view = calls.shown();
      if (hangUp && view) await client.hangUp(view.call.id);
      await modules.stop();
      await client.close();
    },
  };
}
