import type { ShownNotification } from "./call-notifications.ts";

interface ShowPorts {
  /** Returns whether the notification server replies now. */
  replies(): Promise<boolean>;
  /** Shows the notification. Blocks this process while the server does not reply. */
  show(): ShownNotification;
  onFailed(reason: string): void;
}

/** Shows and closes a notification only while the server replies, so that it blocks nothing. */
export function showIfReplying({ replies, show, onFailed }: ShowPorts): ShownNotification {
  let shown: ShownNotification | null = null;
  let isClosed = false;
  const run = async (work: () => void): Promise<void> => {
    if (await replies()) work();
    else onFailed("the notification server does not reply");
  };
  void run(() => {
    if (!isClosed) shown = show();
  });
  return {
    close: () => {
      if (isClosed) return;
      isClosed = true;
      if (shown !== null) void run(() => shown?.close());
    },
  };
}
