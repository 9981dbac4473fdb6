const gestures = ["pointerdown", "keydown"] as const;

interface Note {
  readonly hertz: number;
  /** Start within one round. */
  readonly startSeconds: number;
}

/** Two notes, played twice. The rest of the round is silent. */
const melody: readonly Note[] = [
  { hertz: 523, startSeconds: 0 },
  { hertz: 659, startSeconds: 0.2 },
  { hertz: 523, startSeconds: 0.7 },
  { hertz: 659, startSeconds: 0.9 },
];
const roundSeconds = 3;
/** The longest ring timeout that a tenant can set. */
const maxRingSeconds = 120;

/** Schedules the whole ring at once, because timers of hidden tabs are too slow for a melody. */
function play(context: AudioContext): void {
  const tone = context.createOscillator();
  const volume = context.createGain();
  volume.gain.value = 0;
  tone.connect(volume).connect(context.destination);
  for (let round = 0; round < maxRingSeconds; round += roundSeconds) {
    for (const { hertz, startSeconds } of melody) {
      const start = round + startSeconds;
      tone.frequency.setValueAtTime(hertz, start);
      volume.gain.setTargetAtTime(0.2, start, 0.01).setTargetAtTime(0, start + 0.15, 0.05);
    }
  }
  tone.start();
}

/**
 * Rings until the returned function is called. Browsers stay silent until the person has clicked or
 * typed in the page once; then the ring starts.
 */
export function ring(): () => void {
  let context: AudioContext | undefined;
  const start = (): void => {
    if (!context) play((context = new AudioContext()));
    void context.resume();
  };
  const listening = new AbortController();
  for (const gesture of gestures) document.addEventListener(gesture, start, listening);
  if (navigator.userActivation?.hasBeenActive) start();
  return () => {
    listening.abort();
    void context?.close();
  };
}
