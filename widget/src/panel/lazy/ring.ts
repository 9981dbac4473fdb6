const gestures = ["pointerdown", "keydown"] as const;

/** Two notes, twice, then a rest: hertz and start in seconds, in turns. */
const melody = [523, 0, 659, 0.2, 523, 0.7, 659, 0.9];
const round = 3;
/** The longest that a tenant lets a call ring, in seconds. */
const longest = 120;

/** Plans the whole ring at once: timers of hidden tabs are too slow for a melody. */
function play(context: AudioContext): void {
  const tone = context.createOscillator();
  const volume = context.createGain();
  volume.gain.value = 0;
  tone.connect(volume).connect(context.destination);
  for (let start = 0; start < longest; start += round) {
    melody.forEach((at, index) => {
      if (index % 2 === 0) return;
      tone.frequency.setValueAtTime(melody[index - 1] ?? 0, start + at);
      volume.gain
        .setTargetAtTime(0.2, start + at, 0.01)
        .setTargetAtTime(0, start + at + 0.15, 0.05);
    });
  }
  tone.start();
}

/**
 * Rings until the result is called. Browsers stay silent until the person has once clicked or typed
 * in the page; then it starts.
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
