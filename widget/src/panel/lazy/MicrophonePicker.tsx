import type { CallMedia, MicrophoneOption } from "@synapse-voice/client/media";
import { Component, type VNode } from "preact";

interface PickerProps {
  media: CallMedia;
}
interface PickerState {
  options: readonly MicrophoneOption[];
}

/** Lets a customer choose the microphone during a call. The list loads when it is opened. */
export class MicrophonePicker extends Component<PickerProps, PickerState> {
  override state: PickerState = { options: [] };

  private async load(): Promise<void> {
    this.setState({ options: await this.props.media.microphones().catch(() => []) });
  }

  private async choose(id: string): Promise<void> {
    await this.props.media.chooseMicrophone(id);
    await this.load();
  }

  override render(_: PickerProps, { options }: PickerState): VNode {
    return (
      <details aria-live="off" onToggle={() => void this.load()}>
        <summary>Microphone</summary>
        {options.map(({ id, label, current }, index) => (
          <label key={id}>
            <input
              type="radio"
              name="microphone"
              checked={current}
              onChange={() => void this.choose(id)}
            />
            {label || `Microphone ${index + 1}`}
          </label>
        ))}
      </details>
    );
  }
}
