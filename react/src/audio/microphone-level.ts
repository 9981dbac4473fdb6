/** Softest level that is shown, in dB of full scale. */
const floorDecibels = -60;

/** Time in ms between two measurements. */
const measureMs = 60;

/** Returns the loudness of samples: 0 for silence, 1 for the loudest. */
export function loudnessOf(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  const decibels = 10 * Math.log10(power + 1e-20);
  return Math.min(1, Math.max(0, 1 - decibels / floorDecibels));
}

/** Measures the loudness of a microphone again and again. Returns a function that ends this. */
export function measureLevel(
  track: MediaStreamTrack,
  listener: (level: number) => void,
): () => void {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 2048 });
  const source = context.createMediaStreamSource(new MediaStream([track]));
  source.connect(analyser);
  void context.resume().catch(() => undefined);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    listener(loudnessOf(samples));
  }, measureMs);
  return () => {
    clearInterval(timer);
    source.disconnect();
    void context.close().catch(() => undefined);
  };
}
