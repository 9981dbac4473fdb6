import type { ShortcutAction } from "@synapse-voice/desktop/bridge";
import { saveChosen } from "../../shared/headset/chosen-headsets.ts";
import { adasClient, fakeServices } from "../../testing/fake-console.ts";
import { createFakeHeadset, createFakeHid } from "../../testing/fake-hid.ts";
import {
  createFakePreferences,
  createFakeShortcuts,
  desktopPlatform,
} from "../../testing/fake-main-process.ts";
import { stateOf, type GalleryState } from "./gallery-state.ts";

/** The settings of the desktop app, at the keys that work in every program. */
const shortcuts = (
  problems: readonly ShortcutAction[] = [],
  change: Partial<GalleryState> = {},
): GalleryState => ({
  ...stateOf(adasClient()),
  services: () => ({
    ...fakeServices(adasClient()),
    platform: desktopPlatform({
      shortcuts: createFakeShortcuts(problems),
      preferences: createFakePreferences(
        problems.length === 0
          ? {}
          : {
              shortcuts: {
                answer: "CommandOrControl+Alt+Shift+PageDown",
                mute: null,
                hangUp: "Alt+num5",
              },
            },
      ),
    }),
  }),
  fragment: "#/settings",
  scrollTo: "Clear: Answer",
  ...change,
});

/** The page of devices with headsets in each state. */
function headsets(): GalleryState {
  const names = [
    "Jabra Evolve2 65",
    "Plantronics Blackwire 5220 Series USB-A Adapter (Papadopoulou's desk)",
    "Poly Voyager Focus 2",
    "Yealink WH62",
  ] as const;
  const [connected, failed, free] = names.map((productName, productId) =>
    createFakeHeadset(undefined, { productName, productId }),
  );
  failed?.setBusy(true);
  const plugged = [connected, failed, free].filter((device) => device !== undefined);
  return {
    ...stateOf(adasClient()),
    services: () => {
      const chosen = [0, 1, 3] as const;
      saveChosen(chosen.map((id) => ({ key: `${0x0b0e}:${id}`, name: names[id] })));
      return {
        ...fakeServices(adasClient()),
        platform: desktopPlatform(),
        hid: createFakeHid(...plugged),
      };
    },
    fragment: "#/devices",
    scrollTo: "Disconnect Jabra Evolve2 65",
  };
}

/** Settings of the desktop app for this computer. */
export const computerStates: Record<string, GalleryState> = {
  "shortcut-keys": shortcuts(),
  "shortcut-keys-problem": shortcuts(["answer", "hangUp"]),
  "shortcut-keys-recording": shortcuts([], { press: "Answer: Ctrl+Shift+F8. Change" }),
  "shortcut-keys-conflict": shortcuts([], {
    press: "Answer: Ctrl+Shift+F8. Change",
    lastKeys: "Control+Shift+F10",
  }),
  "headset-buttons": headsets(),
  "headset-buttons-none": {
    ...stateOf(adasClient()),
    services: () => ({
      ...fakeServices(adasClient()),
      platform: desktopPlatform(),
      hid: createFakeHid(),
    }),
    fragment: "#/devices",
    scrollTo: "Second ringer",
  },
};
