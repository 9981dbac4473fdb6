import { useEffect } from "react";
import { useVoice } from "@synapse-voice/react";
import { useServices } from "../../shared/services.ts";

/** Gives the main process of the desktop app this page's part of a support report. */
export function usePageReport(): void {
  const { platform } = useServices();
  const { client, media } = useVoice();
  useEffect(
    () =>
      platform.main?.report.onCollect(async () => {
        const { collectPageReport } = await import("./collect-page-report.ts");
        return collectPageReport(client, media);
      }),
    [platform, client, media],
  );
}
