/** Writes a warning for developers. `topic` is its place on the server's page of warnings. */
export type Warn = (topic: string, text: string, ...details: readonly unknown[]) => void;

/** Makes a function that writes to the page's console, once for each topic. */
export function createPageWarnings(apiUrl: string): Warn {
  const seen = new Set<string>();
  return (topic, text, ...details) => {
    if (seen.has(topic)) return;
    seen.add(topic);
    console.warn(`Synapse Voice: ${text}\nSee ${apiUrl}/api/help#${topic}`, ...details);
  };
}
