import { useEffect, useState, type ReactElement } from "react";
import { useCall } from "@synapse-voice/react";
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
  const hasMadeWay = useMadeWay(opened?.id ?? null);
  if (links === undefined || opened === null || hasMadeWay) return null;
  const done = (): void => {
    links.done(opened.id);
    setOpened(null);
  };
  return <LinkDialog key={opened.id} link={opened.link} done={done} />;
}

/**
 * Returns whether the link with this id makes way for a call that began to ring meanwhile, until
 * that is over: the person has not decided about the link.
 */
function useMadeWay(id: number | null): boolean {
  const { incoming, active } = useCall();
  const isRinging = incoming.length > 0;
  const [wasRinging, setWasRinging] = useState(isRinging);
  const [interruptedId, setInterruptedId] = useState<number | null>(null);
  if (isRinging !== wasRinging) {
    setWasRinging(isRinging);
    if (isRinging) setInterruptedId(id);
  }
  return id !== null && id === interruptedId && (isRinging || active !== null);
}
