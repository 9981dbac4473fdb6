import {
  createFakeCallClient,
  createFakeCallMedia,
  type FakeCallClient,
  type FakeCallMedia,
} from "@synapse-voice/client/testing";
import type { Events, Panel } from "../api.ts";
import { showPill } from "../loader/pill.ts";
import * as secondary from "../panel/lazy/secondary-screens.tsx";
import { mountPanel } from "../panel/mount-panel.tsx";
import type { MicrophoneProblem, Screen } from "../panel/state/screen.ts";
import { buttonNamed } from "./dom.ts";

/** A mounted panel on fakes. */
export interface TestPanel {
  readonly root: ShadowRoot;
  readonly pill: HTMLButtonElement;
  readonly panel: Omit<Panel, "hear">;
  readonly client: FakeCallClient;
  readonly media: FakeCallMedia;
  readonly events: { name: keyof Events; detail: unknown }[];
  /** Number of times that the media code was fetched. */
  loads(): number;
  /** Number of times that the chunk of the secondary screens was fetched. */
  fetches(): number;
  ringing(): boolean;
  /** Sets the browser's answer to the question for the microphone. */
  setMicrophone(answer: MicrophoneProblem | null | Promise<MicrophoneProblem | null>): void;
  press(name: string): Promise<void>;
  text(): string;
  title(): string;
}

/** Waits until promises that are already resolved have run their callbacks. */
export async function flushPromises(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

interface TestPanelOptions {
  /** The chunk of the secondary screens can't be fetched. */
  readonly fail?: boolean;
  /** The chunk of the secondary screens arrives with this promise. */
  readonly arrival?: Promise<void>;
  /** The media code arrives with this promise. */
  readonly mediaArrival?: Promise<void>;
}

/** Mounts a panel. Its code can be fetched at once by default. */
export function mountTestPanel({
  fail = false,
  arrival,
  mediaArrival,
}: TestPanelOptions = {}): TestPanel {
  const settings = { apiUrl: "http://api.test", getToken: () => "token" };
  const { root, pill } = showPill(
    settings,
    () => {},
    async () => {},
  );
  const client = createFakeCallClient();
  const media = createFakeCallMedia();
  const events: TestPanel["events"] = [];
  let microphone: MicrophoneProblem | null | Promise<MicrophoneProblem | null> = null;
  let ringing = false;
  let loads = 0;
  let fetches = 0;
  const fakes = {
    follow: (screen: Screen) => void (ringing = screen.kind === "incoming"),
    preflight: (...[client, ui, pending]: Parameters<typeof secondary.preflight>) =>
      secondary.preflight(client, ui, pending, async () => microphone),
  };
  const panel = mountPanel(
    { root, pill, settings, emit: (name, detail) => void events.push({ name, detail }) },
    {
      client,
      loadMedia: async () => {
        loads += 1;
        await mediaArrival;
        return media;
      },
      loadSecondary: async () => {
        fetches += 1;
        if (fail) throw new Error("offline");
        await arrival;
        return { ...secondary, ...fakes };
      },
    },
  );
  pill.addEventListener("click", panel.open);
  return {
    root,
    pill,
    panel,
    client,
    media,
    events,
    loads: () => loads,
    fetches: () => fetches,
    ringing: () => ringing,
    setMicrophone: (answer) => void (microphone = answer),
    press: async (name) => {
      buttonNamed(root, name).click();
      await flushPromises();
    },
    text: () => root.querySelector("section")?.textContent ?? "",
    title: () => root.querySelector("h2")?.textContent ?? "",
  };
}
