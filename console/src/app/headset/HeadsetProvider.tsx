import { useEffect, useState, type ReactElement, type ReactNode } from "react";
import { useCallClient } from "@synapse-voice/react";
import type { Headsets } from "../../shared/headset/headsets.ts";
import { HeadsetsContext } from "../../shared/headset/headsets-context.ts";
import { useServices } from "../../shared/services.ts";

/** Lets the buttons of headsets answer, hang up and mute in the desktop app. */
export function HeadsetProvider({ children }: { children: ReactNode }): ReactElement {
  const { hid, platform } = useServices();
  const client = useCallClient();
  const { main } = platform;
  const [headsets, setHeadsets] = useState<Headsets | null>(null);
  useEffect(() => {
    if (hid === undefined || main === null) return undefined;
    let isShown = true;
    let close = (): Promise<void> => Promise.resolve();
    import("./start-headsets.ts").then(
      ({ startHeadsets }) => {
        if (!isShown) return;
        const { preferences, answerByHeadset: answer } = main;
        const started = startHeadsets({ hid, client, preferences, answer });
        close = started.close;
        setHeadsets(started);
      },
      // All else works without it.
      (error: unknown) => console.error("headset buttons", error),
    );
    return () => {
      isShown = false;
      setHeadsets(null);
      void close();
    };
  }, [hid, client, main]);
  return <HeadsetsContext value={headsets}>{children}</HeadsetsContext>;
}
