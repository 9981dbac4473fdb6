/**
 * Why there is no microphone: refused by the person or a policy, none found (or in use), or a page
 * that is not secure.
 */
export type MicrophoneProblem = "refused" | "missing" | "insecure";

const mayAlready = async (): Promise<boolean> => {
  try {
    return (await navigator.permissions.query({ name: "microphone" })).state === "granted";
  } catch {
    // Browsers that don't know this permission's name.
    return false;
  }
};

/**
 * Makes sure of the microphone before somebody is called, so that nobody answers to silence.
 * Null where it may be used; else why not. Nothing is recorded.
 */
export async function askForMicrophone(): Promise<MicrophoneProblem | null> {
  // The types promise it, but only secure pages have it.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) return "insecure";
  if (await mayAlready()) return null;
  try {
    for (const track of (await devices.getUserMedia({ audio: true })).getTracks()) track.stop();
    return null;
  } catch (error) {
    return error instanceof DOMException && /^(?:NotAllowed|Security)/u.test(error.name)
      ? "refused"
      : "missing";
  }
}
