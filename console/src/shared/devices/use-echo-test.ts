import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { EchoCall, EchoState } from "@synapse-voice/client/media";
import { ApiError } from "@synapse-voice/client";
import { useClientState, useVoice } from "@synapse-voice/react";

/** An echo test, as the page shows it. */
export interface EchoTestView {
  /** Null before the first test. */
  readonly state: EchoState | null;
  /** Code of the error why no test began; null without one. */
  readonly error: string | null;
  /** Server time in ms at which the test ends by itself. */
  readonly endsAt: number | null;
  readonly start: () => void;
  readonly end: () => void;
}

interface Running {
  readonly echo: EchoCall;
  readonly endsAt: number;
}

const connecting: EchoState = { status: "connecting", heard: false, reason: null };
const never = (): (() => void) => () => undefined;
const nothing = (): null => null;

/** Runs an echo test. It ends when the component is gone, and when there is a call. */
export function useEchoTest(): EchoTestView {
  const { client, media } = useVoice();
  const { calls, dialing } = useClientState();
  const hasCall = dialing !== null || calls.some(({ phase }) => phase !== "ended");
  const [running, setRunning] = useState<Running | null>(null);
  const [isStarting, setStarting] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const echo = running?.echo ?? null;
  const state = useSyncExternalStore(echo?.subscribe ?? never, echo?.getState ?? nothing);
  useEffect(() => () => void echo?.end(), [echo]);
  // A test may begin after the component is gone.
  const isShown = useRef(false);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  useEffect(() => {
    if (hasCall) void echo?.end();
  }, [hasCall, echo]);

  const start = async (): Promise<void> => {
    setStarting(true);
    setError(null);
    try {
      const test = await client.startEchoTest();
      const begun = await media.startEcho(test);
      if (!isShown.current) return void begun.end();
      setRunning({ echo: begun, endsAt: Date.parse(test.expiresAt) });
    } catch (failure) {
      setRunning(null);
      setError(failure instanceof ApiError ? failure.code : "network");
    }
    setStarting(false);
  };
  return {
    state: isStarting ? connecting : state,
    error,
    endsAt: running?.endsAt ?? null,
    start: () => void start(),
    end: () => void echo?.end(),
  };
}
