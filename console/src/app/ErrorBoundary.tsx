import { Component, type ReactNode } from "react";
import { Button, EmptyState } from "@synapse-voice/react";

interface Props {
  /** Key of the page that is shown. A new key clears the error. */
  readonly resetKey: string;
  readonly children: ReactNode;
}
interface State {
  readonly message: string | null;
  readonly resetKey: string;
}

/** Catches errors of one page, so that calls still ring and can be answered beside it. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { message: null, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  static getDerivedStateFromProps(props: Props, state: State): State | null {
    return props.resetKey === state.resetKey ? null : { message: null, resetKey: props.resetKey };
  }

  override render(): ReactNode {
    const { message } = this.state;
    if (message === null) return this.props.children;
    return (
      <EmptyState
        icon="triangle-alert"
        title="This page can't be shown"
        text="Calls still work. If it happens again, tell whoever runs this console."
        code={message}
      >
        <Button onClick={() => this.setState({ message: null })}>Try again</Button>
      </EmptyState>
    );
  }
}
