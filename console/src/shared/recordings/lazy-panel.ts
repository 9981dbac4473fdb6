import { lazyScreen } from "../lazy-screen.tsx";

/** The recording of a call, in a chunk of its own: most agents seldom listen to one. */
export const RecordingPanel = lazyScreen(
  async () => (await import("./RecordingPanel.tsx")).RecordingPanel,
  { rows: 2, label: "Loading the recording" },
);
