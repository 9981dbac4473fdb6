import { Component, type VNode } from "preact";

interface CopyDetailsProps {
  /** Error code. */
  code: string;
  /** The call that the error is about. */
  callId?: string | undefined;
}
interface CopyDetailsState {
  result?: "copied" | "failed";
}

/**
 * Button that copies an error's code, call and time, for the company's support. If the page must
 * not use the clipboard, it shows them.
 */
export class CopyDetails extends Component<CopyDetailsProps, CopyDetailsState> {
  private readonly time = new Date().toISOString();

  private get details(): string {
    const { code, callId } = this.props;
    return `${code}${callId ? `, call ${callId}` : ""}, ${this.time}`;
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.details);
      this.setState({ result: "copied" });
    } catch {
      this.setState({ result: "failed" });
    }
  }

  override render(_: CopyDetailsProps, { result }: CopyDetailsState): VNode {
    return (
      <div>
        <button type="button" class="quiet" onClick={() => void this.copy()}>
          Copy details
        </button>
        <small role="status">
          {result === "copied" && "Copied"}
          {result === "failed" && this.details}
        </small>
      </div>
    );
  }
}
