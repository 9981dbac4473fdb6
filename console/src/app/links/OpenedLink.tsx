import { useEffect, useState, type ReactElement } from "react";
import type { OpenedLink as Opened } from "@synapse-voice/desktop/bridge";
import { lazyScreen } from "../../shared/lazy-screen.tsx";
import { useServices } from "../../shared/services.ts";

// Most people who open the console never open a link.
const LinkDialog = lazyScreen(async () => (await import("./LinkDialog.tsx")).LinkDialog);

/** Asks about the link that the person opened last, such as `tel:+4930123456`. It never calls. */
export function OpenedLink(): ReactElement | null {
  const links = useServices().platform.main?.links;
  const [opened, setOpened] = useState<Opened | null>(null);
  useEffect(() => links?.watch(setOpened), [links]);
  if (links === undefined || opened === null) return null;
  const done = (): void => {
    links.done(opened.id);
    setOpened(null);
  };
  return <LinkDialog key={opened.id} link={opened.link} done={done} />;
}
