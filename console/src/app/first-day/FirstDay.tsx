import { useCallback, useEffect, useState, type ReactElement, type ReactNode } from "react";
import { Button, Icon } from "@synapse-voice/react";
import { EchoTest } from "../../shared/devices/EchoTest.tsx";
import { MicrophoneTest } from "../../shared/devices/MicrophoneTest.tsx";
import { useServices } from "../../shared/services.ts";
import { isFirstDay, loadTicks, saveTicks, type Ticks } from "./stored-ticks.ts";

/** Three steps before the first call. They are shown until all are done, or dismissed. */
export function FirstDay({ userId }: { userId: string }): ReactElement | null {
  const [ticks, setTicks] = useState(() => loadTicks(userId));
  // All done: it stays until the page is left, so that the last answer can be read.
  const [isShown] = useState(() => isFirstDay(ticks));
  const tick = useCallback(
    (name: keyof Ticks): void =>
      setTicks((before) => {
        const next = { ...before, [name]: true };
        saveTicks(userId, next);
        return next;
      }),
    [userId],
  );
  const microphoneHeard = useCallback(() => tick("microphone"), [tick]);
  const notificationsAllowed = useCallback(() => tick("notifications"), [tick]);
  if (!isShown || ticks.dismissed) return null;
  return (
    <section className="card first-day" aria-labelledby="first-day-title">
      <div className="card-title">
        <h2 id="first-day-title" className="first-day-heading">
          Before your first call
        </h2>
        <span className="card-count">
          {countDone(ticks)} of 3<span className="sv-visually-hidden"> done</span>
        </span>
        <Button
          className="first-day-close"
          variant="ghost"
          size="small"
          icon="x"
          aria-label="Dismiss"
          onClick={() => tick("dismissed")}
        />
      </div>
      <ol className="first-day-steps">
        <Step title="Test the microphone" done={ticks.microphone}>
          <OpenedByButton label="Test it">
            <MicrophoneTest onHeard={microphoneHeard} />
          </OpenedByButton>
        </Step>
        <Step title="Allow notifications" done={ticks.notifications}>
          <NotificationsStep isDone={ticks.notifications} done={notificationsAllowed} />
        </Step>
        <Step title="Call yourself" done={ticks.echo}>
          <EchoTest onHeard={() => tick("echo")} />
        </Step>
      </ol>
    </section>
  );
}

const countDone = ({ microphone, notifications, echo }: Ticks): number =>
  [microphone, notifications, echo].filter(Boolean).length;

function Step({
  title,
  done,
  children,
}: {
  title: string;
  done: boolean;
  children: ReactNode;
}): ReactElement {
  return (
    <li className={done ? "first-day-step first-day-done" : "first-day-step"}>
      <span className="first-day-tick">{done ? <Icon name="check" size={16} /> : null}</span>
      <div className="first-day-body">
        <h3 className="first-day-title">
          {title}
          {done ? <span className="sv-visually-hidden">, done</span> : null}
        </h3>
        {children}
      </div>
    </li>
  );
}

/** Shows its content once the button was pressed. */
function OpenedByButton({ label, children }: { label: string; children: ReactNode }): ReactElement {
  const [open, setOpen] = useState(false);
  if (open)
    return (
      <>
        {children}
        <Button size="small" variant="ghost" onClick={() => setOpen(false)}>
          End the test
        </Button>
      </>
    );
  return (
    <Button size="small" onClick={() => setOpen(true)}>
      {label}
    </Button>
  );
}

function NotificationsStep({ isDone, done }: { isDone: boolean; done: () => void }): ReactElement {
  const { platform } = useServices();
  const [state, setState] = useState(() => platform.notificationState());
  // The desktop app shows notifications without a question.
  const isAllowed = state === "granted" || state === "none";
  useEffect(() => {
    if (isAllowed && !isDone) done();
  }, [isAllowed, isDone, done]);
  if (isAllowed)
    return <p className="sv-secondary">A call shows even while this window is hidden.</p>;
  if (state === "denied")
    return (
      <p className="sv-secondary">
        They are blocked in the browser's settings for this site. A call in a hidden tab is only
        heard.
      </p>
    );
  return (
    <Button size="small" onClick={() => void platform.askForNotifications().then(setState)}>
      Allow them
    </Button>
  );
}
