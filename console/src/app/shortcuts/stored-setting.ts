const key = "synapse-voice.single-keys";

/** Returns whether single letters are shortcuts in this browser; true by default. */
export function loadSingleKeys(): boolean {
  try {
    return localStorage.getItem(key) !== "off";
  } catch {
    return true;
  }
}

/** Stores whether single letters are shortcuts in this browser. */
export function saveSingleKeys(isOn: boolean): void {
  try {
    localStorage.setItem(key, isOn ? "on" : "off");
  } catch {
    // Without storage the choice lasts until the page is loaded again.
  }
}
