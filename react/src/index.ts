export {
  VoiceProvider,
  type ConnectedDeps,
  type VoiceProviderProps,
} from "./components/VoiceProvider.tsx";
export { tokenOf } from "@synapse-voice/client/realtime";
export {
  connectVoice,
  type SupabaseForVoice,
  type VoiceConfig,
} from "./connection/connect-voice.ts";
export { useVoice, type Voice } from "./hooks/voice-context.ts";
export type { CallbackRequests, CallbackRequestsState } from "./hooks/callback-requests.ts";
export { CallButton, type CallButtonProps } from "./components/CallButton.tsx";
export {
  AgentSelector,
  AgentStateText,
  type AgentSelectorProps,
} from "./components/AgentSelector.tsx";
export { CallManager, type CallManagerProps } from "./components/calls/CallManager.tsx";
export { RingingCall, type RingingCallProps } from "./components/calls/incoming/RingingCall.tsx";
export { MicrophonePicker } from "./components/calls/MicrophonePicker.tsx";
export { MicrophoneBanner } from "./components/calls/warnings/MicrophoneBanner.tsx";
export { MicrophoneWarning } from "./components/calls/warnings/MicrophoneWarning.tsx";
export { CallWithText } from "./components/CallWithText.tsx";
export { WrapUp, WrapUpButton } from "./components/WrapUp.tsx";
export { RemainingTime } from "./components/elements/RemainingTime.tsx";
export { useAvailableAgents } from "./hooks/use-available-agents.ts";
export { sortCalls, useCall, type Calls } from "./hooks/use-call.ts";
export { useCallWith } from "./hooks/use-call-with.ts";
export { useCallEvents, type CallChange } from "./hooks/use-call-events.ts";
export {
  useCallClient,
  useClientState,
  useDevices,
  useMediaState,
  useMicrophoneOutlook,
} from "./hooks/use-client-state.ts";
export { useLeftPage } from "./hooks/notices/use-left-page.ts";
export { useMicrophoneLevel, type MicrophoneLevel } from "./hooks/devices/use-microphone-level.ts";
export {
  usePausedRecording,
  useRecording,
  type Recording,
} from "./hooks/recording/use-recording.ts";
export { useNow } from "./hooks/use-now.ts";
export { useResource, type Resource } from "./hooks/use-resource.ts";
export { createLazyMedia, loadCallMedia } from "./audio/lazy-media.ts";
export {
  createMicrophoneOutlook,
  type MicrophoneOutlook,
  type MicrophoneOutlookStore,
} from "./audio/microphone-outlook.ts";
export { playSample } from "./audio/play-sample.ts";
export { createRing, type Ring, type RingKind } from "./audio/ring.ts";
export { Avatar, hueOf } from "./components/elements/Avatar.tsx";
export { Button, type ButtonSize, type ButtonVariant } from "./components/elements/Button.tsx";
export { CopyDetails, type CopyDetailsProps } from "./components/elements/CopyDetails.tsx";
export { EmptyState } from "./components/elements/EmptyState.tsx";
export { Icon } from "./icons/Icon.tsx";
export type { IconName } from "./icons/icon-paths.ts";
export { LevelMeter } from "./components/elements/LevelMeter.tsx";
export { LoadFailed } from "./components/elements/LoadFailed.tsx";
export { Skeleton } from "./components/elements/Skeleton.tsx";
export { clockTime } from "./texts/clock-time.ts";
export { endReasonWords } from "./texts/end-reason-words.ts";
export { durationWords, endedWords } from "./texts/ended-words.ts";
export { callerKind, shortName } from "./texts/names.ts";
export { nextStepLabels, type Audience, type NextStep, type Words } from "./texts/words.ts";
export { noticeWords } from "./texts/notice-words.ts";
export {
  browserKind,
  deviceChangeWords,
  deviceNames,
  microphoneChangeWords,
  microphoneWarning,
  networkWords,
  microphoneWords,
  silenceWords,
  type BrowserKind,
  type MicrophoneWords,
  type SilenceWords,
} from "./texts/device-words.ts";
export { callWithWords, leftPageWords } from "./texts/call-words.ts";
export { shownState, stateWords } from "./texts/agent-words.ts";
