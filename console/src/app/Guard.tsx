import { Component, type ReactNode } from "react";
import { Button, EmptyState } from "@synapse-voice/react";

interface Props {
  /** Another value starts afresh: the page that is shown. */
  readonly of: string;
  readonly children: ReactNode;
}
interface State {
  readonly broken: string | null;
  readonly of: string;
}

/** Keeps a fault of one page to itself: calls ring and go on beside it. */
export class Guard extends Component<Props, State> {
  override state: State = { broken: null, of: this.props.of };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { broken: error instanceof Error ? error.message : String(error) };
  }

  static getDerivedStateFromProps(props: Props, state: State): State | null {
    return props.of === state.of ? null : { broken: null, of: props.of };
  }

  override render(): ReactNode {
    const { broken } = this.state;
    if (broken === null) return this.props.children;
    return (
      <EmptyState
        icon="triangle-alert"
        title="This page can't be shown"
        text="Calls still work. If it happens again, tell whoever runs this console."
        code={broken}
      >
        <Button onClick={() => this.setState({ broken: null })}>Try again</Button>
      </EmptyState>
    );
  }
}
